"""What shows an answer, or any text, line by line."""
