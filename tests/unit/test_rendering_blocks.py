from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.workspace.forms import STATE_KEYS
from bot.workspace.rendering.attachments import attachment
from bot.workspace.rendering.blocks import BLOCKS, block
from bot.workspace.rendering.commonmark import markdown
from bot.workspace.rendering.elements import ELEMENTS, element
from bot.workspace.rendering.mrkdwn import mrkdwn
from bot.workspace.rendering.scene import Names, Scene
from tests import block_gallery as gallery
from tests.html_reading import Parsed

NAMES = Names(
    people={"U1": "Asha", "U2": "Ben"},
    channels={"C1": "visit"},
    conversations={"C1": "#visit", "D1": "Ben"},
    viewer="U1",
    origin="http://127.0.0.1:3000",
)
SCENE = Scene(names=NAMES, prefix="m1")

TAGS = frozenset(
    {
        "a", "b", "blockquote", "br", "button", "caption", "code", "details", "div", "em",
        "fieldset", "figcaption", "figure", "h4", "h5", "h6", "hr", "img", "input", "label",
        "legend", "li", "ol", "optgroup", "option", "p", "pre", "s", "select", "small", "span",
        "strong", "summary", "table", "tbody", "td", "textarea", "th", "thead", "time", "tr", "u",
        "ul",
    }
)  # fmt: skip
ATTRIBUTES = frozenset(
    {
        "accept", "alt", "aria-describedby", "aria-hidden", "aria-invalid", "aria-label",
        "aria-labelledby", "autocomplete", "checked", "class", "data-focus", "data-least",
        "data-tell", "datetime", "for", "formaction", "hidden", "href", "id", "label", "max",
        "maxlength", "min", "minlength", "multiple", "name", "open", "placeholder", "popover",
        "popovertarget", "popovertargetaction", "rel", "required", "role", "rows", "scope",
        "selected", "src", "start", "step", "tabindex", "target", "title", "type", "value",
    }
)  # fmt: skip
SNIPPETS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onclick='x",
    "javascript:alert(1)", "</textarea>", "<http://a.org|", "<javascript:x|y>", "|x>", "```", "`", "*",
    "_", "~", "&lt;script&gt;", "&amp;lt;", "&", "<!--", "](javascript:x)", "[x](", "![x](data:x)",
    "<@U1>", "<!date^1^{date}^javascript:x|y>", "\n> ", "\n", "| a |\n|--|\n", "- [ ] ", "# ", ":tada:",
    'https://a.org/\'"<x', "data:text/html,x", "]]>", "<style>", "\x00", "\u2028",
)  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=8))).map("".join)


def assert_harmless(html: str) -> None:
    parsed = Parsed(html)
    assert {tag for tag, _ in parsed.elements} <= TAGS
    assert {name for _, found in parsed.elements for name in found} <= ATTRIBUTES
    assert all(url.startswith(("https://", "http://", "mailto:", "/c/")) for url in parsed.values("href"))
    assert all(url.startswith("/ui/files/") for url in parsed.values("src"))
    assert set(parsed.values("formaction")) <= {"/ui/act", "/ui/options"}
    assert parsed.is_nested_well


def replaced(thing: Any, text: str) -> Iterator[Any]:
    """``thing`` again and again, each time with another one of its strings being ``text``."""
    if isinstance(thing, str):
        yield text
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from ({**thing, key: other} for other in replaced(value, text) if key != "type")
    elif isinstance(thing, list):
        for at, value in enumerate(thing):
            yield from ([*thing[:at], other, *thing[at + 1 :]] for other in replaced(value, text))


@pytest.mark.parametrize("words", [mrkdwn, markdown])
@given(text=hostile)
def test_no_text_becomes_anything_that_runs_or_loads(words: Callable[[str, Names], str], text: str) -> None:
    assert_harmless(words(text, NAMES))


@given(text=st.text())
def test_mrkdwn_without_markup_is_shown_letter_by_letter(text: str) -> None:
    bare = "".join(sign for sign in text if sign not in "<>&*_~`:\n")

    assert Parsed(mrkdwn(bare, Names())).text == bare


@pytest.mark.parametrize("kind", BLOCKS)
@settings(max_examples=20)
@given(text=hostile)
def test_no_word_of_a_block_becomes_anything_that_runs_or_loads(kind: str, text: str) -> None:
    thing = gallery.block(kind)
    if kind == "actions":  # Its elements have their own test.
        thing["elements"] = thing["elements"][:1]
    for changed in replaced(thing, text):
        assert_harmless(block(changed, SCENE))


@pytest.mark.parametrize("kind", ELEMENTS)
@settings(max_examples=20)
@given(text=hostile)
def test_no_word_of_an_element_becomes_anything_that_runs_or_loads(kind: str, text: str) -> None:
    for changed in replaced(gallery.element(kind), text):
        assert_harmless(element(changed, SCENE))


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_block_of_the_gallery_is_shown(kind: str) -> None:
    html = block(gallery.block(kind), SCENE)

    assert "unsupported" not in html
    assert_harmless(html)


@pytest.mark.parametrize("kind", ELEMENTS)
def test_every_element_of_the_gallery_is_shown(kind: str) -> None:
    html = element(gallery.element(kind), SCENE)

    assert "unsupported" not in html
    assert_harmless(html)


@pytest.mark.parametrize("kind", [*STATE_KEYS])
def test_every_field_has_a_label_in_an_input_and_a_name_elsewhere(kind: str) -> None:
    labelled = Parsed(block(gallery.input_block(kind), SCENE))
    alone = Parsed(element(gallery.element(kind), SCENE))

    assert f"A {kind}" in labelled.text
    for tag, found in labelled.elements:
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            assert found.get("id") in labelled.values("for") or is_named(tag, found)
    for tag, found in alone.elements:
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            assert is_named(tag, found)


def is_named(tag: str, found: dict[str, str | None]) -> bool:
    """It names itself, or is a box or radio button, which stand inside their labels."""
    in_a_label = tag == "input" and found["type"] in {"checkbox", "radio"}
    return in_a_label or bool(found.get("aria-label"))


@pytest.mark.parametrize(
    ("html", "name"),
    [
        (block({"type": "hologram", "block_id": "b"}, SCENE), "hologram"),
        (element({"type": "workflow_button", "action_id": "a"}, SCENE), "workflow_button"),
        (block({"type": "section", "accessory": {"type": "lever"}}, SCENE), "lever"),
        (block({"type": "rich_text", "elements": [{"type": "rich_text_rune"}]}, SCENE), "rich_text_rune"),
        (block({"type": "rich_text", **gallery.rich({"type": "rune"})}, SCENE), "rune"),
        (block({"type": "table", "rows": [[{"type": "raw_picture"}]]}, SCENE), "raw_picture"),
        (block({"type": "<b>"}, SCENE), "&lt;b&gt;"),
    ],
)  # fmt: skip
def test_an_unknown_type_is_shown_as_a_box_that_names_it(html: str, name: str) -> None:
    assert f"unsupported: <code>{name}</code>" in html


@pytest.mark.parametrize("kind", [kind for kind in STATE_KEYS if kind != "file_input"])
def test_a_field_shows_what_it_held_and_not_what_it_began_with(kind: str) -> None:
    thing = gallery.element(kind)
    key, initial = STATE_KEYS[kind]
    began = element(thing, SCENE)
    emptied = element(thing, replace(SCENE, held={("", f"{kind}-action"): {"type": kind, key: None}}))

    assert (began != emptied) is (initial in thing)
    without = element({name: value for name, value in thing.items() if name != initial}, SCENE)
    assert emptied == without


def test_a_chosen_option_is_the_one_that_is_marked() -> None:
    html = element(gallery.element("static_select"), SCENE)
    boxes = Parsed(element(gallery.element("checkboxes"), SCENE))

    assert '<option value="two" selected>' in html
    assert [found["value"] for _, found in boxes.elements if "checked" in found] == ["one"]


def test_what_the_app_found_can_be_chosen_and_what_was_chosen_stays() -> None:
    chosen, found = gallery.option("one"), gallery.option("new")
    scene = replace(SCENE, found={("", "multi_external_select-action"): [chosen, found]})

    boxes = Parsed(element(gallery.element("multi_external_select"), scene))

    offered = [
        (attrs["value"], "checked" in attrs) for _, attrs in boxes.elements if attrs.get("type") == "checkbox"
    ]
    assert offered == [("one", True), ("new", False)]


def test_an_error_stands_at_its_field_and_is_announced_with_it() -> None:
    scene = replace(SCENE, errors={"input-block": "Say at least one thing <b>"})

    parsed = Parsed(block(gallery.block("input"), scene))

    [field] = [found for tag, found in parsed.elements if tag == "input"]
    described = str(field["aria-describedby"]).split()
    assert field["aria-invalid"] == "true"
    assert set(described) <= set(parsed.values("id"))
    assert len(described) == len({"hint", "error"})
    assert "Error: Say at least one thing <b>" in parsed.text


def test_a_field_tells_the_app_at_once_only_where_the_app_asked_for_it() -> None:
    quiet = gallery.input_block("static_select")

    assert "/ui/act" not in block(quiet, SCENE)
    assert "/ui/act" in block({**quiet, "dispatch_action": True}, SCENE)
    assert "/ui/act" in element(gallery.element("static_select"), SCENE)


def test_a_button_that_asks_first_sends_nothing_by_itself() -> None:
    asking = {**gallery.element("button"), "confirm": gallery.CONFIRM}

    buttons = [found for tag, found in Parsed(element(asking, SCENE)).elements if tag == "button"]

    opener, yes, no = buttons
    assert (opener["type"], yes["type"], no["type"]) == ("button", "submit", "button")
    assert yes["value"] == '["", "button-action"]'
    assert opener["popovertarget"] == no["popovertarget"]


def test_an_icon_is_shown_only_to_those_it_is_for() -> None:
    icon = gallery.element("icon_button")

    assert element({**icon, "visible_to_user_ids": ["U2"]}, SCENE) == ""
    assert "Delete" in element({**icon, "visible_to_user_ids": ["U1"]}, SCENE)


def test_a_picture_is_loaded_from_the_workspace_alone() -> None:
    own = {"type": "image", "image_url": "http://127.0.0.1:3000/ui/files/F1", "alt_text": "a map"}
    look_alike = {**own, "image_url": "http://127.0.0.1:30001/ui/files/F1"}
    kept = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a map"}

    assert 'src="/ui/files/F1"' in element(own, SCENE)
    assert 'src="/ui/files/F1"' in element(kept, SCENE)
    assert "<img" not in element(look_alike, SCENE)


def test_ids_are_unique_and_without_spaces_whatever_the_app_calls_its_blocks() -> None:
    html = "".join(
        block({**gallery.input_block(kind), "block_id": f"{kind} b<{at}>"}, SCENE)
        for kind in STATE_KEYS
        for at in range(2)
    )

    ids = Parsed(html).values("id")
    assert len(ids) == len(set(ids))
    assert not [one for one in ids if not one.replace("_", "").replace("-", "").isalnum()]


def test_an_attachment_shows_its_parts_or_its_fallback() -> None:
    parts = {"color": "good", "title": "T", "title_link": "https://a.org", "text": "*x*", "footer": "f"}

    assert "<strong>x</strong>" in attachment(parts, SCENE)
    assert attachment({"fallback": "only <this>"}, SCENE) == '<div class="attachment">only &lt;this&gt;</div>'
    assert_harmless(attachment({**parts, "color": '"><script>', "image_url": "https://a.org/x.png"}, SCENE))
