"""The differences between practice cloud and real Glance that are meant, each with its reason."""

from __future__ import annotations

from tests.scenarios.comparing import Known

LATIN_1 = (
    "Glance reads the bytes of a path as Latin-1, so a tag in other letters is kept garbled and not found."
)
CRASH = "Glance fails here (500); the practice cloud tells what is wrong with the request."
NO_DOWNLOAD = "The practice cloud never fetches an address: it makes the data up."
LIMITS = "Limits are switched off in the real cloud, which would need them registered in Keystone."
FEWER = "The practice cloud has a handful of definitions, less than one page."
OTHERS = "The first public definition is another one in each cloud."
LEFTOVER = (
    "Glance leaves checksum and location behind when it refuses data; the next upload then fails (500)."
)
NUMBER = "Glance keeps a member that is a number as it is."
SLASHES = (
    "The practice cloud's server takes a path that begins with two slashes for another host's address."
)

KNOWN: tuple[Known, ...] = (
    Known("create", "a list", "status", CRASH),
    Known("tags", "broken letters", "status", CRASH),
    Known("import", "a list", "status", CRASH),
    Known("metadefs", "an unknown sort", "status", CRASH),
    Known("metadefs", "namespaces", "body /next", FEWER),
    Known("metadefs", "public ones", "body /namespaces/*/resource_type_associations/*", OTHERS),
    Known("tags", "find it by other letters", "*", LATIN_1),
    Known("formats", "not what it says", "body *", LEFTOVER),
    Known("members", "with a number", "body /member_id", NUMBER),
    Known("show", "two slashes at first", "status", SLASHES),
    Known("information", "usage", "body /usage/*", LIMITS),
    Known("import", "active", "value *", NO_DOWNLOAD),
    Known("import", "its data", "*", NO_DOWNLOAD),
)
