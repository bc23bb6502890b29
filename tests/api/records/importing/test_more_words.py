"""Rarer ways to write a request down: PowerShell's quoting, ANSI strings, forms of HAR and bodies as fields."""

import pytest

from api.records.importing.foreign import marks_in
from api.records.importing.shell_words import RAN, Shell, commands


@pytest.mark.parametrize(
    ("shell", "text", "words"),
    [
        (Shell.POSIX, r"a $'x\n\x41\u0042\101\q' b", ["a", "x\nABAq", "b"]),
        (Shell.POSIX, 'a `date` $(ls (x)) "$(ls)"', ["a", RAN, RAN, RAN]),
        (Shell.POSIX, "a # gone", ["a"]),
        (Shell.POSIX, "a ${1+x} $", ["a", "${1+x}", "$"]),
        (Shell.POWERSHELL, "a 'it''s' `\nb", ["a", "it's", "b"]),
        (Shell.POWERSHELL, 'a "x`n`"y""z"', ["a", 'x\n"y"z']),
        (Shell.POWERSHELL, 'a "{\\"b\\": 1}"', ["a", '{"b": 1}']),
        (Shell.CMD, 'a "x\\"y" "p""q"', ["a", 'x"y', 'p"q']),
    ],
)
def test_words_are_those_of_the_shell(shell, text, words):
    assert commands(text, shell)[0] == words


def test_variables_of_powershell_are_placeholders():
    (words,) = commands('a $Name "x $env:OS_TOKEN"', Shell.POWERSHELL)
    assert [marks_in(word) for word in words] == [[], ["Name"], ["OS_TOKEN"]]
