"""Markdown and plain text: the file's own words, and its headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.cleaning import clean
from knowledge.reading.markdown import read_markdown
from knowledge.reading.plain import read_text

PROSE = "The council asked its crews first. They knew best."


def markdown_headings(text: str) -> list[tuple[int, str, str]]:
    extract = read_markdown(text.encode())
    return [(each.level, each.title, extract.text[each.start : each.end]) for each in extract.headings]


def headings(*paragraphs: str) -> list[tuple[int, str]]:
    extract = read_text("\n\n".join(paragraphs).encode())
    assert all(extract.text[each.start : each.end] == each.title for each in extract.headings)
    return [(each.level, each.title) for each in extract.headings]


def test_markdown_headings_are_found_in_both_styles() -> None:
    text = "# One *two*\n\nText\n\nThree\nfour\n===\n\nFive\n---\n\n### `six` [seven](u) ###\n"

    assert markdown_headings(text) == [
        (1, "One two", "# One *two*"),
        (1, "Three four", "Three\nfour"),
        (2, "Five", "Five"),
        (3, "six seven", "### `six` [seven](u) ###"),
    ]


@pytest.mark.parametrize(
    "text", ["```\n# code\n```", "    # code", "> # quoted", "- # item", "#hash", "\\# no", "# "]
)
def test_what_only_looks_like_a_markdown_heading_is_none(text: str) -> None:
    assert markdown_headings(f"Words.\n\n{text}\n") == []


def test_front_matter_is_no_part_of_the_text() -> None:
    extract = read_markdown(b"---\r\ntitle: Bins\r\n---\r\n\r\n# Bins\r\n\r\nWords --- more.\r\n")

    assert extract.text == "# Bins\n\nWords --- more."
    assert extract.front_matter == "title: Bins\n"
    assert extract.headings[0].start == 0


@pytest.mark.parametrize(
    "text", ["Words\n\n---\na: b\n---", "----\na: b\n----", "--- a\nb\n---", "---\nno end"]
)
def test_a_rule_in_the_text_is_no_front_matter(text: str) -> None:
    extract = read_markdown(text.encode())

    assert (extract.text, extract.front_matter) == (text, None)


@given(st.text(st.sampled_from("#=-` >\nab*é\t")))
def test_markdown_text_is_the_files_own_and_its_headings_lie_within(text: str) -> None:
    extract = read_markdown(f"Words\n\n{text}".encode())

    assert extract.text == clean(f"Words\n\n{text}")
    assert all(0 <= each.start < each.end <= len(extract.text) for each in extract.headings)
    assert all("\n" not in extract.text[each.end - 1] for each in extract.headings)


def test_the_first_line_of_a_text_is_its_title() -> None:
    assert headings("Lessons from the visit to Hull", PROSE) == [(1, "Lessons from the visit to Hull")]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("INTRODUCTION", 2),
        ("1 INTRODUCTION", 2),
        ("2. What Was Learned", 2),
        ("2.1 What was learned", 3),
        ("2.1.3. What was learned", 4),
        ("DIFFERING ROUTES, SAME ENDS – A SUMMARY", 2),
        ("Foreword", 2),
        ("What Was Learned from Crews", 2),
        ("What Works?", 2),
    ],
)
def test_a_line_that_is_beyond_doubt_is_a_heading(line: str, level: int) -> None:
    assert headings(PROSE, line, PROSE) == [(level, line)]


@pytest.mark.parametrize(
    "line",
    [
        "The council asked its crews first.",
        "Dear Colleague,",
        "Ann Ross, Bo Lund and Cy Marsh",
        "a joint publication",
        "A joint publication of two councils",
        "1. Start with crews",
        "12 345",
        "***",
        "to the",
        "THE END\nOF TWO LINES",
        "VERY " * 25,
        "Prepared by:",
    ],
)
def test_a_line_that_is_in_doubt_is_no_heading(line: str) -> None:
    assert headings(PROSE, line, PROSE) == []


def test_a_name_above_an_address_is_no_heading() -> None:
    assert headings(PROSE, "Phil Hope", "Parliamentary Secretary\nOffice of the Minister") == []


def test_nothing_is_the_heading_of_nothing() -> None:
    assert headings("Only Line") == []
    assert headings(PROSE, "THE END") == []


def test_a_heading_may_stand_above_the_next_one() -> None:
    assert headings(PROSE, "Summary", "1 INTRODUCTION", PROSE) == [(2, "Summary"), (2, "1 INTRODUCTION")]


@given(st.lists(st.text(st.sampled_from("Aa1. ,of\n"), max_size=12)))
def test_a_heading_is_a_line_between_blank_lines(paragraphs: list[str]) -> None:
    extract = read_text("\n\n".join(paragraphs).encode())

    for each in extract.headings:
        assert extract.text[each.start : each.end] == each.title
        assert each.start == 0 or extract.text[: each.start].endswith("\n\n")
        assert extract.text[each.end :].startswith("\n\n")


def test_plain_text_is_the_files_own() -> None:
    assert read_text(b"One\r\n two \r\n\r\n\r\n\r\nthree").text == "One\n two\n\nthree"
