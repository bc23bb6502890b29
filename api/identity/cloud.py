"""The signed-in cloud: who is signed in, its regions and addresses, its token, signing out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from api.errors import NotOffered
from api.identity.access import Access, Account
from api.identity.profiles import RACKSPACE, Profile
from api.identity.service_catalogue import Endpoint, find_endpoint, same_region
from api.identity.token_keeper import Identity, TokenKeeper
from api.model import Product
from api.running import CancelToken

_KIND_WORDS = {"rackspace": "Rackspace", "openstack": "OpenStack"}


class SignedInCloud:
    """One sign-in. Thread-safe; everything but token, renew and sign_out is immediate.

    ``profile`` is the one that was signed in with (a clouds.yaml entry already resolved), ``notes`` are
    sentences for the person on what of a clouds.yaml was ignored or not obeyed.

    Errors: NotOffered for services and regions that are not there, SignInExpired once the token has ended
    and cannot be renewed in silence.
    """

    def __init__(
        self,
        profile: Profile,
        identity: Identity,
        access: Access,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        notes: tuple[str, ...] = (),
    ) -> None:
        self.profile = profile
        self.notes = notes
        self._identity = identity
        self._keeper = TokenKeeper(identity, access, now)
        self._listed: tuple[Account, ...] = ()

    def __repr__(self) -> str:
        return f"<SignedInCloud {self.label}>"

    @property
    def label(self) -> str:
        """What the person calls it: "Practice cloud · 912345"."""
        account = self.account_name or self.account_id
        return f"{self.profile.name} · {account}" if account else self.profile.name

    @property
    def sign_in_kind(self) -> str:
        """ "rackspace" or "openstack": which products belong to it."""
        return self.profile.kind

    @property
    def user_name(self) -> str:
        """The user's name."""
        return self._access.user_name

    @property
    def user_id(self) -> str:
        """The user's id."""
        return self._access.user_id

    @property
    def account_id(self) -> str:
        """The id of the account or project that the token is for."""
        return self._access.account_id

    @property
    def account_name(self) -> str:
        """The name of that account or project."""
        return self._access.account_name

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of the user's roles there."""
        return self._access.roles

    @property
    def expires(self) -> datetime:
        """When the token ends (aware, UTC, by this machine's clock)."""
        return self._access.expires

    @property
    def renewable(self) -> bool:
        """Whether the token is renewed in silence; else the person has to be warned before it ends."""
        return self._keeper.renewable

    def seconds_left(self) -> float:
        """How long the present token lives; 0 when it has ended or after signing out."""
        return self._keeper.seconds_left()

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions in the order of the catalogue."""
        return self._access.catalogue.regions

    @property
    def default_region(self) -> str:
        """The profile's region, else the user's default, else the first; "" when the cloud has no regions."""
        for wanted in (self.profile.region, self._access.default_region):
            for region in self.regions:
                if same_region(region, wanted):
                    return region
        return next(iter(self.regions), "")

    def regions_of(self, product: Product) -> tuple[str, ...]:
        """The regions in which the product is offered, in the order of the catalogue."""
        return tuple(
            dict.fromkeys(endpoint.region for endpoint in self._services(product) if endpoint.region)
        )

    def offers(self, product: Product) -> str:
        """ "" when the product is offered, else the reason why not as a sentence."""
        if product.sign_ins and self.sign_in_kind not in product.sign_ins:
            theirs = " or ".join(_KIND_WORDS.get(kind, kind) for kind in product.sign_ins)
            mine = _KIND_WORDS.get(self.sign_in_kind, self.sign_in_kind)
            return f"{product.title} belongs to {theirs}; this is a sign-in to {mine}."
        if product.identity or product.placed or self._services(product):
            return ""
        return f"The catalogue of this cloud lists no {product.title}."

    def endpoint(self, product: Product, region: str | None = None) -> str:
        """The product's address in the region (None: the default one), without slash and version at its end.

        Raises NotOffered with the reason.
        """
        if reason := self.offers(product):
            raise NotOffered(reason)
        if product.identity:
            return self._identity.root
        wanted = region if region is not None else self._default_for(product)
        return find_endpoint(self._services(product), wanted, self.profile.interface, product.title)

    def token(self, cancel: CancelToken) -> str:
        """A living token, renewed when it is about to end; blocking. Raises SignInFailed family, Cancelled."""
        return self._keeper.token(cancel)

    def renew(self, rejected_token: str, cancel: CancelToken) -> str:
        """A token other than the one that a service rejected; blocking. Raises SignInFailed family, Cancelled."""
        return self._keeper.renew(rejected_token, cancel)

    def accounts(self, cancel: CancelToken) -> tuple[Account, ...]:
        """The accounts or projects that this user may sign in to; blocking. Raises SignInFailed family, Cancelled."""
        self._listed = self._identity.accounts(self.token(cancel), cancel)
        return self._listed

    @property
    def account_names(self) -> dict[str, str]:
        """What the accounts or projects are called, by id: the one signed in to, and those that were listed."""
        known = {account.id: account.name for account in self._listed}
        return known | ({self.account_id: self.account_name} if self.account_name else {})

    def sign_out(self, cancel: CancelToken) -> None:
        """Forget token and credentials and revoke what the program obtained; blocking.

        Whatever it raises (SignInFailed family, Cancelled), everything is forgotten here; then only the
        service was not told, and the token lives on there until it ends.
        """
        tokens = self._keeper.end()
        try:
            for token in tokens:
                self._identity.revoke(token, cancel)
        finally:
            self._identity.forget()

    @property
    def _access(self) -> Access:
        return self._keeper.access

    def _services(self, product: Product) -> tuple[Endpoint, ...]:
        return self._access.catalogue.services(product, by_name=self.sign_in_kind == RACKSPACE)

    def _default_for(self, product: Product) -> str | None:
        mine, default = self.regions_of(product), self.default_region
        return default if default in mine else next(iter(mine), None)
