"""What shows how two answers differ."""
