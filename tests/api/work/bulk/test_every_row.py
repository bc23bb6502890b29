"""Whatever the services answer and whenever it is stopped: every row has one result, and no id is changed twice."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.desk import Desk
from api.errors import ConnectionLost
from api.model import Place
from api.running import CancelToken
from api.work.bulk.plan import Consent, plan_bulk, rows_by_id
from api.work.works import Works
from tests.api.work.bulk.conftest import Script
from tests.builders.exchanges import a_response, an_exchange

ids = st.sampled_from(
    [f"{number:08x}-0000-4000-8000-00000000000A" for number in range(12)]
) | st.sampled_from(["00000001-0000-4000-8000-00000000000a", "x", "X"])
answers = st.sampled_from([200, 204, 403, 404, 409, 500, 401, None])
ENDED = {"done", "already so", "left out", "refused", "no answer", "not begun"}


@pytest.fixture(scope="module")
def script():
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "data")
        yield Script(desk)
        desk.close()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(ids, min_size=1, max_size=20),
    st.dictionaries(ids, st.tuples(answers, answers)),
    st.integers(1, 16),
    st.booleans(),
    st.none() | st.integers(1, 25),
)
def test_one_result_each_and_never_twice(script, image_ids, said, parallel, stop_on_error, stop_after):
    cancel, works = CancelToken(), Works(script)
    script.sent.clear()

    def answer(request, number):
        if number == stop_after:
            cancel.cancel()
        image_id = request.url.masked().rpartition("/")[2]
        status = said.get(image_id, (200, 204))[request.changes]
        if status is None:
            return an_exchange(request=request, error=ConnectionLost("It ended."))
        return an_exchange(a_response({"id": image_id}, status), request)

    script.answers = answer
    call = script.catalogue.call("image.delete-image")
    rows = rows_by_id(call, {}, [{"id": each} for each in image_ids])
    plan = plan_bulk(script.catalogue, call.id, Place(), rows, parallel=parallel)
    plan = replace(plan, stop_on_error=stop_on_error, consent=Consent())
    outcome = works.run(plan, cancel)
    assert [row["id"] for row in outcome.value] == [row.id for row in plan.rows]
    assert {row["result"] for row in outcome.value} <= ENDED
    deleted = Counter(url.lower() if not url.endswith("X") else url for url in script.paths("DELETE"))
    assert all(count == 1 for count in deleted.values())
    results = Counter(row["result"] for row in outcome.value)
    looked = sum(1 for row in outcome.value if row["result"] == "already so")
    answered = results["done"] + looked + results["refused"] + results["no answer"]
    assert answered + results["left out"] + results["not begun"] == len(plan.rows)
    assert outcome.whole is (results["done"] + looked == len(plan.rows))
    assert works.all()[0].so_far.ended == len(plan.rows)
    done = {row["id"] for row in outcome.value if row["result"] == "done"}
    assert done == {
        row.id
        for row in plan.rows
        if any(url.endswith(f"/{row.id}") for url in script.paths("DELETE"))
        and said.get(row.id, (200, 204))[1] in (200, 204)
    }
    works.close()
