"""The person's settings, kept as one readable file in which unknown keys survive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from api.errors import PlainDataError
from api.plain_file import PlainFile
from api.records.snippets.kinds import KINDS
from api.wire.limits import Limits

MIB = 1024 * 1024
THEMES = ("system", "light", "dark")
PROXIES = ("system", "none", "given")
LEAST_FONT, MOST_FONT = 7, 14
"""In points; rows are made for what lies between."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; each default is what most people want.

    Families of fonts are "" for the system's own; sizes of fonts are points, time limits seconds, the limit of an
    answer and of the history bytes. ``record`` off is "Do not record". ``proxy`` is "system" (the environment's
    variables, else what the system names), "none", or "given" (``proxy_url``, but not for the hosts in ``no_proxy``);
    the proxy's password lives in the keyring. ``ca_file`` names authorities to trust beside the system's.
    ``confirm_changes`` asks before every changing call; destructive ones are confirmed in any case.
    ``snippet`` is how requests were taken elsewhere last (api.records.snippets.kinds).
    ``download_folder`` is where "Save as" begins, "" the system's own folder.
    """

    theme: str = "system"
    text_family: str = ""
    text_size: float = 10.0
    wire_family: str = ""
    wire_size: float = 10.0
    presenting: bool = False
    confirm_changes: bool = False
    notifications: bool = True
    download_folder: str = ""
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    answer_limit: int = 512 * MIB
    proxy: str = "system"
    proxy_url: str = ""
    proxy_user: str = ""
    no_proxy: str = ""
    ca_file: str = ""
    record: bool = True
    snippet: str = "curl"
    history_limit: int = 1024 * MIB

    @property
    def limits(self) -> Limits:
        """What bounds a request."""
        return Limits(connect=self.connect_timeout, read=self.read_timeout, size=self.answer_limit)


DEFAULTS = asdict(Settings())


def fault(name: str, value: Any) -> str:
    """Why a value cannot be the setting of that name, as a sentence for under its field; "" when it can."""
    default = DEFAULTS[name]
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else "It has to be true or false."
    if isinstance(default, int | float):
        return _number_fault(name, value, whole=isinstance(default, int))
    if not isinstance(value, str):
        return "It has to be a text."
    if "\0" in value or "\n" in value:
        return "It has to be one line."
    return _TEXT_FAULTS[name](value) if name in _TEXT_FAULTS else ""


def faults(settings: Settings) -> dict[str, str]:
    """What is wrong with these settings, by name; also what is missing beside another one."""
    found = {name: fault(name, value) for name, value in asdict(settings).items()}
    if settings.proxy == "given" and not settings.proxy_url:
        found["proxy_url"] = "Give the proxy's address, like http://proxy.example.com:3128."
    return {name: sentence for name, sentence in found.items() if sentence}


class SettingsFile:
    """Reads and replaces settings.json; only what differs from the defaults is written.

    What was not changed here stays as it is in the file, which another process may have changed meanwhile.
    """

    def __init__(self, data_dir: Path) -> None:
        self._file = PlainFile(data_dir / "settings.json", version=1)
        self._known = Settings()
        self._wrong: PlainDataError | None = None

    @property
    def problem(self) -> PlainDataError | None:
        """What was wrong with the file when it was last read; None is fine."""
        return self._file.problem or self._wrong

    def load(self) -> Settings:
        """The settings; defaults where a value is missing or cannot be used, which is then the ``problem``."""
        raw = {name: value for name, value in self._file.read().items() if name in DEFAULTS}
        wrong = {name: sentence for name, value in raw.items() if (sentence := fault(name, value))}
        self._wrong = _problem(wrong) if wrong else None
        self._known = Settings(**{name: value for name, value in raw.items() if name not in wrong})
        return self._known

    def save(self, settings: Settings) -> None:
        """Keep these settings; a value that is the default is not written. Raises OSError."""
        with self._file.changing() as content:
            for field in fields(Settings):
                value = getattr(settings, field.name)
                if value == getattr(self._known, field.name):
                    continue
                if value == field.default:
                    content.pop(field.name, None)
                else:
                    content[field.name] = value
        self._known = settings


def _problem(wrong: dict[str, str]) -> PlainDataError:
    return PlainDataError(
        f"settings.json holds what cannot be used: {', '.join(sorted(wrong))}.",
        "The default is used instead; the file stays as it is until you change that setting.",
        " ".join(f"{name}: {sentence}" for name, sentence in sorted(wrong.items())),
    )


_RANGES: dict[str, tuple[float, float, float, str]] = {
    "text_size": (LEAST_FONT, MOST_FONT, 1, "points"),
    "wire_size": (LEAST_FONT, MOST_FONT, 1, "points"),
    "connect_timeout": (0.1, 3600, 1, "seconds"),
    "read_timeout": (0.1, 86400, 1, "seconds"),
    "answer_limit": (64 * 1024, 1024 * 1024 * MIB, MIB, "MiB"),
    "history_limit": (MIB, 1024 * 1024 * MIB, MIB, "MiB"),
}
"""Least, most, the unit in which people are told of them, and its word."""


def _number_fault(name: str, value: Any, *, whole: bool) -> str:
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return "It has to be a whole number." if whole else "It has to be a number."
    least, most, unit, word = _RANGES[name]
    if not least <= value <= most:  # also so for what is not a number
        return f"It has to be from {least / unit:g} to {most / unit:,g} {word}."
    return ""


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    return lambda value: "" if value in choices else f"It has to be one of: {', '.join(choices)}."


def proxy_fault(url: str) -> str:
    """Why this address cannot be a proxy's, as a sentence; "" when it can, or is empty."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "The address is not valid: check host and port."
    if parts.scheme.lower().startswith("socks"):
        return "SOCKS proxies are not supported; give an HTTP proxy."
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or port == 0:
        return "Write it like http://proxy.example.com:3128."
    if "@" in parts.netloc:
        return (
            "Leave user name and password out; they have fields of their own and are kept in the keyring."
        )
    if parts.path.strip("/") or parts.query or parts.fragment or " " in url:
        return "Write host and port only, like http://proxy.example.com:3128."
    return ""


_TEXT_FAULTS: dict[str, Callable[[str], str]] = {
    "theme": _one_of(THEMES),
    "snippet": _one_of(tuple(KINDS)),
    "proxy": _one_of(PROXIES),
    "proxy_url": proxy_fault,
}
