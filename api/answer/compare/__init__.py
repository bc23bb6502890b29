"""How two answers differ."""
