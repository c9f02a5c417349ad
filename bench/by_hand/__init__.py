"""The seven mappings as a programmer would write them in Python: what the language is measured against."""
