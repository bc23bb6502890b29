"""Answers that were damaged at random: each is an answer or an error of this program, never anything else."""

import random

import pytest

from api.errors import NoAnswer
from api.wire.limits import Limits
from api.wire.response import Response
from tests.api.wire.test_bad_servers import CASES, OK

SEEDS = [
    *(answer for answer, _kind in CASES.values() if len(answer) < 5000),
    OK + b"Content-Length: 2\r\n\r\nok",
    OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: /a b\xff?x#y\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.0 200\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
]
SPLINTERS = [b"\r\n", b"\n", b"\0", b":", b"\r", b"0\r\n\r\n", b"-1", b"9" * 20, b"\xc3\xa9", b" "]


def damaged(answer, dice):
    """The answer with a few bytes lost, gained or doubled."""
    torn = bytearray(answer)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(torn) + 1)
        end = place + dice.randint(1, 9)
        torn[place:end] = dice.choice([b"", dice.randbytes(3), dice.choice(SPLINTERS), torn[place:end] * 2])
    return bytes(torn)


@pytest.mark.parametrize("seed", range(10))
def test_damaged_answers(serve, send, seed):
    dice = random.Random(seed)
    answer = b""

    def handle(connection):
        connection.read_head()
        connection.send(answer)

    server = serve(handle)
    for _ in range(30):
        answer = damaged(dice.choice(SEEDS), dice)
        try:
            outcome = send(server.url, limits=Limits(5, 5, 100_000, 50_000))
        except NoAnswer as error:
            outcome = error
        assert isinstance(outcome, Response) or outcome.sentence.endswith("."), answer
