"""From a call and values to a request, and from a request to an exchange."""
