"""The Cabinet: everything that one data folder keeps, each thing opened when it is first needed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from api.catalog.catalogue import Catalogue
from api.errors import PitchforkError
from api.identity.profiles import ProfileStore
from api.plain_file import make_private_folder
from api.records.favourites import Favourites
from api.records.history.recorder import Recorder
from api.records.remembered import Remembered
from api.records.settings import Settings, SettingsFile
from api.records.views import CallViews

# What is heavy is imported when it is first needed, so that a window can be shown before.
if TYPE_CHECKING:
    from api.catalog.own.store import OwnProducts
    from api.identity.secrets import SecretStore
    from api.records.history.history import History
    from api.records.networking import Networking
    from api.records.saved.shelf import SavedCalls
    from api.records.saved.vault import Vault


class Cabinet:
    """What is kept for all windows and headless commands of a data folder. Thread-safe."""

    def __init__(self, data_dir: Path, catalogue: Catalogue | None = None) -> None:
        self.data_dir = make_private_folder(data_dir)
        self.catalogue = catalogue or Catalogue(own=data_dir / "products")
        self.profiles = ProfileStore(data_dir)
        self.remembered = Remembered(data_dir)
        self.favourites = Favourites(data_dir)
        self.views = CallViews(data_dir)
        self._settings_file = SettingsFile(data_dir)
        self.settings = self._settings_file.load()
        self._recorder = Recorder(data_dir, lambda: self.settings)
        self.record = self._recorder.note
        self.hear_history = self._recorder.hear

    def change_settings(self, settings: Settings) -> None:
        """Use and keep these settings. Raises OSError when the disk refuses."""
        self.settings = settings
        self._settings_file.save(settings)

    @property
    def problems(self) -> tuple[PitchforkError, ...]:
        """What was wrong with the files of the data folder and the documents of the catalogue."""
        files = (
            self.profiles,
            self.remembered,
            self.favourites,
            self.views,
            self._settings_file,
            self._recorder,
        )
        found = (file.problem for file in files)
        return (*(problem for problem in found if problem is not None), *self.catalogue.errors)

    @property
    def history(self) -> History:
        """What was sent, as far as it was recorded."""
        return self._recorder.history

    @cached_property
    def secrets(self) -> SecretStore:
        """Where secrets live; its methods are blocking."""
        from api.identity.secrets import SecretStore, data_id

        return SecretStore(f"pitchfork:{data_id(self.data_dir)}")

    @cached_property
    def saved(self) -> SavedCalls:
        """The saved calls; its methods are blocking."""
        from api.records.saved.shelf import SavedCalls

        return SavedCalls(self.data_dir, self.vault)

    @cached_property
    def vault(self) -> Vault:
        """The secrets of saved calls; its methods are blocking."""
        from api.records.saved.vault import Vault

        return Vault(lambda: self.secrets)

    @cached_property
    def own_products(self) -> OwnProducts:
        """The products that the person added; its methods are blocking, ``catalogue.refresh()`` follows a change."""
        from api.catalog.own.store import OwnProducts

        return OwnProducts(self.data_dir / "products", frozenset(self.catalogue.bundled_ids))

    @cached_property
    def networking(self) -> Networking:
        """The proxy and the authorities that the settings name; its methods are blocking."""
        from api.records.networking import Networking

        return Networking(lambda: self.settings, lambda: self.secrets)
