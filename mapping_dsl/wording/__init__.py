"""Expressions in plain English, for people who sign for a mapping and do not read FEEL."""

from mapping_dsl.wording.words import Wording

__all__ = ["Wording"]
