"""The calls that moving is made of, named once."""

from __future__ import annotations

CLOUD_IMAGES, CLOUD_FILES, IMAGE = "cloud-images", "cloud-files", "image"
"""The products: Rackspace's images and files, and OpenStack's images."""

# Rackspace
IMAGE_DETAILS = "cloud-images.get-image-details"
IMPORT_TASK = "cloud-images.import-task"
EXPORT_TASK = "cloud-images.export-task"
TASK_DETAILS = "cloud-images.get-task-details"
UPDATE_IMAGE = "cloud-images.update-image"
LIST_OBJECTS = "cloud-files.list-objects"
SHOW_OBJECT = "cloud-files.show-object"
DOWNLOAD_OBJECT = "cloud-files.download-object"
UPLOAD_OBJECT = "cloud-files.upload-object"
DELETE_OBJECT = "cloud-files.delete-object"
SHOW_CONTAINER = "cloud-files.show-container"
CREATE_CONTAINER = "cloud-files.create-container"
CREATE_MANIFEST = "cloud-files.create-dynamic-manifest"

# OpenStack
SHOW_IMAGE = "image.show-image"
CREATE_IMAGE = "image.create-image"
IMPORT_IMAGE = "image.import-image"
