"""Taking exchanges elsewhere: as a file or text for a ticket, and as a report of a problem."""
