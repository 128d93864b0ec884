"""Stems are taken word by word, and are those that the indexes are made of."""

from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.index.terms import analyzer, stems

WORDS = st.sampled_from(
    ("Skies", "skiing", "SKIES", "happily", "well-being's", "café", "CAFÉS", "ﬁnding", "½", "x" * 60)
)


@given(st.text() | st.lists(WORDS).map(" ".join))
@example("x" * 59 + " " + "y" * 60)
@example("Straße, STRASSE; ÆGIS/aegis")
@example("⑴ one letter that becomes three")
def test_a_texts_stems_are_those_it_is_indexed_by(text: str) -> None:
    assert list(stems(text)) == list(dict.fromkeys(analyzer().analyze(text)))


def test_stems_are_told_once_in_the_order_they_come() -> None:
    assert stems("Parks, and a pârk: parking") == ("park", "and", "a")
