"""The kinds of sign-in as data: which fields each method asks for; window and headless build their forms from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.errors import ProfileError
from api.identity.profiles import CLOUDS_YAML, OPENSTACK, RACKSPACE, RACKSPACE_IDENTITY

SECRET = "secret"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. ``name`` is an attribute of Profile, or "secret".

    ``instead`` names the field that does in place of a required one. ``choices`` are suggestions unless
    ``closed``; ``advanced`` fields can be tucked away; ``path`` marks a file on this machine.
    """

    name: str
    label: str
    required: bool = False
    instead: str = ""
    secret: bool = False
    default: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    closed: bool = False
    advanced: bool = False
    path: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """One way to prove who one is, with its fields in the order of the form."""

    id: str
    title: str
    fields: tuple[Field, ...]

    @property
    def secret(self) -> Field | None:
        """The field of the secret. It is optional, and its value never kept, where a file may hold it (clouds.yaml)."""
        return next((field for field in self.fields if field.secret), None)

    def lacking(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """The fields that are needed and empty; for "secret", too, where it is not among the values."""
        given = {field.name for field in self.fields if values.get(field.name) or field.default}
        return tuple(f for f in self.fields if f.required and not {f.name, f.instead} & given)


@dataclass(frozen=True, slots=True)
class SignInKind:
    """One entry of the list of kinds.

    ``kind`` is what Profile.kind becomes, ``fixed`` are values that the person is not asked for, and
    ``auth_url`` the address with ``{region}`` where it follows from the region.
    """

    id: str
    title: str
    kind: str
    help: str
    methods: tuple[Method, ...]
    fixed: tuple[tuple[str, str], ...] = ()
    auth_url: str = ""

    def method(self, method_id: str) -> Method:
        """The method of that id; the first one for "". Raises ProfileError for an unknown one."""
        for method in self.methods:
            if method_id in ("", method.id):
                return method
        known = ", ".join(method.id for method in self.methods)
        raise ProfileError(f"{self.title} has no sign-in method {method_id}.", f"It has {known}.")


_NAME = Field("name", "Profile name", required=True, help="What this sign-in is called in lists.")
_USER = Field("user", "User name", required=True)
_TRUST = (
    Field(
        "ca_file",
        "CA file",
        advanced=True,
        path=True,
        help="PEM file of the authority that signed the cloud's certificate.",
    ),
    Field(
        "pin", "Pinned certificate", advanced=True, help="SHA-256 of the one certificate to accept, in hex."
    ),
)
_INTERFACE = Field(
    "interface",
    "Interface",
    default="public",
    choices=("public", "internal", "admin"),
    closed=True,
    advanced=True,
    help="Which of the catalogue's addresses to use.",
)
_RACKSPACE_ADDRESS = Field(
    "auth_url", "Identity address", required=True, default=RACKSPACE_IDENTITY, advanced=True
)
_ACCOUNT = Field(
    "account", "Account", help="Only where the user has several: the account number to sign in to."
)
_RACKSPACE_REGION = Field(
    "region",
    "Region",
    choices=("DFW", "ORD", "IAD", "LON", "SYD", "HKG"),
    help="The region that is chosen when you sign in.",
)
_RACKSPACE_REST = (_RACKSPACE_REGION, _RACKSPACE_ADDRESS, *_TRUST)

_ADDRESS = Field(
    "auth_url",
    "Identity address",
    required=True,
    help="Keystone's address, with or without /v3: https://cloud.example:5000/v3.",
)
_PROJECT = (
    Field("project", "Project", help="Its name. The services of a cloud are listed for a project only."),
    Field("project_id", "Project id", advanced=True, help="Wins over the name."),
    Field("project_domain", "Project domain", default="Default", advanced=True),
)
_KEYSTONE_USER = Field(
    "user", "User name", required=True, instead="user_id", help="Or the user's id, under More settings."
)
_USER_ID = Field("user_id", "User id", advanced=True, help="Wins over the name.")
_USER_DOMAIN = Field(
    "user_domain", "User domain", default="Default", help="The domain that the user belongs to."
)
_REGION = Field(
    "region",
    "Region",
    help="The region that is chosen when you sign in; left empty, the catalogue's first one.",
)
_OPENSTACK_REST = (_REGION, _INTERFACE, *_TRUST)


def _secret(label: str, help_text: str = "") -> Field:
    return Field(SECRET, label, required=True, secret=True, help=help_text)


_CREDENTIAL = Field(
    "credential",
    "Application credential",
    required=True,
    help="Its id, or its name together with the user.",
)

_OPENSTACK_METHODS = (
    Method(
        "password",
        "Password",
        (
            _NAME,
            _ADDRESS,
            _KEYSTONE_USER,
            _secret("Password"),
            _USER_DOMAIN,
            *_PROJECT,
            _USER_ID,
            *_OPENSTACK_REST,
        ),
    ),
    Method(
        "application-credential",
        "Application credential",
        (
            _NAME,
            _ADDRESS,
            _CREDENTIAL,
            _secret("Secret"),
            Field("user", "User name", advanced=True, help="Only when the credential is given by name."),
            _USER_ID,
            Field("user_domain", "User domain", advanced=True),
            *_OPENSTACK_REST,
        ),
    ),
    Method(
        "token",
        "Token",
        (
            _NAME,
            _ADDRESS,
            _secret("Token", "It cannot be renewed in silence."),
            *_PROJECT,
            *_OPENSTACK_REST,
        ),
    ),
)

_FLEX_DOMAIN = "rackspace_cloud_domain"
_FLEX_REGION = Field("region", "Region", required=True, default="SJC3", choices=("SJC3", "DFW3", "IAD3"))
_FLEX_PROJECT = Field(
    "project", "Project", required=True, help="Usually the account number followed by _Flex."
)
_FLEX_REST = (_INTERFACE, *_TRUST)

KINDS: tuple[SignInKind, ...] = (
    SignInKind(
        "rackspace",
        "Rackspace",
        RACKSPACE,
        "Rackspace's public cloud with Cloud Images.",
        (
            Method("api-key", "API key", (_NAME, _USER, _secret("API key"), _ACCOUNT, *_RACKSPACE_REST)),
            Method(
                "password",
                "Password",
                (
                    _NAME,
                    _USER,
                    _secret("Password", "A passcode is asked for when the account needs one."),
                    _ACCOUNT,
                    *_RACKSPACE_REST,
                ),
            ),
            Method(
                "token",
                "Token and account",
                (
                    _NAME,
                    Field(
                        "account",
                        "Account",
                        required=True,
                        help="The account number that the token is for.",
                    ),
                    _secret("Token", "It cannot be renewed in silence."),
                    *_RACKSPACE_REST,
                ),
            ),
        ),
    ),
    SignInKind(
        "rackspace-flex",
        "Rackspace OpenStack Flex",
        OPENSTACK,
        "Rackspace's newer cloud, which is OpenStack.",
        (
            Method(
                "password",
                "Password",
                (_NAME, _FLEX_REGION, _USER, _secret("Password"), _FLEX_PROJECT, *_FLEX_REST),
            ),
            Method(
                "application-credential",
                "Application credential",
                (_NAME, _FLEX_REGION, _CREDENTIAL, _secret("Secret"), *_FLEX_REST),
            ),
            Method("token", "Token", (_NAME, _FLEX_REGION, _secret("Token"), _FLEX_PROJECT, *_FLEX_REST)),
        ),
        (("user_domain", _FLEX_DOMAIN), ("project_domain", _FLEX_DOMAIN)),
        "https://keystone.api.{region}.rackspacecloud.com/v3",
    ),
    SignInKind(
        "openstack",
        "OpenStack",
        OPENSTACK,
        "Any OpenStack cloud with Keystone v3.",
        _OPENSTACK_METHODS,
    ),
    SignInKind(
        "clouds.yaml",
        "From clouds.yaml",
        CLOUDS_YAML,
        "A cloud of a clouds.yaml, or of the OS_ variables (its name is envvars).",
        (
            Method(
                "file",
                "clouds.yaml",
                (
                    _NAME,
                    Field(
                        "cloud",
                        "Cloud",
                        required=True,
                        help="Its name in the file; envvars for the OS_ variables.",
                    ),
                    Field("clouds_file", "File", path=True, help="Empty: the usual places."),
                    Field(
                        SECRET, "Secret", secret=True, help="Only where the file has none. It is not kept."
                    ),
                    Field("region", "Region"),
                    *_TRUST,
                ),
            ),
        ),
    ),
)


def kind_of(kind_id: str) -> SignInKind:
    """The kind of that id. Raises ProfileError for an unknown one."""
    for kind in KINDS:
        if kind.id == kind_id:
            return kind
    raise ProfileError(
        f"There is no sign-in of the kind {kind_id}.", f"Kinds are {', '.join(k.id for k in KINDS)}."
    )
