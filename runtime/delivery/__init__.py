"""The way of a record to its target."""
