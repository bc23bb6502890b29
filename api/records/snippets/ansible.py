"""A request as a playbook with Ansible's module ``uri``."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from api.records.snippets.pieces import Draft, headers_of, lacks, path_of, plain_text, repeated, uncounted
from api.wire.request import CONTENT_LENGTH, Encoding, FileBody, Request, Slot, Template

_INDENT = " " * 8
_SIMPLE = re.compile(r"[A-Za-z0-9 :/._?=&%~+,-]*")


def write(request: Request) -> Draft:
    """The playbook; it runs on the machine where it is started and follows no redirect with the token."""
    return Draft(tuple(_lines(request)), tuple(_notes(request)))


def _notes(request: Request) -> Iterator[str]:
    yield "Ansible adds Connection: close and writes header names as X-auth-token."
    if not request.method.isalpha() or not request.method.isupper():
        yield "Ansible takes a method of capital letters only."
    if repeated(request):
        yield "Headers of the same name are joined by commas, which means the same (RFC 9110)."
    added = lacks(request, "User-Agent", "Accept-Encoding")
    if added:
        yield f"Ansible adds {' and '.join(added)}."
    if request.body is not None and request.header("Content-Type") is None:
        yield "Ansible adds a Content-Type."
    if uncounted(request):
        yield "Ansible adds Content-Length: 0."
    if isinstance(request.body, FileBody) and "$" in path_of(request.body):
        yield "Ansible reads $ in a path as the beginning of a variable."


def _lines(request: Request) -> Iterator[str]:
    yield "- hosts: localhost"
    yield "  connection: local"
    yield "  gather_facts: false"
    yield "  tasks:"
    if _needs_file(request):
        yield from _body_file(request.body)
    words = _Words()
    yield f"    - name: {_text(request.title or request.method)}"
    yield "      ansible.builtin.uri:"
    yield f"{_INDENT}url: {words.value(request.url)}"
    yield f"{_INDENT}method: {_text(request.method)}"
    yield from _headers(request, words)
    yield from _body(request, words)
    yield f"{_INDENT}follow_redirects: none"
    yield f"{_INDENT}use_netrc: false"
    yield f"{_INDENT}return_content: true"
    if words.texts:
        yield "      vars:"
        yield from (f"{_INDENT}{name}: {_text(text)}" for name, text in words.texts.items())
    yield "      register: answer"
    yield "      failed_when: answer.status | default(0) not in range(200, 400)"
    yield "    - ansible.builtin.debug:"
    yield f"{_INDENT}var: answer.content"


def _headers(request: Request, words: _Words) -> Iterator[str]:
    joined: dict[str, tuple[str, list[str | Slot]]] = {}
    for name, value in headers_of(request):
        if name.lower() in joined:
            joined[name.lower()][1].extend([", ", *value.parts])
        else:
            joined[name.lower()] = (name, list(value.parts))
    if joined:
        yield f"{_INDENT}headers:"
    for name, parts in joined.values():
        yield f"{_INDENT}  {_text(name)}: {words.value(Template(tuple(parts)))}"


def _body(request: Request, words: _Words) -> Iterator[str]:
    body = request.body
    if isinstance(body, FileBody):
        yield f"{_INDENT}src: {_text(path_of(body))}"
        yield f"{_INDENT}remote_src: true"
        yield f"{_INDENT}timeout: 86400"
    elif _needs_file(request):
        yield f'{_INDENT}src: "{{{{ body_file.path }}}}"'
        yield f"{_INDENT}remote_src: true"
    elif isinstance(body, bytes):
        yield f"{_INDENT}body: {_text(body.decode())}"
    elif body is not None:
        yield f"{_INDENT}body: {words.value(body)}"


def _needs_file(request: Request) -> bool:
    """Bytes that are no text go by way of a file; text can hold any character but NUL and stray surrogates."""
    body = request.body
    return isinstance(body, bytes) and plain_text(body, keep="\r\n\t") is None


def _body_file(body: object) -> Iterator[str]:
    data = base64.b64encode(body).decode() if isinstance(body, bytes) else ""
    yield "    - ansible.builtin.tempfile:"
    yield "      register: body_file"
    yield "    - ansible.builtin.shell:"
    yield f"{_INDENT}cmd: base64 -d > {{{{ body_file.path | quote }}}}"
    yield f"{_INDENT}stdin: {data}"


class _Words:
    """Values of one task; ``texts`` are those that expressions name, as Ansible has rules of its own for quotes."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def value(self, template: Template) -> str:
        """A YAML value: text that Ansible leaves alone, or an expression where secrets have to be filled in."""
        if not template.slots:
            return _text("".join(str(part) for part in template.parts))
        parts = " ~ ".join(self._part(p) if isinstance(p, str) else _slot(p) for p in template.parts)
        return _yaml(f"{{{{ ({parts}) | string }}}}")

    def _part(self, text: str) -> str:
        if _SIMPLE.fullmatch(text):
            return f"'{text}'"
        name = f"text_{len(self.texts) + 1}"
        self.texts[name] = text
        return name


def _text(text: str) -> str:
    return f"!unsafe {_yaml(text)}" if _reads_as_template(text) else _yaml(text)


def _reads_as_template(text: str) -> bool:
    return any(mark in text for mark in ("{{", "{%", "{#"))


def _slot(slot: Slot) -> str:
    if slot.name == CONTENT_LENGTH:
        return "0"
    secret = f"lookup('ansible.builtin.env', '{slot.variable}')"
    if slot.encoding is Encoding.JSON:
        return f"{secret} | to_json(ensure_ascii=false)"
    return f"{secret} | urlencode | replace('/', '%2F')" if slot.encoding is Encoding.PERCENT else secret


def _yaml(text: str) -> str:
    """A string of YAML in double quotes."""
    return '"' + "".join(_yaml_character(each) for each in text) + '"'


def _yaml_character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else _escape(character)


def _escape(character: str) -> str:
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
