"""Words and files: text in, tokens and integer ids out. No arrays and no screen here."""
