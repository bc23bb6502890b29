"""What this program writes of a call, it reads again: the same call with the same values, secrets aside."""

import pytest

from api.catalog.catalogue import Catalogue
from api.exchange.build import build
from api.exchange.examples import example_of, with_examples
from api.model import UNSET, Place
from api.records.bundle.wish import BundleForm, Wish
from api.records.bundle.writing import bundle_pieces
from api.records.importing.reading import find_calls
from api.records.saved.filling import fill
from api.records.snippets.kinds import Kind
from api.records.snippets.registry import snippet
from tests.builders.exchanges import a_response, an_exchange
from tests.builders.redacted import a_redacted

CATALOGUE = Catalogue()
CALLS = [head.id for head in CATALOGUE.heads()]


def example(call):
    """A request with an example for every field that has one."""
    values = {p.key: example_of(p) for p in call.fields() if p.schema.example is not UNSET}
    return with_examples(call, values)


def request_of(call_id):
    call = CATALOGUE.call(call_id)
    base = CATALOGUE.product(call.head.product).server.url.replace("{region}", "dfw")
    return call, build(call, example(call), base, Place(None, None, None)).preview


def kept(call, values):
    """What of the values may be saved."""
    fields = {p.key: p for p in call.fields()}
    return {k: v for k, v in values.items() if not fields[k].secret and not isinstance(v, bytes)}


def check(text, call, request):
    findings = find_calls(text.encode(), CATALOGUE)
    assert len(findings.found) == 1
    finding = findings.found[0]
    assert finding.saved is not None, finding.reason
    assert finding.saved.call == call.id
    again = fill(finding.saved, call, {})
    assert again.remarks == ()
    base = CATALOGUE.product(call.head.product).server.url.replace("{region}", "dfw")
    back = build(call, again.values, base, Place(), again.content_type or None).preview
    assert back.url.masked() == request.url.masked() or request.url.slots
    if not request.slots and not isinstance(request.body, bytes):
        assert back.body == request.body
    assert again.values == kept(call, request.values)


@pytest.mark.parametrize("call_id", CALLS)
def test_a_har_file_of_our_own(call_id):
    call, request = request_of(call_id)
    redacted = a_redacted(an_exchange(a_response({}), request))
    text = b"".join(bundle_pieces([redacted], Wish(BundleForm.HAR))).decode()
    check(text, call, request)


@pytest.mark.parametrize("call_id", CALLS)
def test_a_curl_command_of_our_own(call_id):
    call, request = request_of(call_id)
    check(snippet(request, Kind.CURL), call, request)
