"""The mapping language: texts in, records, flags and triage out."""
