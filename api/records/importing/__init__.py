"""Calls of other programs become saved calls: HAR files, curl command lines, Postman collections. Nothing is run."""
