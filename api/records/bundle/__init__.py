"""Exchanges taken elsewhere: one or several as HAR 1.2, Markdown or JSON, redacted, for a ticket or a colleague."""
