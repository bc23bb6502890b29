"""What asks an answer with JMESPath."""
