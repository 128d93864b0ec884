"""Text from outside: harmless in either of Slack's languages, short, and words again on the way in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.blocks import escape, markdown, mention, shortened
from bot.blocks.texts import on_one_line, words_of
from tests.slack_samples import ADDRESSES, HOSTILE, LONG

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def parsed(text: str) -> tuple[set[str], str]:
    """The kinds of tokens Markdown sees in a block quote, and the words it shows."""
    tokens = PARSER.parse(f"> {text}")
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inline)}
    return kinds, "".join(child.content for child in inline)


@given(HOSTILE)
def test_nothing_in_mrkdwn_can_mention_broadcast_or_link_by_brackets(text: str) -> None:
    escaped = escape(text)

    assert not set(escaped) & {"<", ">"}


@given(HOSTILE)
def test_mrkdwn_shows_what_was_escaped(text: str) -> None:
    shown = escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert shown == text


@given(HOSTILE)
def test_markdown_shows_the_words_and_nothing_but_words(text: str) -> None:
    kinds, shown = parsed(markdown(text))

    quoted = {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
    assert kinds <= quoted | {"text", "code_inline"}
    assert shown == on_one_line(text)


@given(HOSTILE)
def test_slack_finds_none_of_its_own_brackets_in_markdown(text: str) -> None:
    assert not set(markdown(text)) & {"<", ">"}


@given(HOSTILE, ADDRESSES, HOSTILE)
def test_an_address_in_markdown_stands_in_code_where_it_is_no_link(
    before: str, address: str, after: str
) -> None:
    tokens = PARSER.parseInline(markdown(f"{before} {address} {after}"))[0].children or []

    outside_code = [token.content for token in tokens if token.type == "text"]
    assert not any(re.search(r"//\w|\bwww\.\w|\w@council|kent\.gov\.uk", text) for text in outside_code)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See https://kent.gov.uk/a, page 2.", "See `https://kent.gov.uk/a,` page 2."),
        ("1. First", "1\\. First"),
        ("- item", "\\- item"),
        ("a - b, 24-hour (really!)", "a - b, 24-hour (really!)"),
        ("two\nlines", "two lines"),
        ("*bold* [x](y)", "\\*bold\\* \\[x\\](y)"),
    ],
)
def test_markdown_escapes_no_more_than_it_must(written: str, shown: str) -> None:
    assert markdown(written) == shown


@given(LONG, st.integers(2, 500), st.sampled_from([str, escape, markdown]))
def test_a_shortened_text_fits_as_it_is_written(text: str, limit: int, written: type[str]) -> None:
    line = on_one_line(text)

    short = shortened(line, limit, written)

    assert short == line or len(written(short)) <= limit
    assert len(written(short)) <= limit or len(written(line)) <= limit


@given(LONG, st.integers(2, 500))
def test_a_text_is_shortened_at_its_end_alone_and_says_so(text: str, limit: int) -> None:
    line = on_one_line(text)

    short = shortened(line, limit, markdown)

    assert short == line or (short.endswith("…") and line.startswith(short.removesuffix("…").rstrip()))


def test_a_text_is_shortened_after_a_word() -> None:
    assert shortened("one two three", 10) == "one two…"


def test_a_text_without_words_is_cut_where_it_must_be() -> None:
    assert shortened("x" * 20, 5) == "xxxx…"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("<@U0BOT> How did Kent do?", "How did Kent do?"),
        ("ask <@U1|asha> about it", "ask about it"),
        ("see <https://kent.gov.uk|their site> &amp; <http://x.org>", "see their site & http://x.org"),
        ("in <#C1|general> or <#C2>, <!here> &lt;b&gt;", "in general or , <b>"),
    ],
)
def test_what_a_person_typed_is_words_without_names(sent: str, words: str) -> None:
    assert words_of(sent) == words


@given(HOSTILE)
def test_what_a_person_typed_comes_back_as_it_was(text: str) -> None:
    assert words_of(escape(text)) == on_one_line(text)


def test_a_mention_is_slacks() -> None:
    assert mention("U0ASHA0001") == "<@U0ASHA0001>"
