"""The pictures of production, with its band and questions, and of the profiles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gui.confirm import ConfirmDialog
from gui.production.unlock import UnlockDialog
from gui.sign_in.profile_dialog import ProfileDialog
from gui.sign_in.profile_list import ProfileList


def production(studio: Any, tag: str) -> None:
    """The window of a production profile, and what it asks; afterwards the profile is as it was."""
    window, desk = studio.window, studio.desk
    window.practise()
    studio.wait(lambda: window.profile == "practice")
    cloud = desk.cloud("practice")
    before = cloud.profile
    cloud.profile = replace(before, name="Shop (live)", color="red", production=True)
    desk.profiles.save(cloud.profile)
    window.refresh_account()
    image = studio.own_image()
    studio.shoot(f"production-{tag}")
    dialog = studio.form("cloud-images.delete-image", image_id=image)
    dialog.foot.send.click()
    unlock = dialog.findChildren(UnlockDialog)[0]
    studio.shoot(f"unlock-{tag}", unlock)
    unlock.yes.click()
    studio.wait(lambda: dialog.findChildren(ConfirmDialog))
    question = dialog.findChildren(ConfirmDialog)[0]
    studio.wait(lambda: question.word.line.placeholderText())
    question.word.line.setText("db-01")
    question.yes.click()
    studio.shoot(f"confirm-production-{tag}", question)
    question.reject()
    dialog.close()
    _profiles(studio, tag)
    desk.profiles.remove("practice")
    cloud.profile = before
    window.refresh_account()


def _profiles(studio: Any, tag: str) -> None:
    """The list of profiles, and the form of one."""
    window = studio.window
    window.side.open_profiles()
    shown = window.findChildren(ProfileList)[0]
    shown.entries.setCurrentRow(0)
    studio.shoot(f"profiles-{tag}", shown)
    shown.edit.click()
    form = shown.findChildren(ProfileDialog)[0]
    studio.wait(lambda: "…" not in form.where.text())
    studio.shoot(f"profile-{tag}", form)
    form.close()
    shown.close()
