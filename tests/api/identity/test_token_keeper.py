"""Renewing a token: in time, once for all, and not for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.errors import AccountLocked, Cancelled, IdentityUnreachable, SignInExpired, WrongCredentials
from api.identity.token_keeper import TokenKeeper
from api.running import CancelToken
from tests.builders.signed_in import Clock, IdentityStub, an_access


def keeper_of(identity: IdentityStub, clock: Clock, **options) -> TokenKeeper:
    return TokenKeeper(identity, an_access(**options), clock)


def fresh(clock: Clock, life: float = 3600.0):
    return lambda number: an_access(f"renewed-{number}", start=clock.now, life=life)


@pytest.mark.parametrize(
    ("life", "margin"), [(86400.0, 300.0), (3600.0, 300.0), (600.0, 60.0), (20.0, 2.0)]
)
def test_it_is_renewed_five_minutes_or_a_tenth_of_its_life_before_the_end(life, margin):
    clock = Clock()
    keeper = keeper_of(IdentityStub(fresh(clock)), clock, life=life)
    clock.move(life - margin - 1)
    assert keeper.token(CancelToken()) == "one"
    assert keeper.seconds_left() == margin + 1
    clock.move(2)
    assert keeper.token(CancelToken()) == "renewed-1"
    assert keeper.seconds_left() == 3600


def test_a_token_that_cannot_be_renewed_is_used_to_its_last_second():
    clock = Clock()
    keeper = keeper_of(IdentityStub(fresh(clock), renewable=False), clock, life=100)
    clock.move(99.5)
    assert keeper.token(CancelToken()) == "one"
    clock.move(1)
    assert keeper.seconds_left() == 0
    with pytest.raises(SignInExpired, match="cannot be renewed in silence"):
        keeper.token(CancelToken())
    with pytest.raises(SignInExpired):
        keeper.renew("one", CancelToken())


def test_a_rejected_token_that_is_no_longer_the_present_one_needs_no_renewal():
    clock = Clock()
    identity = IdentityStub(fresh(clock))
    keeper = keeper_of(identity, clock)
    assert keeper.renew("one", CancelToken()) == "renewed-1"
    assert keeper.renew("one", CancelToken()) == "renewed-1"
    assert identity.asked == 1
    assert keeper.renew("renewed-1", CancelToken()) == "renewed-2"


def test_many_threads_with_the_same_rejected_token_cause_one_renewal():
    clock = Clock()
    identity = IdentityStub(fresh(clock))
    identity.gate = threading.Event()
    keeper = keeper_of(identity, clock)
    with ThreadPoolExecutor(20) as pool:
        results = [pool.submit(keeper.renew, "one", CancelToken()) for _ in range(20)]
        assert identity.entered.acquire(timeout=60)
        identity.gate.set()
        assert {result.result(10) for result in results} == {"renewed-1"}
    assert identity.asked == 1


class WaitingToken(CancelToken):
    """Tells when somebody waits on it."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_on = threading.Event()

    def add(self, stoppable) -> None:
        super().add(stoppable)
        self.waited_on.set()


def test_a_failed_renewal_is_shared_and_wrong_credentials_are_never_tried_again():
    clock = Clock()

    def refuse(_number: int):
        raise WrongCredentials("The key is wrong.")

    identity = IdentityStub(refuse)
    identity.gate = threading.Event()
    keeper = keeper_of(identity, clock)
    waiting = [WaitingToken() for _ in range(5)]
    with ThreadPoolExecutor(6) as pool:
        results = [pool.submit(keeper.renew, "one", CancelToken())]
        assert identity.entered.acquire(timeout=60)
        results += [pool.submit(keeper.renew, "one", token) for token in waiting]
        assert all(token.waited_on.wait(10) for token in waiting)
        identity.gate.set()
        for result in results:
            with pytest.raises(WrongCredentials):
                result.result(10)
    assert identity.asked == 1
    assert not keeper.renewable
    with pytest.raises(SignInExpired, match="The key is wrong"):
        keeper.renew("one", CancelToken())
    assert identity.asked == 1


def test_a_waiting_thread_can_be_cancelled():
    clock = Clock()
    identity = IdentityStub(fresh(clock))
    identity.gate = threading.Event()
    keeper = keeper_of(identity, clock)
    waiting = WaitingToken()
    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(keeper.renew, "one", CancelToken())
        assert identity.entered.acquire(timeout=60)
        follower = pool.submit(keeper.renew, "one", waiting)
        assert waiting.waited_on.wait(10)
        waiting.cancel()
        with pytest.raises(Cancelled):
            follower.result(10)
        identity.gate.set()
        assert leader.result(10) == "renewed-1"


def test_when_the_one_who_renews_is_cancelled_another_takes_over():
    clock = Clock()
    identity = IdentityStub(fresh(clock))
    identity.gate = threading.Event()
    keeper = keeper_of(identity, clock)
    leading, waiting = CancelToken(), WaitingToken()
    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(keeper.renew, "one", leading)
        assert identity.entered.acquire(timeout=60)
        follower = pool.submit(keeper.renew, "one", waiting)
        assert waiting.waited_on.wait(10)
        leading.cancel()
        identity.gate.set()
        with pytest.raises(Cancelled):
            leader.result(10)
        assert follower.result(10) == "renewed-2"


def test_an_unreachable_service_leaves_the_living_token_in_use_and_is_not_asked_at_every_call():
    clock = Clock()

    def unreachable(_number: int):
        raise IdentityUnreachable("No network.")

    identity = IdentityStub(unreachable)
    keeper = keeper_of(identity, clock)
    clock.move(3500)
    assert [keeper.token(CancelToken()) for _ in range(5)] == ["one"] * 5
    assert identity.asked == 1
    clock.move(61)
    assert keeper.token(CancelToken()) == "one"
    assert identity.asked == 2
    clock.move(60)
    with pytest.raises(IdentityUnreachable):
        keeper.token(CancelToken())
    assert keeper.renewable


def test_a_locked_account_is_not_tried_again():
    clock = Clock()

    def locked(_number: int):
        raise AccountLocked("Locked.")

    identity = IdentityStub(locked)
    keeper = keeper_of(identity, clock)
    clock.move(3500)
    keeper.token(CancelToken())
    clock.move(90)
    assert keeper.token(CancelToken()) == "one"
    assert identity.asked == 1


def test_after_the_end_no_token_is_handed_out():
    clock = Clock()
    keeper = keeper_of(IdentityStub(fresh(clock)), clock)
    assert keeper.end() == ("one",)
    assert keeper.end() == ()
    assert keeper.seconds_left() == 0
    assert not keeper.renewable
    for ask in (lambda: keeper.token(CancelToken()), lambda: keeper.renew("one", CancelToken())):
        with pytest.raises(SignInExpired, match="signed out"):
            ask()


def test_every_living_token_that_was_obtained_is_to_be_revoked():
    clock = Clock()
    keeper = keeper_of(IdentityStub(fresh(clock)), clock)
    clock.move(3400)
    keeper.token(CancelToken())
    assert keeper.end() == ("one", "renewed-1")
    brought = keeper_of(IdentityStub(fresh(clock)), clock, obtained=False)
    assert brought.end() == ()


def test_tokens_that_have_ended_need_no_revoking():
    clock = Clock()
    keeper = keeper_of(IdentityStub(fresh(clock)), clock)
    clock.move(3601)
    assert keeper.end() == ()


def test_a_token_that_arrives_after_signing_out_is_revoked_and_not_used():
    clock = Clock()
    identity = IdentityStub(fresh(clock))
    identity.gate = threading.Event()
    keeper = keeper_of(identity, clock)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(keeper.renew, "one", CancelToken())
        assert identity.entered.acquire(timeout=60)
        assert keeper.end() == ("one",)
        identity.gate.set()
        with pytest.raises(SignInExpired):
            late.result(10)
    assert identity.revoked == ["renewed-1"]
