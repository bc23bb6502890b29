"""The call tree: nodes, model, view, filter; expansion and selection survive."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from api.errors import CatalogueError
from api.model import CallHead, Category, Product, Server
from gui.navigation.nodes import call_tree
from gui.navigation.panel import NavigationPanel
from gui.navigation.tree_model import CallTreeModel

Role = Qt.ItemDataRole


def head(name, method="GET", category="Plants", product="garden", description=""):
    return CallHead(
        f"{product}.{name}", product, category, name.title(), description, method, f"/v1/{name}"
    )


def product(name, *categories):
    return Product(name, name.title(), f"About {name}.", "1", categories, Server("https://example.test"))


@pytest.fixture
def roots():
    plants = Category("Plants", "", (head("list"), head("water", "POST", description="Gives wetness")))
    tools = Category("Tools", "", (head("dig", "DELETE", "Tools"),))
    shed = Category("Boxes", "", (head("open", product="shed", category="Boxes"),))
    broken = CatalogueError("pond.json", "/paths", "is not an object")
    return call_tree([product("garden", plants, tools), product("shed", shed)], [broken])


@pytest.fixture
def panel(qtbot, roots):
    made = NavigationPanel()
    qtbot.addWidget(made)
    made.resize(300, 500)
    made.show()
    made.set_roots(roots)
    return made


def shown(tree):
    """The keys of what can be seen, in order."""
    keys, index = [], tree.calls.index(0, 0)
    while index.isValid():
        keys.append(tree.calls.node(index).key)
        index = tree.indexBelow(index)
    return keys


def test_model_keeps_qts_rules(qtmodeltester, roots):
    model = CallTreeModel()
    model.set_roots(roots)
    qtmodeltester.check(model, force_py=True)
    strict = ModelTester(None)
    strict.check(model)
    strict._cleanup()
    assert model.parent() is None


def test_tree_has_products_categories_calls_and_what_is_broken(roots):
    keys = [node.key for root in roots for node in root.walk()]
    assert keys[:3] == ["product:garden", "category:garden/Plants", "garden.list"]
    assert keys[-1] == "broken:pond.json"
    assert "is not an object" in roots[-1].fault


def test_what_a_screen_reader_says(panel):
    model = panel.tree.calls
    model.set_reasons({"garden": "This cloud has no garden."})
    spoken = model.data(model.index_of(model.find("garden.water")), Role.AccessibleTextRole)
    assert spoken == "POST, Water, not offered there: This cloud has no garden."
    tip = model.data(model.index_of(model.find("garden.water")), Role.ToolTipRole)
    assert tip.startswith("POST /v1/water")
    assert "This cloud has no garden." in tip
    broken = model.data(model.index_of(model.find("broken:pond.json")), Role.AccessibleTextRole)
    assert "cannot be read" in broken
    assert "not offered" not in model.data(model.index_of(model.find("shed.open")), Role.AccessibleTextRole)


def test_filter_looks_at_title_path_and_description(panel, qtbot):
    panel.tree.expand_keys({"product:shed"})
    before = shown(panel.tree)
    qtbot.keyClicks(panel.filter, "wetness")
    assert shown(panel.tree) == ["product:garden", "category:garden/Plants", "garden.water"]
    panel.filter.setText("/v1/dig")
    assert shown(panel.tree) == ["product:garden", "category:garden/Tools", "garden.dig"]
    panel.filter.clear()
    assert shown(panel.tree) == before


def test_filter_that_fits_nothing_says_so(panel):
    panel.filter.setText("no such words")
    assert panel._nothing.isVisible()
    assert not [key for key in shown(panel.tree) if "." in key and not key.startswith("broken")]
    panel.filter.setText("dig")
    assert not panel._nothing.isVisible()


def test_keyboard_goes_from_the_filter_to_the_call_and_opens_it(panel, qtbot):
    qtbot.keyClicks(panel.filter, "dig")
    with qtbot.waitSignal(panel.tree.chosen) as chosen:
        qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert chosen.args == ["garden.dig"]
    with qtbot.waitSignal(panel.tree.opened) as opened:
        qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    assert opened.args == ["garden.dig"]
    qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert panel.filter.text() == ""


def test_enter_folds_and_unfolds_a_group(panel, qtbot):
    panel.tree.choose("product:garden")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    assert "category:garden/Plants" in shown(panel.tree)
    qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    assert "category:garden/Plants" not in shown(panel.tree)


def test_double_click_opens_calls_only(panel, qtbot):
    tree = panel.tree
    tree.choose("garden.list")
    place = tree.visualRect(tree.currentIndex()).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(tree.opened) as opened:
        qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == ["garden.list"]
    with qtbot.assertNotEmitted(tree.opened):
        tree._open(tree.calls.index(0, 0))
        tree._open(QModelIndex())


def test_expansion_and_current_survive_a_new_tree(panel, roots):
    panel.tree.expand_keys({"product:garden", "category:garden/Tools"})
    panel.tree.choose("garden.dig")
    panel.set_roots(call_tree([product("garden", Category("Tools", "", (head("dig"),)))]))
    assert panel.tree.expanded_keys() == {"product:garden", "category:garden/Tools"}
    assert panel.tree.current_key() == "garden.dig"
    assert not panel.tree.choose("garden.list")


def test_expansion_during_a_filter_is_that_of_before(panel):
    panel.tree.expand_keys({"product:shed"})
    panel.filter.setText("dig")
    assert panel.tree.expanded_keys() == {"product:shed"}


def test_rows_can_be_painted(panel, qapp):
    panel.tree.calls.set_reasons({"shed": "No."})
    panel.tree.expandAll()
    image = panel.tree.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 200, 2) for y in range(0, 200, 2)}
    assert len(colours) > 6


def test_enter_in_the_filter_takes_the_first_call_that_is_offered(panel, qtbot):
    panel.tree.calls.set_reasons({"garden": "This cloud has no garden."})
    panel.tree.choose("garden.dig")  # what was current before fits the filter too
    qtbot.keyClicks(panel.filter, "v1")
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert panel.tree.current_key() == "shed.open"
    panel.tree.calls.set_reasons({})
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert panel.tree.current_key() == "garden.list"
