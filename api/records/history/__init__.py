"""The history: every exchange that was sent, redacted, in one SQLite file that can be searched and scrubbed."""
