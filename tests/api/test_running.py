"""Cancel tokens, socket stops and the pool of workers."""

import socket
import threading
import weakref

import pytest

from api.errors import Cancelled
from api.running import (
    CancelToken,
    Progress,
    SocketStop,
    WorkerPool,
    ignore_progress,
)


class Stop:
    def __init__(self):
        self.times = 0

    def stop(self):
        self.times += 1


class TestCancelToken:
    def test_check_raises_only_after_cancel(self):
        token = CancelToken()
        token.check()
        assert not token.cancelled
        token.cancel()
        assert token.cancelled
        with pytest.raises(Cancelled):
            token.check()

    def test_cancel_stops_what_is_registered_once(self):
        token, stop = CancelToken(), Stop()
        token.add(stop)
        token.cancel()
        token.cancel()
        assert stop.times == 1

    def test_registering_after_cancel_stops_at_once(self):
        token, stop = CancelToken(), Stop()
        token.cancel()
        token.add(stop)
        assert stop.times == 1

    def test_removed_is_left_alone(self):
        token, stop = CancelToken(), Stop()
        token.add(stop)
        token.remove(stop)
        token.remove(stop)
        token.cancel()
        assert stop.times == 0

    def test_one_that_fails_does_not_save_the_others(self):
        class Broken(Stop):
            def stop(self):
                raise OSError

        token, stop = CancelToken(), Stop()
        token.add(Broken())
        token.add(stop)
        token.cancel()
        assert stop.times == 1

    def test_wait_ends_early_when_cancelled(self):
        token = CancelToken()
        assert token.wait(0) is False
        results = []
        thread = threading.Thread(target=lambda: results.append(token.wait(20)))
        thread.start()
        token.cancel()
        thread.join(5)
        assert results == [True]

    def test_cancel_may_be_asked_from_a_stop(self):
        """A stop may run anything: the lock must not be held while it does."""
        token = CancelToken()

        class Again(Stop):
            def stop(self):
                super().stop()
                token.cancel()

        stop = Again()
        token.add(stop)
        token.cancel()
        assert stop.times == 1

    def test_every_stop_is_reached_whatever_the_order_of_threads(self):
        for _ in range(200):
            token, stop = CancelToken(), Stop()
            thread = threading.Thread(target=token.add, args=(stop,))
            thread.start()
            token.cancel()
            thread.join()
            assert stop.times == 1


class TestSocketStop:
    @pytest.fixture
    def pair(self):
        one, other = socket.socketpair()
        yield one, other
        one.close()
        other.close()

    def test_stop_ends_a_blocked_read(self, pair):
        stop, read = SocketStop(pair[0]), []
        thread = threading.Thread(target=lambda: read.append(pair[0].recv(1)))
        thread.start()
        stop.stop()
        thread.join(5)
        assert read == [b""]
        stop.close()

    def test_stop_reaches_a_socket_that_was_detached(self, pair):
        stop = SocketStop(pair[0])
        again = socket.socket(fileno=pair[0].detach())
        stop.stop()
        assert again.recv(1) == b""
        again.close()
        stop.close()

    def test_closed_stop_does_nothing(self, pair):
        stop = SocketStop(pair[0])
        stop.close()
        stop.close()
        stop.stop()
        pair[1].sendall(b"x")
        assert pair[0].recv(1) == b"x"

    def test_closing_the_stop_keeps_the_socket(self, pair):
        SocketStop(pair[0]).close()
        pair[0].sendall(b"x")
        assert pair[1].recv(1) == b"x"

    def test_stopping_twice_is_harmless(self, pair):
        stop = SocketStop(pair[0])
        stop.stop()
        stop.stop()
        stop.close()


class TestWorkerPool:
    @pytest.fixture
    def pool(self):
        pool = WorkerPool(2, "test")
        yield pool
        pool.close()
        assert pool.join(5)

    def test_runs_every_job(self, pool):
        done, finished = [], threading.Semaphore(0)
        for number in range(50):
            pool.submit(lambda number=number: (done.append(number), finished.release()))
        assert all(finished.acquire(timeout=60) for _ in range(50))
        assert sorted(done) == list(range(50))

    def test_never_runs_more_than_its_limit_at_once(self, pool):
        both, go, started = threading.Barrier(3), threading.Event(), []

        def job(number):
            started.append(number)
            both.wait(5)
            go.wait(5)

        for number in range(2):
            pool.submit(lambda number=number: job(number))
        waiting = threading.Event()
        pool.submit(waiting.set)
        both.wait(5)
        assert sorted(started) == [0, 1]
        assert not waiting.is_set()
        go.set()
        assert waiting.wait(5)

    def test_threads_are_daemons_and_named(self, pool):
        seen, done = [], threading.Event()
        pool.submit(lambda: (seen.append(threading.current_thread()), done.set()))
        assert done.wait(5)
        assert seen[0].daemon
        assert seen[0].name.startswith("test-")

    def test_idle_worker_is_used_again(self, pool):
        names, done = set(), threading.Semaphore(0)
        idle = threading.Event()
        for _ in range(10):
            pool.submit(lambda: (names.add(threading.current_thread().name), done.release()))
            assert done.acquire(timeout=60)
            idle.wait(0.001)
        assert len(names) <= 2

    def test_idle_worker_keeps_nothing_of_its_last_job(self, pool):
        class Job:
            def __call__(self):
                pass

        gone, job = threading.Event(), Job()
        weakref.finalize(job, gone.set)
        pool.submit(job)
        del job
        assert gone.wait(5)

    def test_close_forgets_waiting_jobs_and_takes_no_more(self):
        pool = WorkerPool(1)
        started, go, late = threading.Event(), threading.Event(), []
        pool.submit(lambda: (started.set(), go.wait(5)))
        assert started.wait(5)
        pool.submit(lambda: late.append("waiting"))
        pool.close()
        pool.submit(lambda: late.append("after"))
        assert pool.join(0) is False
        go.set()
        assert pool.join(5) is True
        assert late == []

    def test_job_that_raises_does_not_strand_those_behind_it(self, monkeypatch):
        raised = []
        monkeypatch.setattr(threading, "excepthook", lambda args: raised.append(args.exc_type))
        pool, behind = WorkerPool(1), threading.Event()
        started, go = threading.Event(), threading.Event()

        def failing():
            started.set()
            go.wait(5)
            raise ValueError

        pool.submit(failing)
        assert started.wait(5)
        pool.submit(behind.set)
        go.set()
        assert behind.wait(5)
        assert raised == [ValueError]
        pool.close()
        assert pool.join(5)


def test_progress_is_a_value():
    assert Progress("sending") == Progress("sending", 0, None)
    assert ignore_progress(Progress("x")) is None
