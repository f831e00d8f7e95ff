"""The application in the terminal: widgets draw, screens decide, and a predictor that is handed in computes."""
