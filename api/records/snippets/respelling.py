"""How requests and urllib3 respell URLs, so that a snippet can say where they do."""

from __future__ import annotations

import re

from api.wire.request import Template

_UNRESERVED = r"%(?:2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aA]|5[fF]|6[1-9a-fA-F]|7[0-9aAeE])"
_ODD_ESCAPE = re.compile(rf"%(?![0-9A-F]{{2}})|{_UNRESERVED}")
_ODD_CHARACTER = re.compile(r"[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]")
_PATH = re.compile(r"https?://[^/?#]*([^?#]*)([^#]*)", re.IGNORECASE)


def respelt(url: Template, *, escapes: bool = True) -> bool:
    """Whether urllib3 writes a URL otherwise than it is given: odd escapes and characters, and a missing path.

    ``escapes``: whether escapes of letters and digits are undone, as requests does while it prepares.
    """
    found = _PATH.match(url.render(lambda _slot: "x"))
    if found is None:
        return True
    path, query = found.groups()
    if path.startswith("//") or query == "?":
        return True
    odd = _ODD_ESCAPE if escapes else re.compile(r"%(?![0-9A-F]{2})")
    return bool(odd.search(path + query) or _ODD_CHARACTER.search(path + query))
