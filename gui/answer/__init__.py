"""The views of one exchange: tree, table, raw text, headers, request."""
