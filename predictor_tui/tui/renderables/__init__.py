"""Pictures as plain functions of values, without widgets: easy to test, and fast to draw."""
