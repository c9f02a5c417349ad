"""A form has changed: what depends on it, how the mapping is repaired, and how forms come in."""
