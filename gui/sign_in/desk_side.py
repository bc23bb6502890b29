"""A window's sign-in side: what its top bar shows of the desk, and what its account actions do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from api.constants import NAME
from api.errors import CatalogueError, PitchforkError
from api.identity.accounts import account_word, check_switching
from api.identity.profiles import Profile
from api.model import Product
from gui.sign_in.sessions import time_left

if TYPE_CHECKING:
    from api.identity.cloud import SignedInCloud
    from api.identity.openrc import Imported
    from gui.main_window import MainWindow

_EXPORTING, _NOT_HERE = "cloud-images", " (this cloud makes none)"


class SignInSide(QObject):
    """Child of a window; keeps its top bar, head and tree in step with who is signed in."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.program.desk
        self._sessions = window.program.sessions
        self._sheet: Any = None
        self._profiles: Any = None
        self._accounts: Any = None
        self._sessions.remarked.connect(self._remark)

    @property
    def cloud(self) -> SignedInCloud | None:
        """The window's cloud."""
        return self._desk.cloud(self._window.profile or None)

    @Slot()
    def refresh(self) -> None:
        """Show profiles, regions, account, what is offered, and the head of the call again."""
        window = self._window
        if self.cloud is None and window.profile:
            window.profile = ""
        signed_in = {cloud.profile.id: cloud.profile for cloud in self._desk.clouds}
        kept = self._desk.profiles.all()
        others = [p for i, p in signed_in.items() if i not in {k.id for k in kept}]
        window.top.show_profiles([*kept, *others], set(signed_in), window.profile)
        self._show_mark()
        regions = self._regions()
        if window.region not in regions:
            window.region = window.place.region or (regions[0] if regions else "")
        window.top.show_regions(regions, window.region)
        word = account_word(self.cloud.profile) if self.cloud else "account"
        window.actions_.rename("switch_account", f"S&witch {word.capitalize()}…")
        window.actions_.enable("switch_account", self.cloud is not None)
        self._offer_exports()
        window.navigation.tree.calls.set_reasons(self._reasons())
        self.refresh_time()
        window.setWindowTitle(self._desk.who(window.place) if window.profile else NAME)
        if window.call_id:
            self.show_head(window.call_id)

    def _show_mark(self) -> None:
        """Show the profile's colour, and the band of production."""
        cloud, window = self.cloud, self._window
        profile = self._desk.profiles.now(cloud.profile.id, cloud.profile) if cloud is not None else None
        window.top.show_color(profile.color if profile is not None else "")
        if "band" in vars(window) or (profile is not None and profile.production):
            window.band.show_profile(profile)

    def _offer_exports(self) -> None:
        """Exports are Rackspace's; elsewhere their entry is off and says so. Who is not signed in is asked to first."""
        offered = [product.id for product in self._desk.offered(self._window.place)] if self.cloud else []
        lacking = self.cloud is not None and _EXPORTING not in offered
        self._window.actions_.rename("export_image", f"&Export an Image…{_NOT_HERE if lacking else ''}")
        self._window.actions_.enable("export_image", not lacking)

    @Slot()
    def refresh_time(self) -> None:
        """Show who is signed in and how long the token lives."""
        cloud = self.cloud
        if cloud is None:
            self._window.top.show_account("", "", "good")
            return
        account = cloud.account_name or cloud.account_id
        word = account_word(cloud.profile)
        who = f"{cloud.user_name} · {word} {account}" if account else cloud.user_name
        seconds = cloud.seconds_left()
        level = "good" if cloud.renewable or seconds > 900 else "warning" if seconds > 120 else "bad"
        self._window.top.show_account(who, time_left(cloud.expires), level)

    def show_head(self, call_id: str) -> None:
        """Show a call in the head with the address that it goes to."""
        window = self._window
        call = self._desk.catalogue.call(call_id)
        product = self._desk.catalogue.product(call.head.product)
        refusal = ""
        try:
            base = self._desk.base_url(product, window.place)
        except PitchforkError as error:
            refusal, base = error.sentence, product.server.url
        starred = call_id in self._desk.favourites.ids
        window.head.show_call(call, base + call.head.path, refusal=refusal, starred=starred)

    def toggle_star(self, call_id: str) -> None:
        """Mark or unmark a favourite."""
        try:
            self._window.head.show_star(self._desk.favourites.toggle(call_id))
        except OSError as error:
            self._window.notices.warn("The favourite could not be kept.", details=str(error))

    @Slot(str)
    def choose_profile(self, profile_id: str) -> None:
        """Use a profile from now on; one that is not signed in is asked for its secret first."""
        window = self._window
        if not profile_id or self._desk.cloud(profile_id) is not None:
            window.set_cloud(profile_id)
            return
        window.refresh_account()  # the box goes back until the sign-in worked
        profile = self._desk.profiles.get(profile_id)
        if profile is not None and profile.practice:
            self.practise(openstack=profile.kind == "openstack")
        else:
            self.open_sheet(profile)

    def open_sheet(self, profile: Profile | None = None) -> None:
        """Open the sign-in sheet, or bring it to the front; one of a window at a time."""
        if self._sheet is None or not shiboken6.isValid(self._sheet):
            from gui.sign_in.sheet import SignInSheet

            self._sheet = SignInSheet(self._sessions, self._window)
            self._sheet.signed_in.connect(self._signed_in)
            self._sheet.practice_wanted.connect(self._window.practise)
        if profile is not None:
            self._sheet.show_profile(profile)
        _bring(self._sheet)

    @Slot(str)
    def sign_in_again(self, profile_id: str) -> None:
        """Open the sheet, for the profile whose sign-in has ended if there is one."""
        self.open_sheet(self._desk.profiles.get(profile_id))

    def open_profiles(self) -> None:
        """Open the list of profiles, or bring it to the front."""
        if self._profiles is None or not shiboken6.isValid(self._profiles):
            from gui.sign_in.profile_list import ProfileList

            self._profiles = ProfileList(self._sessions, self._window)
            self._profiles.use_wanted.connect(self.choose_profile)
            self._profiles.edit_wanted.connect(self._change)
            self._profiles.new_wanted.connect(self._new)
        _bring(self._profiles)

    def open_accounts(self) -> None:
        """Open the list of the user's accounts or projects, or bring it to the front."""
        cloud = self.cloud
        if cloud is None:
            return
        try:
            check_switching(cloud.profile)
        except PitchforkError as error:
            self._window.notices.tell(error.sentence, error.hint)
            return
        if self._accounts is None or not shiboken6.isValid(self._accounts):
            from gui.sign_in.account_list import AccountList

            self._accounts = AccountList(self._sessions, cloud, self._window)
            self._accounts.chosen.connect(self._edit)
        _bring(self._accounts)

    @Slot(object, object)
    def _change(self, profile: Profile, imported: Imported | None) -> None:
        """Open a form for a profile: one that is kept, a copy, or one that was imported."""
        from gui.sign_in.profile_dialog import ProfileDialog

        over = self._profiles if self._profiles is not None and shiboken6.isValid(self._profiles) else None
        _bring(ProfileDialog(profile, self._sessions, imported, over or self._window))

    @Slot(object)
    def _edit(self, profile: Profile) -> None:
        self.open_sheet(profile)

    @Slot()
    def _new(self) -> None:
        self.open_sheet()

    def sign_out(self) -> None:
        """Sign the window's profile out."""
        if self._window.profile:
            self._sessions.sign_out(self._window.profile, self._window.notices.error)

    def practise(self, *, openstack: bool = False, then: Callable[[], object] = lambda: None) -> None:
        """Sign in to the practice cloud; ``then`` is called when that worked, or did not."""

        def came(cloud: SignedInCloud) -> None:
            self._came(cloud)
            then()

        def failed(error: Exception) -> None:
            self._failed(error)
            then()

        self._window.welcome.set_busy(True)
        self._sessions.practise(came, failed, self, openstack=openstack)

    def reset_practice(self) -> None:
        """Put the practice cloud back to how it began."""
        window = self._window

        def done(_nothing: object) -> None:
            window.notices.tell("The practice cloud is as it was at the beginning.")

        window.program.jobs.run(
            lambda _cancel, _report: self._desk.practice().reset(), done, window.notices.error, owner=self
        )

    @Slot(str, int)
    def warn_of_end(self, profile_id: str, minutes: int) -> None:
        """Say that a sign-in which cannot be renewed in silence ends soon."""
        cloud = self._desk.cloud(profile_id)
        if cloud is not None and self._tells_of(profile_id):
            self._window.notices.warn(
                f"The sign-in to {cloud.label} ends in {minutes} min.",
                "Sign in again to go on; what you filled in is kept.",
            )

    @Slot(str, str)
    def _remark(self, sentence: str, hint: str) -> None:
        """One window is enough for what belongs to none."""
        if self._window is self._window.program.windows[0]:
            self._window.notices.warn(sentence, hint)

    def _tells_of(self, profile_id: str) -> bool:
        """Whether this window shows that profile, or is the first one and no window does."""
        windows = self._window.program.windows
        if any(window.profile == profile_id for window in windows):
            return self._window.profile == profile_id
        return self._window is windows[0]

    @Slot(str)
    def _signed_in(self, profile_id: str) -> None:
        if (cloud := self._desk.cloud(profile_id)) is not None:
            self._came(cloud)

    def _came(self, cloud: SignedInCloud) -> None:
        self._window.welcome.set_busy(False)
        self._window.set_cloud(cloud.profile.id, "" if self._window.region_chosen else cloud.default_region)
        if cloud.notes:
            self._window.notices.warn(cloud.notes[0], " ".join(cloud.notes[1:]))
        if not self._window.call_id:
            self._window.browse()

    def _failed(self, error: Exception) -> None:
        self._window.welcome.set_busy(False)
        self._window.notices.error(error)

    def _regions(self) -> tuple[str, ...]:
        if (cloud := self.cloud) is not None:
            return cloud.regions
        product = self._shown_product()
        return product.server.regions if product else ()

    def _shown_product(self) -> Product | None:
        catalogue = self._desk.catalogue
        roots = self._window.navigation.tree.calls.roots
        try:
            if self._window.call_id:
                return catalogue.product(catalogue.call(self._window.call_id).head.product)
            return catalogue.product(roots[0].product) if roots else None
        except CatalogueError:
            return None

    def _reasons(self) -> dict[str, str]:
        cloud = self.cloud
        if cloud is None:
            return {}
        roots = self._window.navigation.tree.calls.roots
        products = [self._desk.catalogue.product(root.product) for root in roots if not root.fault]
        return {p.id: reason for p in products if (reason := cloud.offers(p))}


def _bring(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
