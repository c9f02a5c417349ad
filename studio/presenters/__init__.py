"""What the pages show: frozen dataclasses in the reader's words, so that templates hold no rules."""
