"""Things that take many requests or many bytes: transfers, watching, whole lists, many resources, several regions."""
