"""Amounts, rates and remaining times in words."""

from __future__ import annotations

import pytest

from api.running import Progress
from api.work.pace import amount, rate_text, remaining_text

MEBI = 1024 * 1024


@pytest.mark.parametrize(
    ("done", "total", "unit", "text"),
    [
        (0, None, "bytes", ""),
        (0, 3 * 1024 * MEBI, "bytes", "0 bytes of 3 GiB"),
        (1229 * MEBI, 3482 * MEBI, "bytes", "1.2 of 3.4 GiB"),
        (300 * 1024, 3482 * MEBI, "bytes", "300 KiB of 3.4 GiB"),
        (5, 1, "bytes", "5 bytes of 1 byte"),
        (7 * MEBI, None, "bytes", "7 MiB"),
        (1, None, "images", "1 image"),
        (4000, 12000, "images", "4,000 of 12,000 images"),
        (0, 3, "calls", "0 of 3 calls"),
        (3, 3, "", ""),
    ],
)
def test_amounts(done, total, unit, text):
    assert amount(Progress("receiving", done, total), unit) == text


def test_rates():
    assert rate_text(212.3 * MEBI, "bytes") == "212 MiB/s"
    assert rate_text(2.25, "images") == "2.2 images/s"
    assert rate_text(1234.5, "images") == "1,234 images/s"


def test_a_guess_is_not_precise():
    assert remaining_text(0.02) == "1 s"
    assert remaining_text(11.4) == "11 s"
    assert remaining_text(125.2) == "2 min 5 s"
