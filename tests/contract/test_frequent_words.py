"""Words that very many texts have: they count where a rarer word is, and are all there is where none is."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.entries import Entry
from knowledge.index.terms import TermIndex
from knowledge.model import Audience, Filters, Metadata, Passage, Status
from knowledge.scopes import PUBLIC

WORDS = ("of", "the", "trees", "parks", "grant")
TEXTS = ("of the trees", "of of the parks", "the grant of trees", "of the", "of", "the parks of the grant")
FREQUENT = 4  # texts; "of" and "the" are in more


def entry(number: int) -> Entry:
    text, metadata = TEXTS[number], Metadata("Parks", audience=Audience.PUBLIC)
    passage = Passage(f"c{number}", 0, len(text), heading="", page=None)
    return Entry(passage, metadata, Status.PUBLISHED, text, np.zeros(2, dtype=np.float32))


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, TermIndex]:
    """By whether frequent words find nothing by themselves."""
    return {limited: _made(tmp_path_factory.mktemp("terms"), limited=limited) for limited in (True, False)}


def _made(folder: Path, *, limited: bool) -> TermIndex:
    index = TermIndex(folder, frequent=FREQUENT) if limited else TermIndex(folder)
    index.replace([], iter([[entry(number) for number in range(len(TEXTS))]]))
    return index


@pytest.mark.parametrize("filters", [Filters(), Filters(scopes=frozenset({PUBLIC}))])
@given(asked=st.lists(st.sampled_from(WORDS), min_size=1, unique=True))
def test_what_has_a_rarer_word_is_found_with_the_score_it_always_had(
    indexes: dict[bool, TermIndex], filters: Filters, asked: list[str]
) -> None:
    every, found = (indexes[limited].best(" ".join(asked), 100, filters) for limited in (False, True))
    rarer = set(asked) - {"of", "the"}
    wanted = {
        passage: score
        for passage, score in every.items()
        if not rarer or rarer & set(TEXTS[int(passage[1])].split())
    }

    assert found == pytest.approx(wanted)
