"""The records of a submission: their fields, what people put in their place, and what is handed over."""
