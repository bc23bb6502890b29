"""Pieces of work: their states, notes and exchanges, pausing, stopping, and the list of them."""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass, field
from typing import Any

import pytest

from api.desk import Desk
from api.errors import BadInput, Cancelled, NotConfirmed, PitchforkError
from api.model import Place
from api.running import CancelToken, Progress
from api.work import kept_exchanges
from api.work import works as works_module
from api.work.plan import Outcome
from api.work.work import State, Tone

PATIENCE = 20.0


@dataclass(frozen=True)
class Doing:
    """A plan that does what it is given."""

    do: Any
    place: Place = field(default_factory=Place)
    kind: str = "test"
    title: str = "Do something"
    unit: str = ""

    def carry_out(self, work):
        return self.do(work) or Outcome("It was done.")


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def works(desk):
    return desk.works


@pytest.fixture
def ended(works):
    """ended(work): wait until it has ended."""
    happened = threading.Condition()

    def hear(_work):
        with happened:
            happened.notify_all()

    works.listen(hear)

    def wait(work, until=lambda state: state.ended):
        with happened:
            assert happened.wait_for(lambda: until(work.state), PATIENCE), work.state
        return work

    return wait


def test_a_plan_is_carried_out_on_a_thread_of_its_own(works, ended):
    work = ended(works.begin(Doing(lambda _work: Outcome(threading.current_thread().name))))
    assert work.state is State.DONE
    assert work.sentence.startswith("work-")
    assert work.who == "not signed in"
    assert work.seconds >= 0
    assert works.all() == (work,)
    assert works.running == ()


def test_what_could_not_be_done_wholly_says_so(works, ended):
    work = ended(works.begin(Doing(lambda _work: Outcome("3 of 4 were deleted.", whole=False))))
    assert work.state is State.PARTLY


def fail(_work):
    raise PitchforkError("The disk is full.", "Make room.")


def test_a_failure_is_a_sentence_with_a_hint(works, ended):
    work = ended(works.begin(Doing(fail)))
    assert work.state is State.FAILED
    assert work.sentence == "The disk is full. Make room."


def test_a_mistake_of_the_program_is_told_and_raised(works, ended, caplog):
    work = ended(works.begin(Doing(lambda _work: 1 / 0)))
    assert work.state is State.FAILED
    assert "An error of this program" in work.sentence
    with pytest.raises(ZeroDivisionError):
        works.run(Doing(lambda _work: 1 / 0), CancelToken())


def test_a_mistake_of_the_program_tells_its_place_and_never_a_value(works, ended, caplog):
    def mistake(_work):
        return {}["hunter2"]

    work = ended(works.begin(Doing(mistake)))
    assert work.error.details.startswith("KeyError\n")
    assert "test_works.py" in work.error.details
    assert "in mistake" in work.error.details
    assert works.close(PATIENCE)  # its thread writes the log after the work has ended
    assert "in mistake" in caplog.text
    assert "hunter2" not in work.error.details + caplog.text


def test_the_same_plan_can_be_carried_out_again(works, ended):
    tries = []
    work = ended(works.begin(Doing(lambda _work: tries.append(1))))
    ended(works.again(work))
    assert len(tries) == 2
    assert len(works.all()) == 2
    works.remove(work)
    assert len(works.all()) == 1


def test_one_that_runs_is_not_forgotten(works, ended):
    work = works.begin(Doing(lambda work: work.rest(PATIENCE)))
    works.remove(work)
    assert works.all() == (work,)
    work.cancel.cancel()
    assert ended(work).state is State.CANCELLED


def test_headless_it_runs_on_this_thread_and_tells_one_listener(works):
    heard = []

    def tell(work):
        work.note("Half of it is there.", Tone.GOOD)
        assert threading.current_thread() is threading.main_thread()

    outcome = works.run(Doing(tell), CancelToken(), lambda work: heard.append(work.sentence))
    assert outcome.sentence == "It was done."
    assert "Half of it is there." in heard
    with pytest.raises(PitchforkError, match="disk is full"):
        works.run(Doing(fail), CancelToken())


def test_headless_it_is_stopped_by_the_commands_own_token(works):
    cancel = CancelToken()

    def stop_itself(work):
        cancel.cancel()
        work.check()

    with pytest.raises(Cancelled):
        works.run(Doing(stop_itself), cancel)
    assert works.all()[0].state is State.CANCELLED


def test_a_pause_interrupts_what_is_under_way_and_waits(works, ended):
    begun, tokens, went_on = threading.Event(), [], []

    def pausable(work):
        with work.interruptible() as token:
            tokens.append(token)
            begun.set()
            assert token.wait(PATIENCE)
        assert work.pausing
        work.resting_place()
        went_on.append(1)

    work = works.begin(Doing(pausable))
    assert begun.wait(PATIENCE)
    assert work.pausable
    work.pause()
    ended(work, lambda state: state is State.PAUSED)
    assert not went_on
    work.resume()
    assert ended(work).state is State.DONE
    assert went_on


def test_a_rest_ends_when_the_work_is_cancelled(works, ended):
    begun = threading.Event()

    def pausable(work):
        with work.interruptible() as token:
            begun.set()
            assert token.wait(PATIENCE)
        work.resting_place()

    work = works.begin(Doing(pausable))
    assert begun.wait(PATIENCE)
    work.pause()
    ended(work, lambda state: state is State.PAUSED)
    work.cancel.cancel()
    assert ended(work).state is State.CANCELLED


def test_what_cannot_be_paused_goes_on(works, ended):
    def plain(work):
        work.pause()
        work.resting_place()

    assert ended(works.begin(Doing(plain))).state is State.DONE


def test_its_calls_go_through_the_desk_and_are_kept(desk, works):
    cloud = desk.practice_sign_in(CancelToken())
    place = desk.place(cloud.profile.id)

    def ask(work):
        work.ask("cloud-images.list-images", {"limit": 1})
        with pytest.raises(BadInput):
            work.ask("cloud-images.get-image-details", {})
        assert not work.changes_cloud
        with pytest.raises(NotConfirmed):
            work.ask("cloud-images.delete-image", {"image_id": "00000000-0000-0000-0000-000000000000"})
        return Outcome("Asked.", exchange=work.exchanges[0])

    outcome = works.run(Doing(ask, place), CancelToken())
    assert outcome.exchange.status == 200
    assert works.all()[0].changes_cloud
    assert "912345" in works.all()[0].who


def test_a_call_can_be_stopped_without_the_work(desk, works):
    cloud = desk.practice_sign_in(CancelToken())
    place = desk.place(cloud.profile.id)

    def ask(work):
        stopped = CancelToken()
        stopped.cancel()
        with pytest.raises(Cancelled):
            work.send(*work.draft("cloud-images.list-images", {}), cancel=stopped)
        assert work.ask("cloud-images.list-images", {}).status == 200

    works.run(Doing(ask, place), CancelToken())


def test_its_pace_is_measured(works):
    def count(work):
        work.report(Progress("receiving", 10, 100))

    works.run(Doing(count), CancelToken())
    assert works.all()[0].progress.done == 10


def test_closing_stops_everything(works):
    begun = threading.Event()

    def endless(work):
        begun.set()
        work.rest(600)

    work = works.begin(Doing(endless))
    assert begun.wait(PATIENCE)
    assert works.close(PATIENCE)
    assert work.state is State.CANCELLED


def test_after_a_stop_it_says_how_it_stands_with_what_was_begun(desk, works):
    cloud = desk.practice_sign_in(CancelToken())
    place = desk.place(cloud.profile.id)
    states, cancel = [], CancelToken()

    def stopped(work):
        def look():
            states.append(work.state)
            return f"The list is still there: {work.ask_afterwards('cloud-images.list-images', {}).status}."

        work.afterwards(look)
        cancel.cancel()
        work.check()

    with pytest.raises(Cancelled, match="still there: 200"):
        works.run(Doing(stopped, place), cancel)
    work = works.all()[0]
    assert states == [State.CANCELLED]
    assert work.sentence == "Cancelled. The list is still there: 200."
    assert not work.notes, "its end says it already"
    assert len(work.exchanges) == 1


def test_what_cannot_be_seen_after_a_stop_is_said_too(works):
    cancel = CancelToken()

    def stopped(work):
        work.afterwards(lambda: fail(work))
        cancel.cancel()
        work.check()

    with pytest.raises(Cancelled, match="could not be seen: The disk is full"):
        works.run(Doing(stopped), cancel)


def test_what_waits_for_a_thread_can_be_stopped(desk, ended, monkeypatch):
    monkeypatch.setattr(works_module, "MOST_AT_ONCE", 1)
    works = works_module.Works(desk)
    carried_out = []
    first = works.begin(Doing(lambda work: work.rest(PATIENCE)))
    second = works.begin(Doing(lambda _work: carried_out.append(1)))
    second.cancel.cancel()
    assert second.state is State.CANCELLED
    assert second.began is None
    first.cancel.cancel()
    assert works.close(PATIENCE)
    assert carried_out == []


def test_what_waited_when_the_list_was_closed_says_that_it_was_stopped(desk, monkeypatch):
    monkeypatch.setattr(works_module, "MOST_AT_ONCE", 1)
    works = works_module.Works(desk)
    works.begin(Doing(lambda work: work.rest(PATIENCE)))
    waits = works.begin(Doing(lambda _work: None))
    assert works.close(PATIENCE)
    assert waits.state is State.CANCELLED
    with pytest.raises(Cancelled):
        waits.run()


def test_a_pause_that_is_taken_back_at_once_stops_nothing(works, ended):
    begun, interrupted = threading.Event(), threading.Event()

    def pausable(work):
        with work.interruptible() as token:
            begun.set()
            assert token.wait(PATIENCE)
        assert interrupted.wait(PATIENCE)
        assert work.pausing
        work.resting_place()
        assert not work.pausing

    work = works.begin(Doing(pausable))
    assert begun.wait(PATIENCE)
    work.pause()
    work.resume()
    interrupted.set()
    assert ended(work).state is State.DONE


def test_a_stop_reaches_what_a_pause_would(works, ended):
    begun = threading.Event()

    def pausable(work):
        with work.interruptible() as token:
            begun.set()
            assert token.wait(PATIENCE)
        work.check()

    work = works.begin(Doing(pausable))
    assert begun.wait(PATIENCE)
    work.cancel.cancel()
    assert ended(work).state is State.CANCELLED


def test_a_listener_that_fails_breaks_no_work(works, ended, caplog):
    works.listen(lambda _work: 1 / 0)
    assert ended(works.begin(Doing(lambda work: work.note("Begun.")))).state is State.DONE
    assert "listener" in caplog.text


class Heavy:
    """Something large that a plan holds while it works."""


def fail_with_a_load(load):
    try:
        raise PitchforkError("The first reason.")
    except PitchforkError as error:
        raise PitchforkError("The disk is full.") from error


def test_errors_keep_nothing_alive_of_what_the_work_held(works, ended):
    kept = []

    def fail_holding(_work):
        load = Heavy()
        kept.append(weakref.ref(load))
        fail_with_a_load(load)

    work = ended(works.begin(Doing(fail_holding)))
    assert works.close(PATIENCE)
    assert work.error is not None
    assert kept[0]() is None


def test_the_commands_token_forgets_a_work_that_ended(works):
    cancel = CancelToken()
    works.run(Doing(lambda _work: None), cancel)
    cancel.cancel()
    assert not works.all()[0].cancel.cancelled


def test_only_so_many_bytes_of_answers_are_kept(desk, works, monkeypatch):
    cloud = desk.practice_sign_in(CancelToken())
    place = desk.place(cloud.profile.id)

    def ask(work):
        for _ in range(3):
            work.ask("cloud-images.list-images", {})

    monkeypatch.setattr(kept_exchanges, "MOST_BYTES", 1)
    works.run(Doing(ask, place), CancelToken())
    first = works.all()[0]
    assert first.calls == 3
    assert len(first.exchanges) == 1
    monkeypatch.setattr(works_module, "MOST_BYTES", 1)
    works.run(Doing(ask, place), CancelToken())
    assert first.exchanges == ()
    assert len(works.all()[1].exchanges) == 1
