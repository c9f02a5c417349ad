"""What happens to a submission, from the bytes that came to the record that was delivered."""
