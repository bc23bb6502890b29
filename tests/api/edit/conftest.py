"""An edit of things, and what a cloud tells about their properties."""

import pytest

from api.edit.told import Told, read_namespace, read_schema_document
from api.model import Definitions, Edit, Kind, Member, Remark, Schema
from tests.builders.cloud_words import NAMESPACE, SCHEMA


@pytest.fixture
def edit():
    """The rules of things."""
    return Edit(
        kind="image",
        read="image.show-image",
        fill=(("image_id", "id"),),
        schema="image.show-image-schema",
        record=Schema(
            kind=Kind.OBJECT,
            members=(
                Member("name", Schema(kind=Kind.TEXT, nullable=True, description="Of the catalogue")),
                Member("protected", Schema(kind=Kind.BOOLEAN)),
                Member("min_disk", Schema(kind=Kind.INTEGER)),
                Member("tags", Schema(kind=Kind.LIST, item=Schema(kind=Kind.TEXT))),
            ),
        ),
        definitions=Definitions(
            "image.list-metadef-namespaces", "image.show-metadef-namespace", (("namespace", "namespace"),)
        ),
        basic=("name", "protected", "tags", "min_disk", "disk_format"),
        unordered=("tags",),
        locked=(
            Remark(("id", "status"), "The service keeps it."),
            Remark(("os_glance*",), "While data are imported."),
        ),
        warnings=(Remark(("hw_*", "disk_format"), "It may not boot."),),
    )


@pytest.fixture
def told():
    """What the cloud says."""
    return Told(read_schema_document(SCHEMA), read_namespace(NAMESPACE))
