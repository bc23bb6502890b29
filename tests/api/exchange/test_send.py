"""Sending: whose token, how often, and what becomes of failures."""

from __future__ import annotations

import pytest

from api.errors import BadInput, Cancelled, Fault, Refused, SignInExpired
from api.exchange.send import Means, send
from api.running import CancelToken
from tests.builders.exchanges import a_request, a_response


class Transport:
    """Answers from a list, and remembers with which secrets it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def send(self, request, secrets, **_options):
        self.asked.append(dict(secrets))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Cloud:
    """Hands out numbered tokens."""

    def __init__(self, renewable=True, same=False):
        self.renewable, self.same, self.renewals = renewable, same, []

    def token(self, _cancel):
        return "token-1"

    def renew(self, rejected, _cancel):
        self.renewals.append(rejected)
        return rejected if self.same else "token-2"


REFUSED = a_response(status=401, reason="Unauthorized")


def sent(transport, cloud, request=None, secrets=None):
    means = Means(transport, cloud, who="somebody")
    return send(request or a_request(), secrets or {}, means, CancelToken())


def test_the_token_is_filled_in_beside_other_secrets():
    transport = Transport(a_response())
    exchange = sent(transport, Cloud(), secrets={"body:password": "x"})
    assert transport.asked == [{"token": "token-1", "body:password": "x"}]
    assert (exchange.status, exchange.attempts, exchange.error, exchange.who) == (200, 1, None, "somebody")
    assert exchange.started.tzinfo is not None


def test_a_refused_token_is_renewed_once():
    transport, cloud = Transport(REFUSED, a_response()), Cloud()
    exchange = sent(transport, cloud)
    assert [asked["token"] for asked in transport.asked] == ["token-1", "token-2"]
    assert cloud.renewals == ["token-1"]
    assert (exchange.status, exchange.attempts) == (200, 2)


def test_a_second_refusal_is_the_answer():
    exchange = sent(Transport(REFUSED, REFUSED), Cloud())
    assert (exchange.status, exchange.attempts) == (401, 2)


@pytest.mark.parametrize("cloud", [Cloud(renewable=False), Cloud(same=True)])
def test_what_cannot_be_renewed_is_not_repeated(cloud):
    exchange = sent(Transport(REFUSED), cloud)
    assert (exchange.status, exchange.attempts) == (401, 1)


def test_a_401_of_a_call_without_a_token_is_no_reason_to_renew():
    request = a_request()
    bare = type(request)(**{f: getattr(request, f) for f in request.__slots__} | {"headers": ()})
    cloud = Cloud()
    assert sent(Transport(REFUSED), cloud, bare).status == 401
    assert cloud.renewals == []


def test_a_missing_answer_is_told_in_the_exchange():
    exchange = sent(Transport(Refused("Nothing listens there.")), Cloud())
    assert exchange.response is None
    assert isinstance(exchange.error, Refused)


@pytest.mark.parametrize("error", [Cancelled(), BadInput([Fault(None, "no")])])
def test_what_was_not_sent_raises(error):
    with pytest.raises(type(error)):
        sent(Transport(error), Cloud())


def test_nobody_signed_in():
    transport = Transport()
    with pytest.raises(SignInExpired):
        sent(transport, None)
    assert transport.asked == []
