"""The practice cloud: a loopback server that speaks the same APIs."""
