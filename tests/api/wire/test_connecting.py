"""Finding a name and reaching one of its addresses."""

import socket
import threading

import pytest

from api.errors import Cancelled, NameNotFound, Refused, TimedOut
from api.running import CancelToken
from api.wire.dialling import dial
from api.wire.lookup import MOST_ABANDONED, Resolver

REAL = socket.getaddrinfo


def address(host, port, family=socket.AF_INET):
    return (family, socket.SOCK_STREAM, 0, "", (host, port))


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def names(monkeypatch):
    """names(function): look-ups of names, not of addresses, go there."""

    def use(function):
        def look_up(host, *args, **options):
            return REAL(host, *args, **options) if options.get("flags") else function(host)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)

    return use


class TestResolver:
    def test_addresses_need_no_thread(self, names):
        names(lambda host: pytest.fail(f"looked {host} up"))
        found = Resolver().addresses("127.0.0.1", 80, 5, CancelToken())
        assert [row[4] for row in found] == [("127.0.0.1", 80)]
        assert Resolver().addresses("[::1]", 80, 5, CancelToken())[0][4][:2] == ("::1", 80)

    def test_name_is_looked_up(self, names):
        names(lambda host: [address("127.0.0.1", 80)])
        assert Resolver().addresses("images.example", 80, 5, CancelToken()) == [address("127.0.0.1", 80)]

    @pytest.mark.parametrize("failure", [socket.gaierror(-2, "unknown"), UnicodeError("label too long")])
    def test_unknown_name(self, names, failure):
        def fail(_host):
            raise failure

        names(fail)
        with pytest.raises(NameNotFound, match=r"images\.example"):
            Resolver().addresses("images.example", 80, 5, CancelToken())

    def test_name_without_addresses(self, names):
        names(lambda host: [])
        with pytest.raises(NameNotFound):
            Resolver().addresses("images.example", 80, 5, CancelToken())

    def test_label_that_is_too_long(self):
        with pytest.raises(NameNotFound):
            Resolver().addresses("x" * 80 + ".example", 80, 5, CancelToken())

    def test_silent_name_service_has_a_limit(self, names):
        release = threading.Event()
        names(lambda host: release.wait(20))
        with pytest.raises(TimedOut, match="name service"):
            Resolver().addresses("images.example", 80, 0.05, CancelToken())
        release.set()

    def test_few_look_ups_outlive_their_calls(self, names):
        release, running, ended = threading.Event(), [], threading.Semaphore(0)

        def hang(host):
            running.append(host)
            release.wait(20)
            ended.release()
            return [address("127.0.0.1", 80)]

        names(hang)
        resolver = Resolver()
        for _ in range(MOST_ABANDONED):
            with pytest.raises(TimedOut):
                resolver.addresses("images.example", 80, 0.01, CancelToken())
        with pytest.raises(NameNotFound, match="earlier look-ups"):
            resolver.addresses("images.example", 80, 5, CancelToken())
        assert len(running) == MOST_ABANDONED
        release.set()
        assert all(ended.acquire(timeout=60) for _ in range(MOST_ABANDONED))
        for thread in [t for t in threading.enumerate() if t.name == "look-up"]:
            thread.join(5)
        assert resolver.addresses("images.example", 80, 5, CancelToken())

    def test_cancel_abandons_it(self, names):
        release, looking, outcome = threading.Event(), threading.Event(), []
        names(lambda host: (looking.set(), release.wait(20)))
        cancel = CancelToken()

        def call():
            try:
                Resolver().addresses("images.example", 80, 20, cancel)
            except Cancelled as error:
                outcome.append(error)

        thread = threading.Thread(target=call)
        thread.start()
        assert looking.wait(5)
        cancel.cancel()
        thread.join(5)
        assert len(outcome) == 1
        release.set()


class TestDial:
    def test_connects(self, listener):
        port = listener.getsockname()[1]
        with dial([address("127.0.0.1", port)], "peer", 5, CancelToken()) as sock:
            assert sock.getpeername() == ("127.0.0.1", port)
            assert sock.gettimeout() is None

    def test_next_address_is_tried_when_one_refuses(self, listener):
        port = listener.getsockname()[1]
        addresses = [address("127.0.0.1", 1), address("127.0.0.1", port)]
        with dial(addresses, "peer", 5, CancelToken()) as sock:
            assert sock.getpeername()[1] == port

    def test_next_address_is_tried_beside_one_that_is_silent(self, listener):
        with socket.create_server(("127.0.0.1", 0), backlog=1) as full:
            waiting = [_connecting(full.getsockname()) for _ in range(4)]
            addresses = [address(*full.getsockname()), address(*listener.getsockname())]
            with dial(addresses, "peer", 5, CancelToken()) as sock:
                assert sock.getpeername() == listener.getsockname()
            for one in waiting:
                one.close()

    def test_family_that_the_system_lacks_is_passed_over(self, listener):
        addresses = [address("nowhere", 1, family=socket.AF_MAX if hasattr(socket, "AF_MAX") else 250)]
        addresses.append(address(*listener.getsockname()))
        with dial(addresses, "peer", 5, CancelToken()) as sock:
            assert sock.getpeername() == listener.getsockname()

    def test_refusal_names_the_peer(self):
        with pytest.raises(Refused, match="Nothing listens on images:1"):
            dial([address("127.0.0.1", 1)], "images:1", 5, CancelToken())

    @pytest.mark.reaches_out
    def test_unreachable_network(self):
        with pytest.raises(Refused, match="cannot be reached"):
            dial([address("255.255.255.255", 1)], "images:1", 5, CancelToken())

    def test_silence_has_a_limit(self):
        with socket.create_server(("127.0.0.1", 0), backlog=1) as full:
            waiting = [_connecting(full.getsockname()) for _ in range(4)]
            with pytest.raises(TimedOut, match=r"within 0\.1 s"):
                dial([address(*full.getsockname())], "peer", 0.1, CancelToken())
            for one in waiting:
                one.close()

    def test_cancelled(self, listener):
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            dial([address(*listener.getsockname())], "peer", 5, cancel)


def _connecting(place):
    sock = socket.socket()
    sock.setblocking(False)
    sock.connect_ex(place)
    return sock
