"""Witnesses: what each shows and says, and what they say together."""
