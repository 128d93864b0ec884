"""A case study made ready: what is embedded, under which key, and with which offsets."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import CaseStudy, Heading, Metadata
from knowledge.preparing import Prepared, Text, case_study_id, embed, in_groups, prepare, text_of
from knowledge.store import SourceFile
from tests.embedders import HashedEmbedder, WatchedEmbedder

SOURCE = SourceFile("/in/parks.md", "hash", "hash", 4, datetime(2026, 3, 4, tzinfo=UTC))
TEXT = "# Parks\n\nKent opened parks. They cost little.\n\n# Trees\n\nHull planted trees."
STUDY = CaseStudy(
    "parks",
    Metadata("Green places", ("Kent",), "2003"),
    TEXT,
    (Heading(0, 7, 1, "Parks"), Heading(TEXT.index("# Trees"), TEXT.index("Hull"), 1, "Trees")),
)


def prepared(study: CaseStudy = STUDY) -> Prepared:
    return prepare(study, SOURCE, b"# Parks", new=True)


def test_the_embedder_reads_the_header_and_the_indexes_keep_the_passage() -> None:
    made = prepared()

    [parks, trees] = made.texts.values()
    assert parks.text == "Kent | Green places | Parks | 2003\nKent opened parks. They cost little."
    assert trees.text == "Kent | Green places | Trees | 2003\nHull planted trees."
    passages = [stored.passage for stored in made.passages]
    assert [TEXT[one.start : one.end] for one in passages] == [
        text.text[text.offset :] for text in (parks, trees)
    ]
    assert [stored.vector_key for stored in made.passages] == list(made.texts)


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_offsets_lead_from_what_is_embedded_to_the_passage(own: str, title: str, heading: str) -> None:
    text = text_of(Metadata(title, ("Kent",)), heading, own)

    assert text.text[text.offset :] == own
    assert text.text.endswith(own)
    for start, end in text.sentences:
        assert text.text[start + text.offset : end + text.offset] == own[start:end]


def test_a_text_without_a_header_stands_alone() -> None:
    assert text_of(Metadata(""), "", "Words.").text == "Words."


def test_the_same_words_under_the_same_header_share_a_vector() -> None:
    again = prepared(replace(STUDY, id="other"))
    renamed = prepared(replace(STUDY, metadata=replace(STUDY.metadata, title="Other")))

    assert again.texts.keys() == prepared().texts.keys()
    assert not renamed.texts.keys() & prepared().texts.keys()


def test_the_same_words_cut_into_other_sentences_do_not() -> None:
    text = text_of(Metadata("T"), "", "One. Two.")

    assert replace(text, sentences=((0, 9),)).key != text.key


def test_a_text_is_embedded_once_with_a_vector_for_each_sentence() -> None:
    embedder = WatchedEmbedder()
    made = prepared()

    vectors = embed(embedder, made.texts)

    assert embedder.embedded == [text.text for text in made.texts.values()]
    for key, text in made.texts.items():
        assert vectors[key].stretches == text.sentences
        own = [text.text[text.offset :][start:end] for start, end in text.sentences]
        nearness = vectors[key].sentences @ embedder.encode_query(own).T
        assert nearness.argmax(axis=1).tolist() == list(range(len(own)))
        assert nearness.diagonal() == pytest.approx(1, abs=0.1)
    [whole] = HashedEmbedder().encode_query([next(iter(made.texts.values())).text])
    assert vectors[next(iter(made.texts))].whole == pytest.approx(whole)


def test_nothing_is_embedded_of_nothing() -> None:
    assert embed(HashedEmbedder(), {}) == {}


@given(st.lists(st.integers(0, 9), max_size=30), st.integers(1, 12))
def test_groups_hold_everyone_in_order_and_are_as_small_as_will_do(sizes: list[int], size: int) -> None:
    everyone = [
        replace(prepared(), texts={str(number): Text("", 0, ()) for number in range(count)})
        for count in sizes
    ]

    groups = list(in_groups(everyone, size))

    assert [one for group in groups for one in group] == everyone
    for group, _following in pairwise(groups):
        counts = [len(one.texts) for one in group]
        assert sum(counts) >= size > sum(counts[:-1])


ORIGINS = st.text(min_size=1, max_size=30)


@given(st.text(), ORIGINS)
def test_an_id_is_short_plain_and_always_the_same(title: str, origin: str) -> None:
    id_ = case_study_id(title, origin)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{6}", id_)
    assert len(id_) <= 55
    assert id_ == case_study_id(title, origin)


@given(st.text(), ORIGINS, ORIGINS)
def test_files_of_one_title_have_ids_of_their_own(title: str, one: str, other: str) -> None:
    assert (case_study_id(title, one) == case_study_id(title, other)) == (one == other)


@pytest.mark.parametrize(
    ("title", "beginning"),
    [
        ("How Kent worked with partners", "how-kent-worked-with-partners-"),
        ("Café & Žižkov: 50% off!", "cafe-zizkov-50-off-"),
        ("図書館", "case-study-"),
        ("A" * 47 + " lot more", "a" * 47 + "-"),
        ("\udcff", "case-study-"),
    ],
)
def test_an_id_begins_with_the_words_of_the_title(title: str, beginning: str) -> None:
    assert re.fullmatch(rf"{beginning}[0-9a-f]{{6}}", case_study_id(title, "/in/x.md\udcff"))
