"""What to send to those whom an image was shared with: the service tells them nothing."""

from __future__ import annotations

from collections.abc import Sequence

from api.answer.plain import one_line
from api.model import Place
from api.work.sharing.calls import SharingCalls


def invitation(image_id: str, name: str, others: Sequence[str], place: Place, calls: SharingCalls) -> str:
    """A plain text with everything that the other side needs; nothing in it is secret."""
    called = f"“{one_line(name)}”" if name else "An image"
    plural = "s" if len(others) > 1 else ""
    where = f"region {place.region}" if place.region else "this cloud"
    member = others[0] if len(others) == 1 else f"<your {calls.who}>"
    lines = [
        f"{called} is shared with {calls.who}{plural} {', '.join(others)}.",
        "",
        f"Image id:   {image_id}",
        f"Region:     {place.region or '(the only one)'}",
        f"Shared by:  {calls.who} {place.account}",
        "",
        f"You can use it at once, by its id, in {where} only.",
        "To see it in your list of images, accept it (reject hides it; both can be changed later):",
        "",
        "- Pitchfork Desktop: menu Work, “Shared With Me…”",
        f'- Image API: PUT /v2/images/{image_id}/members/{member} with {{"status": "accepted"}}',
    ]
    if calls.closed:
        lines.append(f"- Command line: openstack image set --accept {image_id}")
    return "\n".join(lines) + "\n"
