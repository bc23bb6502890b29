"""One call on many resources: what will happen, carrying it out, and what became of each."""
