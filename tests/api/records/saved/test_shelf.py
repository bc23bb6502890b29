"""Saved calls on the disk: names, clashes, links, other people's changes, and undo."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from api.records.saved import folder as files
from api.records.saved.call import SavedCall
from api.records.saved.names import free_name, plain_name
from api.records.saved.shelf import SavedCalls
from api.records.saved.trouble import ChangedMeanwhile, SavedCallError

CALL = SavedCall("image.list-images", "All images", {"query:limit": 5})


@pytest.fixture
def shelf(tmp_path):
    return SavedCalls(tmp_path / "data")


def names(shelf):
    return [item.saved.name for item in shelf.read().items]


def test_a_call_is_one_readable_file_for_this_person(shelf):
    item = shelf.add(CALL)
    assert item.path.name == "All images.json"
    assert item.path.read_text("utf-8").endswith("}\n")
    assert stat.S_IMODE(item.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(shelf.own.stat().st_mode) == 0o700
    assert shelf.read().items == (item,)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("a/b\\c:d", "a-b-c-d"),
        ("../../etc", "-..-etc"),
        ("con", "con-"),
        ("NUL.txt", "NUL.txt-"),
        ("  . ", "call"),
        ("ends. ", "ends"),
        ("x" * 300, "x" * 80),
        ("€" * 79, "€" * 66),
        ("new\nline", "new-line"),
    ],
)
def test_a_name_becomes_a_file_name_of_any_system(words, name):
    assert plain_name(words) == name


def test_names_that_differ_by_case_or_composition_alone_get_numbers():
    assert free_name("ALL", ["all.json", "All (2).json"]) == "ALL (3).json"
    assert free_name("Gr\u00fcn", ["Gru\u0308n.json"]) == "Gr\u00fcn (2).json"


def test_a_second_call_of_that_name_replaces_nothing(shelf):
    shelf.add(CALL)
    second = shelf.add(replace(CALL, name="ALL IMAGES", values={}))
    assert second.path.name == "ALL IMAGES (2).json"
    assert sorted(names(shelf)) == ["ALL IMAGES", "All images"]


def test_a_new_name_renames_the_file(shelf):
    item = files.write(shelf.add(CALL), replace(CALL, name="all images"))
    assert item.path.name == "all images.json"
    assert shelf.read().items == (item,)


def test_a_file_that_others_changed_is_not_replaced_moved_or_removed(shelf):
    item = shelf.add(CALL)
    text = item.path.read_text("utf-8").replace("5", "7")
    item.path.write_text(text, "utf-8")
    for deed in (
        lambda: files.write(item, replace(CALL, note="mine")),
        lambda: files.move(item, shelf.own, "else"),
        lambda: files.remove(item),
    ):
        with pytest.raises(ChangedMeanwhile, match="changed meanwhile"):
            deed()
    assert item.path.read_text("utf-8") == text
    assert [entry.name for entry in shelf.own.iterdir() if entry.is_file()] == ["All images.json"]


def test_a_file_that_others_removed_is_not_made_again(shelf):
    item = shelf.add(CALL)
    item.path.unlink()
    with pytest.raises(ChangedMeanwhile, match="not there any more"):
        files.write(item, replace(CALL, note="mine"))
    assert names(shelf) == []


def test_a_removed_call_comes_back_as_it_was(shelf):
    item = shelf.add(CALL, folder="daily")
    removed = files.remove(item)
    assert names(shelf) == []
    assert files.restore(removed) == item


def test_it_comes_back_beside_one_that_took_its_name(shelf):
    removed = files.remove(shelf.add(CALL))
    shelf.add(replace(CALL, note="new"))
    assert files.restore(removed).path.name == "All images (2).json"


def test_a_call_moves_between_folders_and_roots(shelf, tmp_path):
    team = tmp_path / "team"
    team.mkdir()
    shelf.add_folder(team)
    item = files.move(shelf.add(CALL), team, files.make_folder(team, "", "Daily"))
    assert item.path == team / "Daily" / "All images.json"
    assert shelf.read().items == (item,)
    assert files.move(item, team, "Daily") == item


def test_an_added_folder_is_kept_once_and_can_be_forgotten(shelf, tmp_path):
    team = tmp_path / "team"
    with pytest.raises(SavedCallError, match="is no folder"):
        shelf.add_folder(team)
    team.mkdir()
    shelf.add_folder(team)
    with pytest.raises(SavedCallError, match="there already"):
        shelf.add_folder(team)
    team.rmdir()
    assert "not there" in SavedCalls(tmp_path / "data").read().problems[0].sentence
    shelf.forget_folder(team)
    assert shelf.roots == (shelf.own,)


def test_broken_files_are_told_and_the_others_load(shelf):
    good = shelf.add(CALL)
    shelf.own.joinpath("broken.json").write_text("{")
    shelf.own.joinpath("odd.json").write_bytes(b"\xff\xfe\x00")
    shelf.own.joinpath("large.json").write_bytes(b" " * 600_000)
    shelf.own.joinpath("README.md").write_text("not a call")
    shelf.own.joinpath(".git").mkdir()
    read = shelf.read()
    assert read.items == (good,)
    told = " ".join(problem.sentence for problem in read.problems)
    for words in (
        "broken.json: It is not valid JSON",
        "odd.json: It is not text",
        "large.json: It is larger",
    ):
        assert words in told
    assert len(read.problems) == 3


def test_links_do_not_lead_out(shelf, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    outside.joinpath("secret.json").write_text('{"call": "a.b", "name": "out"}')
    shelf.add(CALL)
    shelf.own.joinpath("way").symlink_to(outside, target_is_directory=True)
    shelf.own.joinpath("file.json").symlink_to(outside / "secret.json")
    read = shelf.read()
    assert [item.saved.name for item in read.items] == ["All images"]
    assert len(read.problems) == 2
    for folder in ("way", "..", "../outside", "a/../..", "/etc", "C:", "a\\..\\b"):
        with pytest.raises(SavedCallError):
            shelf.add(CALL, folder=folder)
    assert [path.name for path in outside.iterdir()] == ["secret.json"]


def test_what_another_version_keeps_in_a_file_stays(shelf):
    item = shelf.add(replace(CALL, rest={"colour": "red"}))
    files.write(item, replace(item.saved, note="new"))
    assert '"colour": "red"' in item.path.read_text("utf-8")


def test_folders_are_made_once(shelf):
    folder = files.make_folder(shelf.own, "", "A/B")
    assert folder == "A-B"
    with pytest.raises(SavedCallError, match="already"):
        files.make_folder(shelf.own, "", "a-b")
    files.make_folder(shelf.own, folder, "Inner")
    assert shelf.read().contents[0].folders == ("A-B", "A-B/Inner")


@pytest.fixture
def full(shelf):
    """A folder with two calls, one of them within an inner folder beside an empty one."""
    files.make_folder(shelf.own, files.make_folder(shelf.own, "", "A"), "Empty")
    shelf.add(CALL, folder="A")
    shelf.add(CALL, folder="A/B")
    return shelf.read().contents


def test_a_folder_goes_with_its_calls_and_comes_back_with_them(shelf, full):
    removed = files.remove_folder(shelf.own, "A")
    assert removed.name == "A"
    assert len(removed.calls) == 2
    assert not shelf.own.joinpath("A").exists()
    assert files.restore_folder(removed) == "A"
    assert shelf.read().contents == full
    assert files.remove_folder(shelf.own, "A/Empty").calls == ()


@pytest.mark.parametrize("other", ["A/B/README.md", "A/.git", "A/broken.json", "A/B/link.json"])
def test_a_folder_that_holds_anything_else_stays_whole(shelf, full, other):
    path = shelf.own / other
    if "link" in other:
        path.symlink_to(shelf.own / "A" / "All images.json")
    else:
        path.write_text("{")
    with pytest.raises(SavedCallError, match="holds more than saved calls"):
        files.remove_folder(shelf.own, "A")
    assert shelf.read().contents[0].items == full[0].items


def test_a_folder_that_cannot_be_removed_is_whole_again(shelf, full, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr("pathlib.Path.rmdir", refuse)
    with pytest.raises(PermissionError):
        files.remove_folder(shelf.own, "A")
    assert shelf.read().contents == full


def test_a_folder_is_whole_again_when_one_call_was_changed_meanwhile(shelf, full, monkeypatch):
    remove, done = files.remove, []

    def second_refuses(item):
        if done:
            raise ChangedMeanwhile("Changed.")
        done.append(remove(item))
        assert not item.path.exists()
        return done[-1]

    monkeypatch.setattr(files, "remove", second_refuses)
    with pytest.raises(ChangedMeanwhile):
        files.remove_folder(shelf.own, "A")
    assert shelf.read().contents == full


def test_the_outermost_folder_and_one_that_is_gone_are_not_removed(shelf, full):
    for folder, words in (("", "outermost"), ("B", "not there any more")):
        with pytest.raises(SavedCallError, match=words):
            files.remove_folder(shelf.own, folder)
    assert shelf.read().contents == full
    assert not shelf.own.joinpath("B").exists()


def test_a_folder_is_renamed_where_it_is(shelf):
    inner = files.make_folder(shelf.own, files.make_folder(shelf.own, "", "a"), "b")
    shelf.add(CALL, folder=inner)
    assert files.rename_folder(shelf.own, "a/b", "c:d") == "a/c-d"
    assert files.rename_folder(shelf.own, "a/c-d", "C-D") == "a/C-D"
    assert [item.folder for item in shelf.read().items] == ["a/C-D"]
    with pytest.raises(SavedCallError, match="outermost"):
        files.rename_folder(shelf.own, "", "x")
    with pytest.raises(SavedCallError, match="not there any more"):
        files.rename_folder(shelf.own, "a/b", "x")
    for outside in ("..", "a/../..", "/etc"):
        with pytest.raises(SavedCallError):
            files.rename_folder(shelf.own, outside, "x")
    assert shelf.read().contents[0].folders == ("a", "a/C-D")


def test_a_call_is_found_by_name_or_path(shelf):
    first, second = shelf.add(CALL, folder="a"), shelf.add(replace(CALL, name="Mine"), folder="b")
    assert shelf.find("mine") == second
    assert shelf.find("A/all images") == first
    with pytest.raises(SavedCallError, match="no saved call"):
        shelf.find("gone")
    shelf.add(CALL, folder="b")
    with pytest.raises(SavedCallError, match="Several"):
        shelf.find("All images")


def test_a_call_that_is_too_large_is_refused(shelf):
    with pytest.raises(SavedCallError, match="too large"):
        shelf.add(replace(CALL, values={"query:name": "x" * 600_000}))
    assert names(shelf) == []


def test_damaged_files_of_the_program_itself_are_told_with_the_others(shelf, tmp_path):
    shelf.add(CALL)
    for name in ("saved_folders.json", "placeholders.json"):
        tmp_path.joinpath("data", name).write_text("{")
    shelf.known("p")
    assert len(shelf.read().problems) == 2
    assert shelf.read().items


def test_placeholders_have_values_by_profile(shelf, tmp_path):
    values = shelf.placeholders
    values.save("p", {"image_id": "5", "bad name": "x", "empty": ""})
    values.learn("p", {"region": "DFW"})
    values.learn(None, {"image_id": "9"})
    again = SavedCalls(tmp_path / "data").placeholders
    assert again.of("p") == {"image_id": "5", "region": "DFW"}
    assert again.of(None) == {"image_id": "9"}
    assert again.of("other") == {}


def test_a_disk_without_links_keeps_calls_too(shelf, monkeypatch):
    def refuse(*_args, **_more):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    item = shelf.add(CALL)
    assert shelf.add(CALL).path.name == "All images (2).json"
    assert item in shelf.read().items
    assert not [path for path in shelf.own.iterdir() if path.name.startswith(".")]


def test_folders_are_read_to_a_depth_and_calls_to_a_number(shelf, monkeypatch):
    monkeypatch.setattr(files, "DEEPEST", 2)
    monkeypatch.setattr(files, "MOST", 2)
    for number in range(4):
        shelf.add(replace(CALL, name=f"call {number}"))
    shelf.own.joinpath("a", "b", "c").mkdir(parents=True)
    read = shelf.read()
    assert len(read.items) == 2
    told = " ".join(problem.sentence for problem in read.problems)
    assert "2 deep" in told
    assert "At most 2 calls" in told


def test_a_file_that_became_a_link_meanwhile_is_not_written_through(shelf, tmp_path):
    item = shelf.add(CALL)
    elsewhere = tmp_path / "else.json"
    item.path.rename(elsewhere)
    item.path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    with pytest.raises(ChangedMeanwhile, match="link"):
        files.write(item, replace(CALL, note="mine"))
    assert elsewhere.read_bytes() == before
