"""Every setting that the dialog shows, as data: its page, its words, and how it is filled in."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from api.records.snippets.kinds import KINDS

MIB = 1024 * 1024


class Look(Enum):
    """How a setting is filled in."""

    CHOICE = "choice"
    FLAG = "flag"
    TEXT = "text"
    NUMBER = "number"
    FAMILY = "family"
    FILE = "file"
    FOLDER = "folder"
    PASSWORD = "password"  # noqa: S105 - a kind of field


class Field(NamedTuple):
    """One setting. ``unit`` is how many of what is kept make one of what is shown, ``needs`` another setting and the
    value that it must have for this one to count.
    """

    name: str
    label: str
    look: Look
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: float = 1
    suffix: str = ""
    needs: tuple[str, str] | None = None

    def finds(self, words: str) -> bool:
        """Whether what somebody searches for is said here; every word has to be."""
        said = f"{self.label} {self.help} {' '.join(label for _value, label in self.choices)}".casefold()
        return all(word in said for word in words.casefold().split())


class Page(NamedTuple):
    """A page of the dialog."""

    title: str
    fields: tuple[Field, ...]


PASSWORD = "proxy_password"  # noqa: S105 - a field's name; its value is never among the settings
_GIVEN = ("proxy", "given")

PAGES = (
    Page(
        "Appearance",
        (
            Field(
                "theme",
                "Colours",
                Look.CHOICE,
                choices=(("system", "Follow the system"), ("light", "Light"), ("dark", "Dark")),
            ),
            Field("text_family", "Text font", Look.FAMILY),
            Field("text_size", "Text size", Look.NUMBER, suffix="points"),
            Field(
                "wire_family",
                "Monospaced font",
                Look.FAMILY,
                "For what goes over the wire: addresses, JSON, ids and headers.",
            ),
            Field("wire_size", "Monospaced size", Look.NUMBER, suffix="points"),
            Field(
                "presenting",
                "Start in Presenting",
                Look.FLAG,
                "Account numbers and e-mail addresses are hidden from the first moment on.",
            ),
        ),
    ),
    Page(
        "Calls",
        (
            Field(
                "confirm_changes",
                "Ask before calls that change something",
                Look.FLAG,
                "What destroys something is asked about in any case.",
            ),
            Field("connect_timeout", "Connect within", Look.NUMBER, suffix="seconds"),
            Field(
                "read_timeout",
                "Wait for an answer",
                Look.NUMBER,
                "For its first byte, and for each further piece of it.",
                suffix="seconds",
            ),
            Field(
                "answer_limit",
                "Largest answer",
                Look.NUMBER,
                "A larger one is stopped. Downloads into a file have no limit.",
                unit=MIB,
                suffix="MiB",
            ),
            Field(
                "snippet",
                "Copy requests for",
                Look.CHOICE,
                "The tool that is offered first; whichever was copied for last.",
                choices=tuple((kind.value, kind.label) for kind in KINDS),
            ),
            Field(
                "download_folder",
                "Folder for downloads",
                Look.FOLDER,
                "Where “Save the Image Data” begins. Empty: the system's own.",
            ),
            Field(
                "notifications",
                "Tell when long work has ended",
                Look.FLAG,
                "By a notification of the desktop, when you look elsewhere.",
            ),
        ),
    ),
    Page(
        "Network",
        (
            Field(
                "proxy",
                "Proxy",
                Look.CHOICE,
                "The system's: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment, else what the system names. "
                "This computer's own addresses are always reached directly.",
                (("system", "The system's"), ("none", "None"), ("given", "The one given here")),
            ),
            Field(
                "proxy_url",
                "Proxy address",
                Look.TEXT,
                "Like http://proxy.example.com:3128. SOCKS is not supported.",
                needs=_GIVEN,
            ),
            Field("proxy_user", "Proxy user", Look.TEXT, "Empty: it asks for none.", needs=_GIVEN),
            Field(
                PASSWORD,
                "Proxy password",
                Look.PASSWORD,
                "Kept in the keyring, never in a file.",
                needs=_GIVEN,
            ),
            Field(
                "no_proxy",
                "Without proxy",
                Look.TEXT,
                "Hosts by commas: names with all below them, addresses, networks like 10.0.0.0/8.",
                needs=_GIVEN,
            ),
            Field(
                "ca_file",
                "More authorities",
                Look.FILE,
                "A PEM file of certificates to trust beside the system's. A profile with a CA file or a pinned "
                "certificate of its own trusts that alone.",
            ),
        ),
    ),
    Page(
        "History",
        (
            Field(
                "record",
                "Record what is sent",
                Look.FLAG,
                "Without passwords and tokens. Off: “Do not record”, no trace is left.",
            ),
            Field(
                "history_limit",
                "Room for the history",
                Look.NUMBER,
                "The oldest go first; what has a star stays.",
                unit=MIB,
                suffix="MiB",
            ),
        ),
    ),
)
