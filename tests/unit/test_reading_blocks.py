from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Heading, Page
from knowledge.reading.blocks import NEW_LINE, NEW_PARAGRAPH, SAME_LINE, Block, laid_out, rows

blocks = st.lists(
    st.builds(
        Block,
        text=st.text(st.sampled_from("ab é\n\t\u200b")),
        level=st.integers(0, 3),
        page=st.integers(1, 5),
        gap=st.sampled_from([NEW_PARAGRAPH, NEW_LINE, SAME_LINE, ""]),
    )
)


@given(blocks)
def test_no_word_is_lost_or_moved(written: list[Block]) -> None:
    letters = "".join("".join(block.text for block in written).replace("\u200b", "").split())

    assert "".join(laid_out(written).text.split()) == letters


@given(blocks)
def test_every_heading_is_a_whole_line_of_its_own(written: list[Block]) -> None:
    extract = laid_out(written)

    for heading in extract.headings:
        assert extract.text[heading.start : heading.end] == heading.title
        assert extract.text[: heading.start].endswith("\n\n") or heading.start == 0
        assert extract.text[heading.end :].startswith("\n\n") or heading.end == len(extract.text)


@given(blocks)
def test_pages_and_headings_are_in_order(written: list[Block]) -> None:
    extract = laid_out(written)

    assert all(above.end <= below.start for above, below in pairwise(extract.headings))
    assert all(above.start < below.start for above, below in pairwise(extract.pages))


def test_blocks_are_laid_out_with_the_gaps_they_ask_for() -> None:
    extract = laid_out(
        [
            Block("Bins\nin Hull", level=1, page=1, gap=SAME_LINE),
            Block("First line,", page=1, gap=SAME_LINE),
            Block("  ", page=2),
            Block("second.", page=3, gap=SAME_LINE),
            Block("Row", page=3, gap=NEW_LINE),
        ]
    )

    assert extract.text == "Bins in Hull\n\nFirst line, second.\nRow"
    assert extract.headings == (Heading(0, 12, 1, "Bins in Hull"),)
    assert extract.pages == (Page(0, 1), Page(26, 3))


def test_a_table_is_a_paragraph_of_rows() -> None:
    cells = [["Year", "Homes"], ["", " "], ["2024", "", "1\n200"]]

    assert laid_out([Block("Above"), *rows(cells)]).text == "Above\n\nYear | Homes\n2024 | 1 200"
