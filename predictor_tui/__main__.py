"""`python -m predictor_tui` does what the command `predictor-tui` does."""

from __future__ import annotations

import sys

from predictor_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
