"""Which servers a call trusts: the operating system's authorities, a CA file, or one pinned certificate."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from api.errors import TlsFailed

_PIN = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Trust:
    """What makes a server trusted; there is no way to trust every server.

    Empty: the operating system's authorities. ``ca_file``: the authorities of this PEM file alone. ``pin``: the
    SHA-256 fingerprint of the one certificate that is accepted, in hex, colons allowed; it takes the
    place of authorities and host name. ``more`` is a PEM file of authorities beside the operating system's;
    it has no say where a CA file or a pin narrows what is trusted.
    """

    ca_file: str = ""
    pin: str = ""
    more: str = ""

    def beside(self, more: str) -> Trust:
        """The same with that file's authorities beside the operating system's."""
        return replace(self, more=more)

    def of_proxy(self) -> Trust:
        """What makes a proxy on the way trusted: the same authorities, but never the pin, which is the server's."""
        return Trust(more=self.more) if self.more else Trust(self.ca_file)

    @property
    def fingerprint(self) -> str:
        """The pin in its plain form: 64 digits, "" for none. Raises TlsFailed when it is no SHA-256 fingerprint."""
        plain = self.pin.replace(":", "").replace(" ", "").lower()
        if self.pin and not _PIN.fullmatch(plain):
            raise TlsFailed(
                "The pinned certificate is not a SHA-256 fingerprint.", "Write it as 64 hexadecimal digits."
            )
        return plain


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 fingerprint of a DER certificate in hex."""
    import hashlib  # here, because profiles are read before the first paint

    return hashlib.sha256(certificate).hexdigest()
