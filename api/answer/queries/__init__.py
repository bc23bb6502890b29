"""JMESPath over an answer."""
