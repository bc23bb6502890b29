"""What shows a list of an answer as a table."""
