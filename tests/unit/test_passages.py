"""How a text becomes passages: nothing is lost, nothing crosses a heading, nothing is cut in a word."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.model import CaseStudy, Heading, Metadata, Page
from knowledge.passages import cut, header, heading_paths, passages_of

WORDS = st.sampled_from(
    ["Kent", "saved", "much.", "Parks!", "a", "x" * 30, "e.g.", "£5m", "“quoted.”", "図書館"]
)
GAPS = st.sampled_from([" ", " ", " ", "\n", "\n\n", "\n \n", "\n- ", "\t"])
PROSE = st.lists(st.tuples(WORDS, GAPS).map("".join), max_size=60).map("".join)
TEXTS = st.one_of(st.text(max_size=300), PROSE)
LIMITS = st.integers(1, 120)


@st.composite
def headed_texts(draw: st.DrawFn) -> tuple[str, list[Heading]]:
    """Sections under headings of any level, some of them empty."""
    text, headings = draw(PROSE), []
    for title in draw(st.lists(st.sampled_from(["Aims", "What was done", "Costs"]), max_size=6)):
        text += "\n"
        start = len(text)
        text += f"## {title}\n"
        headings.append(Heading(start, len(text) - 1, draw(st.integers(1, 3)), title))
        text += draw(st.one_of(st.just(""), st.just(" \n"), PROSE))
    return text, headings


def case_study(text: str, headings: list[Heading] | None = None, title: str = "Parks") -> CaseStudy:
    return CaseStudy("parks", Metadata(title), text, tuple(headings or ()))


def own_heading(headings: list[Heading], start: int, end: int) -> bool:
    """Whether the passage is a heading line."""
    return any((start, end) == (heading.start, heading.end) for heading in headings)


@given(TEXTS, LIMITS)
def test_no_letter_is_lost_and_the_order_stays(text: str, limit: int) -> None:
    spans = list(cut(text, limit=limit))

    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(TEXTS, LIMITS)
def test_a_passage_keeps_the_limit_and_has_something_to_read(text: str, limit: int) -> None:
    for start, end in cut(text, limit=limit):
        assert 0 < end - start <= limit
        assert text[start:end] == text[start:end].strip() != ""


@given(st.lists(st.from_regex(r"[a-zé]{1,20}[.!]?", fullmatch=True), max_size=40), st.integers(42, 90))
def test_no_word_is_cut_that_fits_into_half_a_passage(words: list[str], limit: int) -> None:
    text = " ".join(words)

    found = [text[start:end] for start, end in cut(text, limit=limit)]

    assert [word for passage in found for word in passage.split()] == words


@given(headed_texts(), LIMITS)
def test_no_passage_crosses_a_heading(sample: tuple[str, list[Heading]], limit: int) -> None:
    text, headings = sample

    for start, end in cut(text, headings, limit=limit):
        inside = [heading for heading in headings if start < heading.end and heading.start < end]
        assert all(heading.start <= start and end <= heading.end for heading in inside)


@given(headed_texts(), LIMITS)
def test_every_word_is_in_a_passage_or_in_the_path_above_one(
    sample: tuple[str, list[Heading]], limit: int
) -> None:
    text, headings = sample

    passages = passages_of(case_study(text, headings), limit)

    inside = {place for passage in passages for place in range(passage.start, passage.end)}
    left_out = [place for place in range(len(text)) if place not in inside and not text[place].isspace()]
    lines = {place for heading in headings for place in range(heading.start, heading.end)}
    assert lines.issuperset(left_out)
    named = {title for passage in passages for title in passage.heading.split(" > ")}
    assert {heading.title for heading in headings} <= named


@given(headed_texts())
def test_a_heading_line_is_a_passage_only_when_nothing_stands_below_it(
    sample: tuple[str, list[Heading]],
) -> None:
    text, headings = sample

    alone = [span for span in cut(text, headings) if own_heading(headings, *span)]

    for start, end in alone:
        following = [heading for heading in headings if heading.start >= end]
        level = next(heading.level for heading in headings if heading.start == start)
        assert not text[end : following[0].start if following else len(text)].strip()
        assert not following or following[0].level <= level


@given(PROSE, st.integers(20, 120), st.data())
def test_overlap_repeats_whole_sentences_and_no_more_than_it_may(
    text: str, limit: int, data: st.DataObject
) -> None:
    overlap = data.draw(st.integers(1, limit // 2))

    spans = list(cut(text, limit=limit, overlap=overlap))

    for (start, end), (first, last) in pairwise(spans):
        assert start < first
        assert end < last
        assert end - first <= overlap
        assert last - first <= limit
        assert text[end:first].isspace() or first <= end
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)


def test_what_is_repeated_is_never_a_passage_of_its_own() -> None:
    text = "Kent Kent Kent Kent Kent Kent Kent\n- a\n \n“quoted.” " + "x" * 30

    spans = list(cut(text, limit=30, overlap=15))

    assert [end for _, end in spans] == sorted({end for _, end in spans})


def test_a_passage_ends_at_the_last_paragraph_that_fits_well() -> None:
    text = "First one. Second one.\n\nThird one. Fourth one. Fifth one."

    assert [text[start:end] for start, end in cut(text, limit=40)] == [
        "First one. Second one.",
        "Third one. Fourth one. Fifth one.",
    ]


def test_a_passage_ends_at_a_sentence_when_no_paragraph_ends_in_its_second_half() -> None:
    text = "First.\n\nSecond one goes on. Third one goes on. Fourth one goes on."

    assert [text[start:end] for start, end in cut(text, limit=50)] == [
        "First.\n\nSecond one goes on. Third one goes on.",
        "Fourth one goes on.",
    ]


def test_a_passage_ends_at_a_word_when_no_sentence_ends_in_its_second_half() -> None:
    text = "It ended. Then one more sentence that goes on and on without any stop"

    assert [text[start:end] for start, end in cut(text, limit=30)] == [
        "It ended. Then one more",
        "sentence that goes on and on",
        "without any stop",
    ]


def test_a_wide_gap_after_a_word_makes_it_no_end_of_a_sentence() -> None:
    text = "It fell by half. Then it rose  and rose again without an end"

    [(start, end), *_] = cut(text, limit=29)

    assert text[start:end] == "It fell by half."


def test_more_overlap_than_a_passage_has_still_goes_forward() -> None:
    text = "One is here. Two is here. Three is here. Four is here. Five is here."

    starts = [start for start, _ in cut(text, limit=30, overlap=100)]

    assert starts == sorted(set(starts))
    assert len(starts) <= 5


def test_a_word_longer_than_a_passage_is_cut() -> None:
    assert list(cut("x" * 25, limit=10)) == [(0, 10), (10, 20), (20, 25)]


def test_an_end_that_stands_right_at_the_limit_counts() -> None:
    sentence = "Twenty letters here."

    assert list(cut(f"{sentence} And more of them.", limit=20)) == [(0, 20), (21, 38)]
    assert list(cut(f"{sentence}\n\nAnd more of them.", limit=20)) == [(0, 20), (22, 39)]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\u2003\u00a0"])
def test_white_space_gives_no_passage(text: str) -> None:
    assert passages_of(case_study(text)) == []


def test_passages_know_the_headings_and_the_page_they_stand_under() -> None:
    text = "Preface.\n# Parks\nIntroduction.\n## Costs\nLow.\n## Gains\nHigh."
    headings = [
        Heading(match.start(), match.end(), match[0].count("#"), match[1])
        for match in re.finditer("#+ (.*)", text)
    ]
    pages = (Page(0, 7), Page(text.index("## Costs"), 8), Page(text.index("High"), 9))

    found = passages_of(CaseStudy("x", Metadata("A title"), text, tuple(headings), pages))

    assert [(text[one.start : one.end], one.heading, one.page) for one in found] == [
        ("Preface.", "", 7),
        ("Introduction.", "Parks", 7),
        ("Low.", "Parks > Costs", 8),
        ("High.", "Parks > Gains", 9),
    ]
    assert {one.case_study for one in found} == {"x"}


def test_a_text_may_begin_before_its_first_numbered_page() -> None:
    [passage] = passages_of(CaseStudy("x", Metadata("T"), "Some words.", (), (Page(5, 1),)))

    assert passage.page is None


@pytest.mark.parametrize(
    ("levels", "title", "paths"),
    [
        ([1, 2, 2], "Other", ["A", "A > B", "A > C"]),
        ([1, 2, 3, 2, 1], "Other", ["A", "A > B", "A > B > C", "A > D", "E"]),
        ([3, 1, 2], "Other", ["A", "B", "B > C"]),
        ([1, 2, 3], "  a ", ["", "B", "B > C"]),
        ([1, 1, 2], "A", ["", "B", "B > C"]),
        ([2, 3], "B", ["A", "A > B"]),
        ([], "A", []),
    ],
)
def test_the_path_of_a_heading_is_those_above_it_without_the_title(
    levels: list[int], title: str, paths: list[str]
) -> None:
    headings = [Heading(place, place + 1, level, "ABCDE"[place]) for place, level in enumerate(levels)]

    assert heading_paths(headings, title) == paths


@pytest.mark.parametrize(
    ("metadata", "heading", "expected"),
    [
        (
            Metadata("Parks", ("Kent", "Hull"), "2003-05"),
            "Costs > Year 1",
            "Kent and Hull | Parks | Costs > Year 1 | 2003-05",
        ),
        (Metadata("Parks"), "", "Parks"),
        (Metadata("", ("Kent",)), "", "Kent"),
        (Metadata(""), "", ""),
    ],
)
def test_a_header_says_what_is_known(metadata: Metadata, heading: str, expected: str) -> None:
    assert header(metadata, heading) == expected


@pytest.mark.parametrize("piece", ["a", "\n", "a\n", ". ", "| ", "e.g. ", "Word. "])
def test_a_megabyte_is_cut_in_a_moment(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()

    spans = list(cut(text))

    assert time.process_time() - start < 10  # seconds; a tenth of that on a slow day
    assert len(spans) <= len(text) // 300 + 1


@given(headed_texts())
def test_ids_tell_passages_apart(sample: tuple[str, list[Heading]]) -> None:
    text, headings = sample
    assume(text.strip())

    found = passages_of(case_study(text, headings), 40)

    assert len({passage.id for passage in found}) == len(found) > 0
