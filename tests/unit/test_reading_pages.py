"""PDF pages: from printed lines back to running text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.blocks import NEW_LINE, NEW_PARAGRAPH, SAME_LINE, Block, laid_out
from knowledge.reading.lines import paragraphs, usual_width, whole_words, without_furniture
from knowledge.reading.pdf import blocks, marks

FULL = "The council asked its crews first, and the crews knew best what"


def node(kind: str, text: str, page: int = 1, level: int = 0) -> dict[str, object]:
    """A node as kreuzberg gives it."""
    return {"page": page, "content": {"node_type": kind, "text": text, "level": level}}


def paragraph(text: str, page: int = 1) -> dict[str, object]:
    return node("paragraph", text, page)


def read(pages: list[str], *nodes: dict[str, object]) -> str:
    return laid_out(blocks(pages, marks(nodes))).text


def joined(*lines: str) -> list[tuple[str, str]]:
    return list(paragraphs(lines, usual_width([FULL])))


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Ser\x02vices", "Services"),
        ("Ser\x02\nvices", "Services"),
        ("ser-\n vices of", "services of"),
        ("self-help and self\x02help", "self-help and self-help"),
        ("Self-Help and self-\nhelp", "Self-Help and self-help"),
        ("Kent-\nLeeds", "Kent-Leeds"),
        ("2005-\n2006", "2005-2006"),
        ("a –\nb, 5 -\n6", "a –\nb, 5 -\n6"),
        ("ends\x02\fnext page", "ends-\fnext page"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_whole_again(printed: str, written: str) -> None:
    assert whole_words(printed) == written


def test_running_headers_and_page_numbers_go_and_the_title_stays() -> None:
    pages = [
        ["Bins in Hull", "1", "First words", "of the first page"],
        ["Bins in Hull", "2", "Second words", "", "are these"],
        ["Bins in Hull", "3", "Third words", "and no more"],
    ]

    assert without_furniture(pages) == [
        ["Bins in Hull", "First words", "of the first page"],
        ["Second words", "", "are these"],
        ["Third words", "and no more"],
    ]


def test_headers_of_odd_and_even_pages_may_differ() -> None:
    pages = [
        [f"{'Odd' if number % 2 else 'Even'} header", f"Words {'abcdef'[number]}"] for number in range(6)
    ]

    assert [line for page in without_furniture(pages)[1:] for line in page] == [
        f"Words {letter}" for letter in "bcdef"
    ]


def test_what_stands_in_the_middle_of_pages_is_no_furniture() -> None:
    page = [*"abcd", "the same", *"efgh"]
    other = [*"ijkl", "the same", *"mnop"]

    assert without_furniture([page, other]) == [page, other]


def test_what_begins_a_few_of_many_pages_is_no_furniture() -> None:
    pages = [
        ["Results" if number in {2, 5} else f"{letter}{letter}", letter]
        for number, letter in enumerate("abcdefgh")
    ]

    assert without_furniture(pages) == pages


def test_a_single_page_has_no_furniture() -> None:
    assert without_furniture([["1", "Words"]]) == [["1", "Words"]]


def test_a_full_line_goes_on_on_the_next_one() -> None:
    assert joined(FULL, "Hull needed. They were", "right.") == [
        (NEW_PARAGRAPH, f"{FULL} Hull needed. They were right.")
    ]


@pytest.mark.parametrize(
    ("below", "gap"),
    [
        ("• an item", NEW_LINE),
        ("– An item", NEW_LINE),
        ("1. An item", NEW_LINE),
        ("1.2 An item", NEW_LINE),
        ("(a) an item", NEW_LINE),
        ("iv) an item", NEW_LINE),
        ("– as they said", SAME_LINE),
        ("2004. Then", SAME_LINE),
        ("of course", SAME_LINE),
    ],
)
def test_an_item_begins_a_line(below: str, gap: str) -> None:
    first, *rest = joined(FULL, below)

    assert (first, rest) == ((NEW_PARAGRAPH, FULL), [(gap, below)]) if gap == NEW_LINE else not rest


def test_a_line_that_had_room_for_the_next_word_ended_on_purpose() -> None:
    assert joined("Vision", "Better bins.", "All crews", "are asked.") == [
        (NEW_PARAGRAPH, "Vision"),
        (NEW_LINE, "Better bins."),
        (NEW_PARAGRAPH, "All crews are asked."),
    ]


def test_a_line_in_capitals_does_not_go_on_in_small_letters() -> None:
    capitals = "THE GUIDELINES OF THE COUNCIL FOR THE WHOLE OF THE BOROUGH"

    assert [text for _, text in joined(capitals, "Background of them")] == [capitals, "Background of them"]


def test_a_blank_line_ends_a_paragraph() -> None:
    assert joined(FULL, "", FULL) == [(NEW_PARAGRAPH, FULL), (NEW_PARAGRAPH, FULL)]


def test_a_table_of_contents_has_a_line_for_each_entry() -> None:
    entries = ["Contents", "Vision " + "." * 60 + " 3", "Mission " + ". " * 30 + "4"]

    assert [text for _, text in joined(*entries)] == ["Contents", "Vision … 3", "Mission … 4"]


@given(st.lists(st.text(st.sampled_from("ab A•.1 -"), max_size=30)))
def test_paragraphs_lose_no_letter(lines: list[str]) -> None:
    found = "".join(text for _, text in paragraphs(lines, usual_width(lines)))

    assert letters(found) == letters("".join(lines))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


pages_of_text = st.lists(st.text(st.sampled_from("ab C1•.,\n"), max_size=40), min_size=1, max_size=3)


@given(pages_of_text, st.data())
def test_whatever_the_analysis_says_no_letter_of_a_page_is_lost(
    pages: list[str], data: st.DataObject
) -> None:
    nodes = data.draw(
        st.lists(
            st.builds(
                node,
                kind=st.sampled_from(["paragraph", "heading", "list_item"]),
                text=st.text(st.sampled_from("ab C1,"), min_size=1, max_size=12),
                page=st.integers(1, 4),
                level=st.integers(0, 2),
            )
        )
    )
    kept = without_furniture([page.split("\n") for page in pages])

    assert letters(read(pages, *nodes)) == letters("".join("".join(page) for page in kept))


def test_a_marked_paragraph_ends_where_the_analysis_says() -> None:
    page = f"{FULL}.\n{FULL}."

    assert read([page]) == f"{FULL}. {FULL}."
    assert read([page], paragraph(f"{FULL}."), paragraph(f"{FULL}.")) == f"{FULL}.\n\n{FULL}."


def test_a_guessed_paragraph_is_not_believed() -> None:
    page = f"{FULL}.\n{FULL}."

    assert read([page], paragraph(f"{FULL}."), paragraph(f"{FULL}."), paragraph("a\nb")) == read([page])


def test_a_paragraph_does_not_begin_in_the_middle_of_a_line() -> None:
    page = "They were asked (1999–2001) first."

    assert (
        read([page], paragraph("They were asked (1999"), node("list_item", "x"), paragraph(") first."))
        == page
    )


def test_a_paragraph_that_lost_its_bullet_is_a_line_of_its_own() -> None:
    page = "How are they used?Explore definitions"

    text = read([page], paragraph("How are they used?"), paragraph("Explore definitions"))

    assert text == "How are they used?\nExplore definitions"


def test_headings_are_marked_however_the_rest_was_found() -> None:
    page = f"{FULL}\nWhat worked\n{FULL}"

    extract = laid_out(blocks([page], marks([node("heading", "What worked", level=2), paragraph("a\nb")])))

    assert extract.text == f"{FULL}\n\nWhat worked\n\n{FULL}"
    assert [(each.level, each.title) for each in extract.headings] == [(2, "What worked")]


@pytest.mark.parametrize(
    "title",
    [
        "and this goes on",
        "Page 3 of 12",
        "359 / 477",
        "Products include:",
        "https://example.org/A",
        "X" * 151,
        "The council asked its crews first, as they knew best what it needed.",
    ],
)
def test_what_cannot_be_a_heading_stays_text(title: str) -> None:
    extract = laid_out(blocks([f"{title}\n{FULL}"], marks([node("heading", title, level=2)])))

    assert extract.headings == ()
    assert letters(title) in letters(extract.text)


def test_a_numbered_line_is_a_heading_without_the_analysis() -> None:
    extract = laid_out(blocks([f"1 LEARNING\n{FULL}.\n1.2. What worked\n{FULL}\n1. Crews know"], []))

    assert [(each.level, each.title) for each in extract.headings] == [
        (1, "1 LEARNING"),
        (2, "1.2. What worked"),
    ]


def test_a_space_that_only_the_analysis_has_is_put_back() -> None:
    page = "Show how to define a cohortShow how to measure it"

    text = read([page], paragraph("Show how to define a cohort Show how to measure it"))

    assert "cohort Show" in text.replace("\n", " ")


def test_brackets_quotation_marks_and_bullets_stay_with_their_words() -> None:
    page = "Before (all) of it.\n“Crews know.”\n• Ask\n• Listen."

    text = read(
        [page],
        paragraph('"Crews know."'),
        node("list_item", "Ask"),
        node("list_item", "Listen"),
    )

    assert text == "Before (all) of it.\n\n“Crews know.”\n• Ask\n• Listen."


def test_a_number_stays_with_its_item() -> None:
    text = read(
        ["It says so.\n1. Policy context"], paragraph("It says so."), node("list_item", "Policy context")
    )

    assert text == "It says so.\n1. Policy context"


def test_a_sentence_goes_on_across_the_end_of_a_page() -> None:
    extract = laid_out(blocks([f"{FULL}", "needed doing.", "Another matter."], []))

    assert extract.text == f"{FULL} needed doing.\n\nAnother matter."
    assert [extract.text[page.start :].split()[0] for page in extract.pages] == ["The", "needed", "Another"]
    assert all(above.start < below.start for above, below in pairwise(extract.pages))


def test_a_finished_sentence_does_not_go_on() -> None:
    assert laid_out(blocks(["It ended.", "e-mail was used."], [])).text == "It ended.\n\ne-mail was used."


def test_blocks_know_their_page() -> None:
    assert [block.page for block in blocks(["One.", "", "Three."], [])] == [1, 3]
    assert next(blocks(["One."], [])) == Block("One.", page=1)
