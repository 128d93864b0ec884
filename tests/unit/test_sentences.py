"""Where sentences end; a missed end is forgiven, a lost word is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import sentences, strip

PIECES = st.sampled_from(
    [
        "Costs fell",
        "e.g. ",
        "No. 4 ",
        ". ",
        "! ",
        "? ",
        "…",
        "\n",
        "\n\n",
        "\n- ",
        "\n1. ",
        "| a | b |",
        ": ",
        "A",
        " ",
        "“",
        "”",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def solid(text: str) -> str:
    return "".join(text.split())


@given(TEXTS)
def test_no_word_is_lost_and_nothing_is_said_twice(text: str) -> None:
    spans = sentences(text)

    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(
        text[end:start].isspace() or end == start for end, start in zip(edges[::2], edges[1::2], strict=True)
    )


@given(TEXTS)
def test_a_sentence_has_something_in_it_and_no_space_around_it(text: str) -> None:
    assert all(one and one == one.strip() for one in cut(text))


@given(st.text(), TEXTS, st.text())
def test_a_part_of_a_text_keeps_the_offsets_of_the_whole(before: str, part: str, after: str) -> None:
    text = before + part + after

    found = sentences(text, len(before), len(before) + len(part))

    assert solid("".join(text[first:last] for first, last in found)) == solid(part)
    assert all(len(before) <= first < last <= len(before) + len(part) for first, last in found)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t \u00a0\u2003"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kent saved £5m. It spent less.", ["Kent saved £5m.", "It spent less."]),
        ("Did it work? Yes! It did…", ["Did it work?", "Yes!", "It did…"]),
        ("It rose. 12 schools joined.", ["It rose.", "12 schools joined."]),
        ("He said “Never.” They went on.", ["He said “Never.”", "They went on."]),
        ("(It was cheap.) “It was quick.” £5m went.", ["(It was cheap.)", "“It was quick.”", "£5m went."]),
        ("It fell.[12] It rose.³ It stayed.", ["It fell.[12]", "It rose.³", "It stayed."]),
        ("one line\n\nanother line", ["one line", "another line"]),
        ("Two things:\n- money\n- time", ["Two things:", "- money", "- time"]),
        ("First\n1. one\n2) two\na) three\n• four", ["First", "1. one", "2) two", "a) three", "• four"]),
        (
            "| council | cost |\n| Kent | £5m |\n| Hull | £3m |",
            ["| council | cost |", "| Kent | £5m |", "| Hull | £3m |"],
        ),
        ("It wraps\nover two lines. And ends.", ["It wraps\nover two lines.", "And ends."]),
    ],
)
def test_what_readers_quote_alone_is_a_sentence(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It paid for e.g. Schools and i.e. Libraries.",
        "Mr. Brown, Mrs. Green, Dr. White and Cllr. Black met Prof. Grey of St. Mary.",
        "See No. 4, pp. 12 and para. 7 and Fig. 2, approx. 5 of them.",
        "J. K. Brown of the U.K. Government",
        "The cost was 3.5 per cent at v1.2 of www.kent.gov.uk today.",
        "The plan: Kent would pay.",
        "a well-known thing – Kent's own",
        "what it costs... and what it saves",
    ],
)
def test_a_stop_within_a_sentence_does_not_end_it(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize("noise", [".", "?!", "\n", " \n", ". ", "|", "- ", '."', "1. ", "a"])
def test_noise_takes_no_longer_than_reading_it(noise: str) -> None:
    text = noise * (40_000 // len(noise)) + "a"
    start = time.process_time()

    sentences(text)

    assert time.process_time() - start < 2  # seconds; a quarter of that on a slow day


@given(st.text(), st.data())
def test_stripping_keeps_the_offsets_of_what_is_left(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    first, last = strip(text, start, end)

    assert start <= first <= last <= end
    assert text[first:last] == text[start:end].strip()
