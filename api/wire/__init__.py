"""The one transport: requests sessions, cancelling, TLS, redirects, limits and redaction."""
