"""A history on a folder of its own, and a hand that fills it."""

import pytest

from api.records.history.history import History


@pytest.fixture
def history(data_dir):
    made = History(data_dir)
    yield made
    assert made.close()


@pytest.fixture
def keep(history):
    """Records exchanges and waits until they are written."""

    def note(*exchanges, secrets=()):
        for exchange in exchanges:
            history.note(exchange, secrets)
        assert history.flush(60)
        assert history.problem is None

    return note
