"""Reads damaged documents with a library that was built to notice any mistake with memory: LIBRARY COUNT [SEED]."""

import sys
from pathlib import Path
from random import Random

from api.answer import native_index
from tests.builders.big_documents import images, nested

native_index.LIBRARY = Path(sys.argv[1])
assert native_index.library() is not None

PIECES = (
    b"",
    b'"',
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"-",
    b"Inf",
    b"tru",
    b"\xff",
    b"\\u12",
    b'"password":',
)


def damaged(random: Random) -> bytes:
    """The beginning of a document with pieces replaced; cut anywhere."""
    data = bytearray(random.choice(SOURCES))
    for _ in range(random.randrange(8)):
        at = random.randrange(len(data) + 1)
        data[at : at + random.randrange(4)] = random.choice(PIECES)
    return bytes(data[: random.randrange(len(data) + 1)])


SOURCES = (images(3), nested(400), b'[1,"a\\"",{"secret":"\\u0041","a":[]},NaN,-0.5e+3,true,null,{}]')
random = Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
count = int(sys.argv[2])
for _ in range(count):
    data = damaged(random)
    index = native_index.NativeReader(memoryview(data), 0, (b"password", b"secret"), int).read()
    for node in range(len(index.kinds)):
        index.closed_before(node)
        index.member_before(node, "a", 1 << 31)
        if index.kinds[node] <= 2:
            index.names(node, int)
            index.column(node, random.choice(("a", "id", "")), random.randrange(3), random.randrange(9))
print(f"{count} documents")
