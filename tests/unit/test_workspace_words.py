"""What is typed, what stands in fields, what streams grow by, which ids are given: pure, and always so."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace import forms
from bot.workspace.blocks import elements_of, validate_blocks
from bot.workspace.chunks import Blocks, grown, text_of
from bot.workspace.composing import Names, compose, escape
from bot.workspace.gatekeeping import is_welcome
from bot.workspace.identities import with_ids
from bot.workspace.ids import Ids, Timestamps
from bot.workspace.inspector import clean
from bot.workspace.request_mode import sign
from tests.workspace_samples import Clock, field, plain

Json = dict[str, Any]

NAMES = Names({"asha": "U1", "peerbot": "U2", "j.smith": "U3"}, {"general": "C1"})


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("@Asha hello", "<@U1> hello"),
        ("hello @asha, and @j.smith.", "hello <@U1>, and <@U3>."),
        ("see #general!", "see <#C1>!"),
        ("@nobody in #nowhere", "@nobody in #nowhere"),
        ("a@asha.example", "a@asha.example"),
        ("@here now", "<!here> now"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("<@U1> is no mention when it is typed", "&lt;@U1&gt; is no mention when it is typed"),
        ("(see https://example.org/a?b=1&c=2).", "(see <https://example.org/a?b=1&amp;c=2>)."),
    ],
)
def test_typed_text_becomes_mrkdwn(typed: str, text: str) -> None:
    assert compose(typed, NAMES)[0] == text


def said(blocks: list[Json]) -> str:
    """What the rich text of a message says, mentions as they were typed."""
    marks = {"U1": "@asha", "U2": "@peerbot", "U3": "@j.smith", "C1": "#general"}
    words = []
    for part in (part for block in blocks for section in block["elements"] for part in section["elements"]):
        mentioned = part.get("user_id") or part.get("channel_id")
        words.append(part.get("text") or part.get("url") or marks.get(mentioned) or f"@{part['range']}")
    return "".join(words)


typed_words = st.lists(
    st.sampled_from(["@asha", "#general", "https://example.org/x", "<", "&amp;", " ", ".", "@here", "@"])
    | st.text(max_size=5),
    max_size=8,
).map("".join)


@given(typed_words)
def test_nothing_typed_is_lost_and_slack_takes_its_blocks(typed: str) -> None:
    _, blocks = compose(typed, NAMES)

    assert said(blocks).lower() == typed.lower()
    assert validate_blocks(blocks) == []


@given(st.text())
def test_escaped_text_mentions_nobody(text: str) -> None:
    assert not set(escape(text)) & set("<>")


OPTIONS = [{"text": plain(name), "value": name} for name in ("a", "b", "c")]


def held(element: Json, given: Any) -> Json:
    block = {**field("x"), "element": {"action_id": "x", **element}}
    values = forms.state_values([block], {("x_block", "x"): given}, lambda *_spot: (), {})
    return dict(values["x_block"]["x"])


@given(st.sets(st.sampled_from("abc")))
def test_what_is_chosen_comes_back_as_whole_options(chosen: set[str]) -> None:
    options = held({"type": "checkboxes", "options": OPTIONS}, sorted(chosen))["selected_options"]

    assert options == [option for option in OPTIONS if option["value"] in chosen]


def test_a_field_nobody_touched_holds_what_it_started_with() -> None:
    block = field("x", "static_select", options=OPTIONS, initial_option=OPTIONS[1])
    values = forms.state_values([block], {}, lambda *_spot: (), {})

    assert values["x_block"]["x"]["selected_option"] == OPTIONS[1]


def test_a_field_that_was_emptied_holds_nothing() -> None:
    element = {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]}

    assert held(element, "")["selected_option"] is None


def complaint(
    given: Any, *, optional: bool = False, kind: str = "plain_text_input", **element: Any
) -> str | None:
    block = field("x", kind, optional=optional, **element)
    values = forms.state_values([block], {("x_block", "x"): given}, lambda *_spot: (), {})
    return forms.complaints([block], values).get("x_block")


@pytest.mark.parametrize(
    ("good", "bad", "element"),
    [
        ("x", "", {}),
        ("xx", "x", {"min_length": 2}),
        ("xx", "xxx", {"max_length": 2}),
        ("4", "4.5", {"kind": "number_input", "is_decimal_allowed": False}),
        ("4.5", "four", {"kind": "number_input", "is_decimal_allowed": True}),
        ("5", "4", {"kind": "number_input", "is_decimal_allowed": False, "min_value": "5"}),
        ("5", "6", {"kind": "number_input", "is_decimal_allowed": False, "max_value": "5"}),
        ("a@example.org", "a@example", {"kind": "email_text_input"}),
        ("https://example.org", "example.org", {"kind": "url_text_input"}),
        (["a"], [], {"kind": "checkboxes", "options": OPTIONS}),
        (["a"], ["a", "b"], {"kind": "multi_static_select", "options": OPTIONS, "max_selected_items": 1}),
    ],
)
def test_slack_itself_complains_of_what_it_would_not_send(good: Any, bad: Any, element: Json) -> None:
    assert (complaint(good, **element), bool(complaint(bad, **element))) == (None, True)


@pytest.mark.parametrize(
    ("size", "name", "count", "taken"),
    [
        (10_000_000, "a.pdf", 2, True),
        (10_000_001, "a.pdf", 2, False),
        (1, "a.doc", 2, False),
        (1, "a.pdf", 3, False),
    ],
)
def test_files_are_as_many_as_large_and_of_the_kind_the_input_takes(
    size: int,
    name: str,
    count: int,
    taken: bool,  # noqa: FBT001  # pytest passes parameters by name
) -> None:
    block = field("x", "file_input", filetypes=["pdf"], max_files=2)
    file = {"name": name, "filetype": name.rpartition(".")[2], "size": size}
    values = forms.state_values([block], {("x_block", "x"): ["F1"] * count}, lambda *_spot: (), {"F1": file})

    assert (forms.complaints([block], values) == {}) == taken


def test_an_optional_field_may_be_empty() -> None:
    assert complaint("", optional=True) is None


words = st.text(min_size=1, max_size=8)
text_chunks = st.builds(lambda text: {"type": "markdown_text", "text": text}, words)
task_chunks = st.builds(
    lambda task, title, details: {"type": "task_update", "id": task, "title": title, "details": details},
    st.sampled_from("12"),
    words,
    st.text(max_size=8),
)
plan_chunks = st.builds(lambda title: {"type": "plan_update", "title": title}, words)
many_chunks = st.lists(text_chunks | task_chunks | plan_chunks, max_size=8)


@given(many_chunks, st.booleans(), st.integers(0, 8))
def test_a_stream_grows_the_same_in_one_go_as_bit_by_bit(chunks: list[Json], plan: bool, cut: int) -> None:  # noqa: FBT001
    def streamed(before: Blocks, some: list[Json]) -> Blocks:
        return grown(before, some, in_a_plan=plan)

    at_once = streamed((), chunks)

    assert at_once == streamed(streamed((), chunks[:cut]), chunks[cut:])
    assert text_of(at_once) == "".join(c["text"] for c in chunks if c["type"] == "markdown_text")


@given(many_chunks)
def test_every_task_is_there_once_with_its_last_title(chunks: list[Json]) -> None:
    blocks = grown((), chunks, in_a_plan=False)

    last = {chunk["id"]: chunk["title"] for chunk in chunks if chunk["type"] == "task_update"}
    tasks = [(block["task_id"], block["title"]) for block in blocks if block["type"] == "task_card"]
    assert sorted(tasks) == sorted(last.items())


@given(st.integers())
def test_blocks_are_given_ids_once(seed: int) -> None:
    row = {"type": "actions", "elements": [{"type": "button", "text": plain("x")}]}
    blocks: list[Json] = [row, {"type": "divider"}]
    ids = Ids(Random(seed))  # noqa: S311  # ids, no cipher
    once = with_ids(blocks, ids)

    assert with_ids(once, ids) == once
    assert all(block["block_id"] for block in once)
    assert all(element["action_id"] for block in once for element in elements_of(block))


def test_ids_never_come_twice_and_come_again_with_the_same_seed() -> None:
    first, second = ([Ids(Random(1)).new("U") for _ in range(1)] for _ in range(2))  # noqa: S311  # ids
    many = Ids(Random(1))  # noqa: S311  # ids
    given_out = [many.new("U", 2) for _ in range(1000)]

    assert first == second
    assert len(set(given_out)) == 1000


def test_timestamps_grow_even_when_time_stands_still() -> None:
    clock = Clock()
    stamps = Timestamps(clock)
    first, second = stamps.next(), stamps.next()
    clock.advance(seconds=1)

    assert (first, second) == ("1795426200.000000", "1795426200.000001")
    assert stamps.next() == "1795426201.000000"


def test_a_signature_is_the_one_of_slacks_documentation() -> None:
    """The example of https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    assert sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )


json_values = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["token", "trigger_id", "text", "response_url"]), inner, max_size=3)
    ),
)


@given(json_values, st.sampled_from(["token", "trigger_id", "response_url"]))
def test_no_secret_is_left_however_deep(around: Any, key: str) -> None:
    cleaned = clean([around, {"text": [{key: "s3cr3t"}]}, "xoxb-s3cr3t", "http://x/hooks/actions/s3cr3t"])

    assert "s3cr3t" not in repr(cleaned)


@given(st.sampled_from(["GET", "POST", "", "DELETE"]), st.text(max_size=20), st.none() | st.text(max_size=20))
def test_a_host_that_is_not_this_machine_is_never_welcome(method: str, host: str, origin: str | None) -> None:
    headers = {"host": f"{host}.example", **({} if origin is None else {"origin": origin})}

    assert not is_welcome(method, headers)
