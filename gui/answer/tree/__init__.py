"""What shows an answer as a tree."""
