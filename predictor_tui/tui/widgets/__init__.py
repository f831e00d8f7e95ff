"""The parts of a screen: each draws what it is given and announces what the person does."""
