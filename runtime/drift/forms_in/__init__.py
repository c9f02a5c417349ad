"""Forms from elsewhere: a new form version's schema from samples, or from another program's definition."""
