"""Any record, schema and definitions: nothing raises, what is there is allowed, and nothing is changed unasked."""

from hypothesis import given
from hypothesis import strategies as st

from api.edit.editing import Editing
from api.edit.property import Properties
from api.edit.told import Told, read_namespace, read_schema_document
from api.model import Edit, Remark

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
documents = st.recursive(
    scalars | st.sampled_from(["string", "integer", "array", "null", "(a+)+", "$ref", "#/properties/a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["properties", "objects", "type", "enum", "items", "pattern", "readOnly", "$ref", "a", "b", "minimum",
                 "title", "oneOf", "display_name", "required", "additionalProperties", "maxLength", "format"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip
records = st.dictionaries(st.text(max_size=5) | st.sampled_from(["a", "b", "tags"]), documents, max_size=5)
EDIT = Edit(
    "thing", "x.show", (("id", "id"),), basic=("a",), unordered=("tags",), locked=(Remark(("z*",), "No."),)
)


@given(documents, documents, records)
def test_whatever_a_cloud_says_a_form_can_be_made_of_it(schema, namespace, record):
    told = Told(
        read_schema_document({"properties": schema} if isinstance(schema, dict) else schema),
        read_namespace({"properties": namespace} if isinstance(namespace, dict) else namespace),
    )
    properties = Properties(EDIT, told)
    found = properties.all(record)
    editing = Editing(EDIT, record, found)
    for each in found:
        assert each.fault(each.value) == ""
        editing.put(each.name, each.value)
        for value in ("", "x", "7", 7, None, True, [], ["x"], {}, {"a": 1}):
            assert isinstance(each.fault(value), str)
    assert editing.patch() == []
    for each in properties.addable(record):
        assert each.name not in record
        assert isinstance(each.fault("x"), str)
