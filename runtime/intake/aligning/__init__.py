"""A text aligned with its form: which of its lines are questions, and which are their answers."""
