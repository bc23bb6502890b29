"""From a value of an answer to the calls that take it."""
