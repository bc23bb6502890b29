"""TLS: trusted servers only, with reasons and next steps where a server is not."""

import hashlib
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from api.errors import NoAnswer, TlsFailed
from api.wire import tls as tls_module
from api.wire.tls import context_for
from api.wire.trust import Trust, fingerprint
from tests.api.wire.conftest import server_context
from tests.api.wire.raw_server import bare, keep_answering


def pin_of(certificate):
    return fingerprint(ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode()))


@pytest.fixture
def expired(authority):
    past = datetime.now(UTC) - timedelta(days=30)
    return authority.issue_cert("127.0.0.1", not_before=past, not_after=past + timedelta(days=1))


@pytest.fixture
def stranger():
    """A certificate of an authority that nobody trusts, for another host."""
    return trustme.CA().issue_cert("elsewhere.example")


def test_ca_file_makes_a_server_trusted(serve, send, tls, trust):
    assert send(serve(keep_answering, tls).url, trust=trust).status == 200


def test_unknown_authority_is_turned_down_with_its_fingerprint(serve, send, authority):
    certificate = authority.issue_cert("127.0.0.1")
    server = serve(keep_answering, server_context(certificate))
    with pytest.raises(TlsFailed, match="authority") as failure:
        send(server.url)
    assert pin_of(certificate) in failure.value.details
    assert failure.value.presented == pin_of(certificate)
    assert f"pin it: sha256 {pin_of(certificate)}" in failure.value.hint
    assert "CA file" in failure.value.hint
    assert all(b"GET" not in connection.received for connection in server.connections)


def test_expired_certificate(serve, send, expired, trust):
    with pytest.raises(TlsFailed, match="has expired") as failure:
        send(serve(keep_answering, server_context(expired)).url, trust=trust)
    assert pin_of(expired) in failure.value.details


def test_not_yet_valid_certificate(serve, send, authority, trust):
    later = datetime.now(UTC) + timedelta(days=30)
    certificate = authority.issue_cert("127.0.0.1", not_before=later, not_after=later + timedelta(days=1))
    with pytest.raises(TlsFailed, match="not valid yet"):
        send(serve(keep_answering, server_context(certificate)).url, trust=trust)


def test_certificate_for_another_host(serve, send, authority, trust):
    certificate = authority.issue_cert("elsewhere.example")
    with pytest.raises(TlsFailed, match="another host"):
        send(serve(keep_answering, server_context(certificate)).url, trust=trust)


def test_other_authority_than_the_ca_files(serve, send, stranger, trust):
    with pytest.raises(TlsFailed):
        send(serve(keep_answering, server_context(stranger)).url, trust=trust)


def test_pinned_certificate_is_accepted_whatever_is_wrong_with_it(serve, send, stranger):
    server = serve(keep_answering, server_context(stranger))
    pin = pin_of(stranger)
    assert send(server.url, trust=Trust(pin=pin)).status == 200
    assert (
        send(server.url, trust=Trust(pin=":".join(pin[i : i + 2] for i in range(0, 64, 2)).upper())).status
        == 200
    )


def test_other_certificate_than_the_pinned_is_turned_down(serve, send, authority, stranger, trust):
    good = authority.issue_cert("127.0.0.1")
    server = serve(keep_answering, server_context(good))
    with pytest.raises(TlsFailed, match="another certificate than the pinned") as failure:
        send(server.url, trust=Trust(ca_file=trust.ca_file, pin=pin_of(stranger)))
    assert pin_of(good) in failure.value.details
    assert all(b"GET" not in connection.received for connection in server.connections)


@pytest.mark.parametrize("pin", ["abc", "g" * 64, "a" * 63, "sha256"])
def test_pin_that_is_none(serve, send, tls, pin):
    with pytest.raises(TlsFailed, match="fingerprint"):
        send(serve(keep_answering, tls).url, trust=Trust(pin=pin))


def test_connection_of_one_trust_is_not_used_by_another(serve, send, tls, trust):
    server = serve(keep_answering, tls)
    send(server.url, trust=trust)
    with pytest.raises(TlsFailed):
        send(server.url)


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_ca_file_that_cannot_be_used(send, serve, tls, tmp_path, content):
    path = tmp_path / "ca.pem"
    if content:
        path.write_text(content)
    with pytest.raises(TlsFailed, match=r"ca\.pem"):
        send(serve(keep_answering, tls).url, trust=Trust(ca_file=str(path)))


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_environment_adds_no_trust(serve, send, tls, trust, monkeypatch, name):
    monkeypatch.setenv(name, trust.ca_file)
    with pytest.raises(TlsFailed) as failure:
        send(serve(keep_answering, tls).url)
    assert name in failure.value.hint


def test_environment_takes_no_trust(serve, send, tls, trust, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    assert send(serve(keep_answering, tls).url, trust=trust).status == 200


def test_server_without_tls(serve, send):
    def handle(connection):
        connection.sock.recv(10)
        connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with pytest.raises(TlsFailed, match="does not speak TLS"):
        send(serve(handle).url.replace("http:", "https:"))


def test_http_to_a_tls_server_is_an_error(serve, send, tls):
    with pytest.raises(NoAnswer):
        send(serve(keep_answering, tls).url.replace("https:", "http:"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_tls_is_turned_down(serve, send, authority, trust):
    context = server_context(authority.issue_cert("127.0.0.1"))
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises(TlsFailed, match="TLS"):
        send(serve(keep_answering, context).url, trust=trust)


def test_handshake_that_breaks_off(serve, send, trust, tls):
    @bare
    def handle(connection):
        connection.sock.recv(10)

    with pytest.raises(NoAnswer) as failure:
        send(serve(handle, tls).url, trust=trust)
    assert failure.value.sentence


def test_pin_does_not_cover_a_tls_proxy(serve, send, stranger, monkeypatch):
    proxy = serve(keep_answering, server_context(stranger))
    monkeypatch.setenv("https_proxy", f"https://127.0.0.1:{proxy.port}")
    with pytest.raises(NoAnswer):
        send("https://images.example/", trust=Trust(pin=pin_of(stranger)))
    assert all(b"CONNECT" not in connection.received for connection in proxy.connections)


def test_fingerprint_is_sha256_in_hex():
    assert fingerprint(b"der") == hashlib.sha256(b"der").hexdigest()


def test_system_trust_holds_authorities():
    context = context_for(Trust())
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_importing_trust_does_not_load_tls():
    """The window reads profiles before its first paint; TLS costs more than that may."""
    code = "import sys, api.wire.trust; sys.exit('ssl' in sys.modules or 'truststore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("folder", [True, False])
def test_system_authorities_are_found_in_a_folder_or_a_file(
    serve, send, tls, trust, tmp_path, monkeypatch, folder
):
    nowhere = ssl.DefaultVerifyPaths(None, None, "", "/nowhere", "", "/nowhere")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    monkeypatch.setattr(tls_module, "SYSTEM_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(tls_module, "SYSTEM_FILES", ("/nowhere", trust.ca_file))
    if folder:
        (tmp_path / "00000000.0").write_text("another authority's place")
        with pytest.raises(TlsFailed):
            send(serve(keep_answering, tls).url)
    else:
        assert send(serve(keep_answering, tls).url).status == 200


def test_no_authorities_at_all_trusts_nobody(serve, send, tls, monkeypatch):
    nowhere = ssl.DefaultVerifyPaths(None, None, "", "/nowhere", "", "/nowhere")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    monkeypatch.setattr(tls_module, "SYSTEM_FOLDERS", ())
    monkeypatch.setattr(tls_module, "SYSTEM_FILES", ())
    with pytest.raises(TlsFailed):
        send(serve(keep_answering, tls).url)


def test_fingerprint_that_cannot_be_had_leaves_the_reason(serve, send, stranger):
    @bare
    def handle(connection):
        connection.server.stop_listening()
        connection.start_tls()

    server = serve(handle, server_context(stranger))
    with pytest.raises(TlsFailed, match="authority") as failure:
        send(server.url)
    assert "not known" in failure.value.details
    assert "pin it" not in failure.value.hint
