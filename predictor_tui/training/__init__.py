"""From text to a trained model: no screen, no prompt; progress is yielded and whoever runs it draws."""
