"""curl command lines of every shell that browsers copy them for."""

import pytest

from api.records.importing.curl import looks_like_curl, read_curl
from api.records.importing.foreign import mark
from api.records.importing.shell_words import Shell, commands, shell_of

CHROME_CMD = r"""curl ^"https://h.example/v2/images?limit=2^&name=a^%^20b^" ^
  -X ^"POST^" ^
  -H ^"accept: application/json^" ^
  -H ^"content-type: application/json^" ^
  --data-raw ^"^{^\^"name^\^":^\^"it's ^^ 5^%^\^",^\^"tags^\^":^[^]^}^"
"""
FIREFOX_CMD = (
    r'curl "https://h.example/v2/images" --compressed -H "Accept: */*" --data-raw "{""name"":""a & b""}"'
)
POWERSHELL = """curl.exe 'https://h.example/v2/images' `
  -H 'Content-Type: application/json' `
  --data-raw '{"name": "it''s $x"}'
"""
CHROME_BASH = r"""curl 'https://h.example/v2/images' \
  -H 'content-type: application/json' \
  --data-raw $'{"name":"it\'s \u0021\\n"}' \
  --compressed ;
curl 'https://h.example/v2/tasks'
"""


def one(text):
    found = list(read_curl(text))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "shell"),
    [
        (CHROME_CMD, Shell.CMD),
        (POWERSHELL, Shell.POWERSHELL),
        (CHROME_BASH, Shell.POSIX),
        (FIREFOX_CMD, Shell.POSIX),
    ],
)
def test_the_shell_is_seen(text, shell):
    assert shell_of(text) is shell


def test_chrome_for_cmd():
    found = one(CHROME_CMD)
    assert found.method == "POST"
    assert found.url == "https://h.example/v2/images?limit=2&name=a%20b"
    assert found.body == '{"name":"it\'s ^ 5%","tags":[]}'


def test_firefox_for_cmd():
    assert commands(FIREFOX_CMD, Shell.CMD)[0][-1] == '{"name":"a & b"}'


def test_powershell():
    found = one(POWERSHELL)
    assert found.body == '{"name": "it\'s $x"}'
    assert found.header("Content-Type") == "application/json"


def test_bash_with_several_commands():
    first, second = read_curl(CHROME_BASH)
    assert first.body == '{"name":"it\'s !\\n"}'
    assert second.url == "https://h.example/v2/tasks"
    assert second.method == "GET"


@pytest.mark.parametrize(
    ("options", "method", "url", "body"),
    [
        ("-d a=1 -d b=2 http://h/x", "POST", "http://h/x", "a=1&b=2"),
        ("-G -d a=1 --data-urlencode 'b=x y' http://h/x?c=3", "GET", "http://h/x?c=3&a=1&b=x+y", None),
        ("-XDELETE http://h/x", "DELETE", "http://h/x", None),
        ("-sSkLI http://h/x", "HEAD", "http://h/x", None),
        ("--json '{}' --url http://h/x", "POST", "http://h/x", "{}"),
        ("-T disk.img http://h/x", "PUT", "http://h/x", None),
        ("h.example/x", "GET", "http://h.example/x", None),
        ("--url-query 'a=b c' http://h/x", "GET", "http://h/x?a=b+c", None),
        ("--data-raw @here http://h/x", "POST", "http://h/x", "@here"),
        (
            "-X PATCH --data-binary '[]' http://h/x -o /dev/null -w '%{http_code}'",
            "PATCH",
            "http://h/x",
            "[]",
        ),
    ],
)
def test_options(options, method, url, body):
    found = one(f"curl {options}")
    assert (found.method, found.url, found.body, found.remarks) == (
        method, url, body, found.remarks if "-T" in options else (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            "-d @/home/me/body.json",
            "The body comes from the file body.json, which is not read: give it anew.",
        ),
        ("-d @-", "The body comes from standard input, which is not read: give it anew."),
        ("-T /data/disk.img", "The body is the file disk.img, which is not read: choose it anew."),
        ("--frobnicate", "The option --frobnicate is not known and was left out."),
        ("--frobnicate 7", "The option --frobnicate is not known and was left out."),
        ("-F file=@x", "The form's part “file” was left out: no call here sends such forms."),
        ("-K cfg", "The options in the file of --config is left out."),
        ("-H @headers", "The headers in the file headers are not read."),
        ('-H "X-A: $(cat /etc/passwd)"', "The output of a command stands in it, which is not run."),
    ],
)
def test_what_is_not_taken_is_said(options, said):
    found = one(f"curl {options} http://h/x")
    assert said in found.remarks
    assert found.url == "http://h/x"


def test_variables_become_placeholders():
    found = one('curl "$BASE/v2/images/${IMAGE_ID}" -H "X-Auth-Token: $OS_TOKEN"')
    assert found.url == f"{mark('BASE')}/v2/images/{mark('IMAGE_ID')}"
    assert found.header("x-auth-token") == mark("OS_TOKEN")


def test_secrets_given_as_options_are_secret_headers():
    found = one("curl -u eva:canary -b 'session=canary' http://h/x")
    assert {name for name, _value in found.headers} == {"Authorization", "Cookie"}


def test_other_commands_are_named():
    assert one("export A=1; curl http://h/x | jq .images > out.json 2>&1").remarks == (
        "Other commands are not read: export, jq.",
    )


def test_another_request_after_next():
    first, second = read_curl("curl -d a http://h/1 --next http://h/2")
    assert (first.method, second.method) == ("POST", "GET")


@pytest.mark.parametrize("text", ["", "wget http://h", "curly braces", "# curl is fine"])
def test_what_is_no_curl(text):
    assert not looks_like_curl(text)
