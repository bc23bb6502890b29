"""The Desk: catalogue, profiles, signed-in clouds, transport and records; the one way in which anything is sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.answer.picks.seen import Seen
from api.cabinet import Cabinet
from api.catalog.catalogue import Catalogue
from api.errors import Fault, NotOffered, PitchforkError, SignInExpired
from api.exchange.gates import Confirmed, Gates, check_origin
from api.identity.profiles import Profile
from api.model import Call, Place, Product, Values
from api.practising import Practising
from api.records.history.recorder import Record
from api.running import CancelToken, ProgressReport, ignore_progress
from api.wire.request import Request, RequestBody
from api.wire.streams import NO_STREAMS, Streams
from api.wire.trust import Trust

# What is heavy (requests, keystoneauth1, the practice server) is imported when it is first needed, so
# that a window can be shown before.
if TYPE_CHECKING:
    from api.exchange.build import Draft
    from api.exchange.exchange import Exchange
    from api.exchange.subject import Facts
    from api.identity.cloud import SignedInCloud
    from api.identity.credentials import Credentials
    from api.practice.cloud import PracticeCloud
    from api.records.history.entry import Kept as KeptEntry
    from api.wire.transport import Transport
    from api.work.kept import Kept
    from api.work.works import Works


class Desk(Cabinet):
    """Everything that one data folder's windows and headless commands share. Thread-safe.

    ``data_dir`` holds all that is kept. Methods marked "blocking" belong on a worker.
    """

    def __init__(self, data_dir: Path, catalogue: Catalogue | None = None) -> None:
        super().__init__(data_dir, catalogue)
        self.seen = Seen(self.catalogue)
        self._clouds: dict[str, SignedInCloud] = {}
        self._lock = threading.RLock()
        self._practising = Practising(data_dir / "practice")
        self.gates = Gates(self._profile_now, self._account_words)

    # Signing in

    @property
    def clouds(self) -> tuple[SignedInCloud, ...]:
        """The clouds that are signed in to, in order of signing in."""
        with self._lock:
            return tuple(self._clouds.values())

    def cloud(self, profile_id: str | None) -> SignedInCloud | None:
        """The signed-in cloud of a profile, None when nobody is signed in with it."""
        with self._lock:
            return self._clouds.get(profile_id) if profile_id is not None else None

    def sign_in(self, profile: Profile, credentials: Credentials, cancel: CancelToken) -> SignedInCloud:
        """Sign in with a profile (blocking). Raises the SignInFailed family, ProfileError, Cancelled."""
        from api.identity.sign_in import sign_in

        cloud = sign_in(profile, credentials, self.transport, cancel)
        with self._lock:
            before = self._clouds.pop(profile.id, None)
            self._clouds[profile.id] = cloud
        self.gates.lock(profile.id)
        if before is not None:
            with suppress(PitchforkError):
                before.sign_out(cancel)
        return cloud

    def sign_out(self, profile_id: str, cancel: CancelToken) -> None:
        """Revoke what the program obtained and forget it (blocking). The forgetting happens in any case."""
        with self._lock:
            cloud = self._clouds.pop(profile_id, None)
        self.gates.lock(profile_id)
        self.seen.forget(profile_id)
        if cloud is not None:
            cloud.sign_out(cancel)

    # The practice cloud

    def practice(self) -> PracticeCloud:
        """The practice cloud of this data folder, started when first asked for (blocking, a moment)."""
        return self._practising.cloud()

    def practice_sign_in(self, cancel: CancelToken, *, openstack: bool = False) -> SignedInCloud:
        """Sign in to the practice cloud, as to Rackspace or as to an OpenStack cloud (blocking)."""
        return self.sign_in(*self._practising.sign_in(openstack=openstack), cancel)

    # Calls

    def place(self, profile_id: str | None, region: str | None = None) -> Place:
        """The place of a profile and region; a region that the cloud has not is replaced by its own."""
        cloud = self.cloud(profile_id)
        if cloud is None:
            return Place(None, None, region)
        wanted = (region or "").casefold()
        known = next((name for name in cloud.regions if name.casefold() == wanted), cloud.default_region)
        return Place(profile_id, cloud.account_id, known)

    def offered(self, place: Place) -> tuple[Product, ...]:
        """The products that the cloud of a place offers; none when nobody is signed in there."""
        cloud = self.cloud(place.profile)
        return tuple(p for p in self.catalogue.products() if cloud is not None and not cloud.offers(p))

    def base_url(self, product: Product, place: Place) -> str:
        """The address that the product's paths are appended to: the endpoint, or the document's own without sign-in.

        Raises NotOffered when the signed-in cloud has no such service or region.
        """
        cloud = self._cloud_of(place)
        if cloud is not None and not product.placed:
            return cloud.endpoint(product, place.region)
        server = product.server
        known = {region.casefold(): region for region in server.regions}
        region = known.get((place.region or "").casefold(), server.default_region)
        return server.url.replace("{region}", region.lower())

    def draft(
        self,
        call: Call,
        values: Values,
        place: Place,
        *,
        content_type: str | None = None,
        address: str = "",
        raw_body: RequestBody = None,
    ) -> Draft:
        """What the values make of a call at a place; immediate, and wrong values are its faults.

        ``address`` is where a call without a token goes before sign-in. Raises NotOffered, SignInExpired.
        """
        from api.exchange.address import check_address
        from api.exchange.build import build

        if address and call.needs_token:
            raise NotOffered(
                "This call needs a token, which only goes to a signed-in cloud.", "Sign in first."
            )
        base = address or self.base_url(self.catalogue.product(call.head.product), place)
        draft = build(call, values, base, place, content_type, raw_body)
        if address and (sentence := check_address(address)) != "":
            return replace(draft, faults=(Fault(None, sentence), *draft.faults))
        return draft

    def send(  # noqa: PLR0913 - all but two are keywords with a default
        self,
        request: Request,
        secrets: Mapping[str, str] | None = None,
        *,
        cancel: CancelToken,
        report: ProgressReport = ignore_progress,
        confirmed: Confirmed = False,
        streams: Streams = NO_STREAMS,
        record: Record = True,
    ) -> Exchange:
        """Send a request to its place (blocking). This is the only send there is; every gate stands here.

        ``streams`` take the answer's body and look at the request's, for bodies too large to keep. What ``record``
        leaves out leaves no trace in the history.
        A missing answer is an Exchange with its ``error``. Raises NotConfirmed for a destructive request that
        nobody confirmed (in production: by its name), ReadOnly, SignInExpired, NotOffered, BadInput and Cancelled.
        """
        from api.exchange.send import Means, send

        call, cloud = self.catalogue.call(request.call_id), self._cloud_of(request.place)
        self.gates.check(
            request,
            call.effects.changes,
            confirmed,
            lambda: self.look(call, request.values, request.place, cancel),
        )
        self.vault.check(request.url.masked(), secrets or {})
        if request.needs_token and cloud is not None:
            product = self.catalogue.product(call.head.product)
            check_origin(request, cloud.endpoint(product, request.place.region))
        means = Means(
            self.transport,
            cloud,
            cloud.profile.trust if cloud is not None else Trust(),
            self.settings.limits,
            self.who(request.place),
            streams,
            lambda exchange, filled: self._recorder.note(exchange, filled, record),
        )
        exchange = send(request, secrets or {}, means, cancel, report)
        self.seen.note(exchange)
        return exchange

    def to_replay(self, kept: KeptEntry, secrets: Collection[str] = ()) -> Request:
        """The request of a kept exchange, to be sent again to the profile, account and region that it was sent to.

        ``secrets`` names the slots that can be filled. Raises SecretsNeeded, SignInExpired, NotOffered, and
        PitchforkError for what cannot be sent exactly as it was.
        """
        from api.records.history.replaying import at_home, to_replay

        request = to_replay(kept, secrets)
        cloud = self._cloud_of(request.place)
        if cloud is None or not cloud.profile.practice:
            return request
        product = self.catalogue.product(self.catalogue.call(request.call_id).head.product)
        return at_home(request, cloud.endpoint(product, request.place.region))

    def replay(
        self,
        kept: KeptEntry,
        secrets: Mapping[str, str] | None = None,
        *,
        cancel: CancelToken,
        report: ProgressReport = ignore_progress,
        confirmed: Confirmed = False,
    ) -> Exchange:
        """Send a kept request once more (blocking). Raises what to_replay() and send() raise."""
        request = self.to_replay(kept, secrets or {})
        return self.send(request, secrets, cancel=cancel, report=report, confirmed=confirmed)

    def look(self, call: Call, values: Values, place: Place, cancel: CancelToken) -> Facts:
        """Read what a destructive call is about to destroy (blocking). A failed read is told in ``error``."""
        from api.exchange.subject import look

        def read(reading: Call, reading_values: Values) -> Exchange:
            return self._read(reading, reading_values, place, cancel)

        facts = look(call, values, read, self.catalogue.call, place.account or "")
        return replace(facts, region=place.region or "")

    def asker(self, place: Place, cancel: CancelToken) -> Callable[[str, Mapping[str, Any]], Exchange]:
        """What sends reading calls to a place, by id, with values by parameter name; each call is blocking."""

        def ask(call_id: str, values: Mapping[str, Any]) -> Exchange:
            call = self.catalogue.call(call_id)
            keyed = {p.key: values[p.name] for p in call.parameters if p.name in values}
            return self._read(call, keyed, place, cancel)

        return ask

    def _read(self, call: Call, values: Values, place: Place, cancel: CancelToken) -> Exchange:
        draft = self.draft(call, values, place)
        if draft.request is None:
            raise PitchforkError(draft.faults[0].sentence)
        return self.send(draft.request, draft.secrets, cancel=cancel)

    def who(self, place: Place) -> str:
        """Profile, account and region of a place for the person; "not signed in" without a profile."""
        cloud = self.cloud(place.profile)
        if cloud is None or cloud.account_id != place.account:
            return "not signed in"
        return f"{cloud.label} · {place.region}" if place.region else cloud.label

    @cached_property
    def works(self) -> Works:
        """Everything long that runs or ran."""
        from api.work.works import Works

        return Works(self)

    @cached_property
    def kept(self) -> Kept:
        """What of it survives the end of the program."""
        from api.work.kept import Kept

        return Kept(self.data_dir, self.catalogue)

    @cached_property
    def transport(self) -> Transport:
        """The one transport of this desk."""
        from api.wire.transport import Transport

        return Transport(network=self.networking.now)

    def close(self, seconds: float = 1.0) -> bool:
        """Give everything back; returns whether every piece of work ended within that time.

        Does not sign out: that is the person's choice.
        """
        if "kept" in self.__dict__:
            self.kept.close(seconds)
        clean = self.works.close(seconds) if "works" in self.__dict__ else True
        with self._lock:
            self._clouds.clear()
        self.seen.clear()
        if "transport" in self.__dict__:
            self.transport.close()
        self._recorder.close()
        self._practising.stop()
        return clean

    def _cloud_of(self, place: Place) -> SignedInCloud | None:
        """The cloud of a place, None for one without a profile. Raises SignInExpired.

        The profile may have been signed in with to another account since the place was fixed: what was begun
        for one account never goes to another.
        """
        if place.profile is None:
            return None
        cloud = self.cloud(place.profile)
        if cloud is None:
            raise SignInExpired(
                "Nobody is signed in with this profile any more.", "Sign in again, then send."
            )
        if cloud.account_id != place.account:
            raise SignInExpired(
                f"This was begun for account {place.account}, and the profile is now signed in to "
                f"{cloud.account_id}.",
                "Open the call anew.",
            )
        return cloud

    def _profile_now(self, profile_id: str) -> Profile | None:
        cloud = self.cloud(profile_id)
        return self.profiles.now(profile_id, cloud.profile if cloud else None)

    def _account_words(self, place: Place) -> tuple[str, ...]:
        cloud = self.cloud(place.profile)
        name = cloud.account_name if cloud is not None and cloud.account_id == place.account else ""
        return tuple(word for word in (place.account, name) if word)
