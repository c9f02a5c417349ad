"""What pages show of a submission."""
