"""What fuzz targets are fed with: any JSON, damaged bytes, damaged documents."""

import copy
import json

from hypothesis import strategies as st

any_text = st.text(max_size=30)
fair_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**63, -(2**70), 0.1, 1e308, -0.0])
    | st.floats(allow_nan=False, allow_infinity=False)
    | fair_text
)
any_json = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(fair_text, inner, max_size=5),
    max_leaves=20,
)


@st.composite
def damaged_bytes(draw, sources):
    """The bytes of a source with pieces cut out, doubled or replaced by others."""
    data = draw(sources)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        to = draw(st.integers(at, min(len(data), at + 40)))
        piece = draw(
            st.binary(max_size=8)
            | st.sampled_from([b"", data[at:to] * 2, b"\\u0000", b"\\", b'"', b"{", b"]"])
        )
        data = data[:at] + piece + data[to:]
    return data


def places(value, path=()):
    """The path of everything inside a JSON value."""
    found = []
    pairs = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in pairs:
        found.append((*path, key))
        found += places(inner, (*path, key))
    return found


def damages(value, strange=any_json):
    """Some places of a JSON value, each with what stands there instead (in a list), or nothing."""
    return st.lists(
        st.tuples(st.sampled_from(places(value)), st.just([]) | strange.map(lambda found: [found])),
        min_size=1,
        max_size=4,
    )


def damaged(value, found):
    """A copy of a JSON value with these damages."""
    root = copy.deepcopy(value)
    for path, instead in found:
        parent = root
        try:
            for key in path[:-1]:
                parent = parent[key]
            if instead:
                parent[path[-1]] = copy.deepcopy(instead[0])  # made-up values are shared
            else:
                del parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier damage took this place away
    return root


def as_bytes(value):
    """Any JSON value as bytes, whatever is in it."""
    return json.dumps(value).encode()
