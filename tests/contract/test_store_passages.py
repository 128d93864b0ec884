"""What indexes and answers read of passages, and the vectors that belong to them."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.errors import MissingVectorsError
from knowledge.model import Audience, Passage, Status
from knowledge.store import PassageVectors, Store, StoredPassage
from knowledge.store.columns import Vector
from tests.contract.store_samples import (
    MODEL,
    NOW,
    case_study,
    digest,
    passage_vectors,
    passages_of,
    put,
    source,
    vector,
    vectors_of,
)

OTHER_MODEL = "syllables@2"


Found = tuple[str, str]


def read(store: Store, *, among: list[str] | None = None, batch: int = 1000) -> list[list[Found]]:
    """Case study and text of each passage, batch by batch."""
    batches = store.passages.embedded(MODEL, among, batch=batch)
    return [[(each.cited.passage.case_study, each.cited.text) for each in some] for some in batches]


def flat(batches: list[list[Found]]) -> list[Found]:
    return [found for some in batches for found in some]


def test_a_cited_passage_carries_its_text_and_its_case_study(store: Store) -> None:
    study = replace(
        case_study("kent", "über Kent\U0001f600 partners", councils=("Kent",), audience=Audience.PUBLIC),
        status=Status.SHARED,
    )
    put(store, study)

    wanted = [stored.passage for stored in passages_of(study)]
    cited = store.passages.cited([*(passage.id for passage in wanted), "kent:900-901"])

    assert [cited[passage.id].passage for passage in wanted] == wanted
    assert [cited[passage.id].text for passage in wanted] == ["über", "Kent\U0001f600", "partners"]
    assert len(cited) == 3
    assert {(each.metadata, each.status) for each in cited.values()} == {(study.metadata, Status.SHARED)}


def test_heading_and_page_of_a_passage_are_kept(store: Store) -> None:
    study = case_study("kent", "words")
    passage = Passage("kent", 0, 5, heading="Kent > What was done", page=12)

    store.case_studies.put(
        study,
        [StoredPassage(passage, digest("words"))],
        vectors_of("words"),
        model=MODEL,
        source=source("/in/kent.md", "words"),
        original=b"",
        now=NOW,
    )

    assert store.passages.of("kent") == (StoredPassage(passage, digest("words")),)
    assert store.passages.of("medway") == ()


@pytest.mark.parametrize("batch", [1, 2, 3, 4, 5, 1000])
def test_batches_hold_every_passage_once_in_the_order_of_ids_and_texts(store: Store, batch: int) -> None:
    put(store, case_study("b", "one two three"))
    put(store, case_study("a", "four"))
    put(store, case_study("c", ""))
    put(store, case_study("B", "one"))

    batches = read(store, batch=batch)

    assert flat(batches) == [("B", "one"), ("a", "four"), ("b", "one"), ("b", "two"), ("b", "three")]
    assert [len(some) for some in batches[:-1]] == [batch] * (len(batches) - 1)
    assert store.passages.count() == 5


def test_batches_can_be_narrowed_to_some_case_studies(store: Store) -> None:
    for name in "abcd":
        put(store, case_study(name, f"{name}1 {name}2"))

    assert flat(read(store, among=["d", "b", "none"], batch=3)) == [
        ("b", "b1"),
        ("b", "b2"),
        ("d", "d1"),
        ("d", "d2"),
    ]
    assert read(store, among=[]) == []


def test_batches_go_on_while_others_write(store: Store) -> None:
    put(store, case_study("a", "one two"))
    put(store, case_study("c", "three four"))
    batches = store.passages.embedded(MODEL, batch=2)
    next(batches)

    put(store, case_study("b", "five six"))
    store.case_studies.remove("a")

    assert [[each.cited.text for each in some] for some in batches] == [["five", "six"], ["three", "four"]]


def test_each_passage_comes_with_the_vector_of_its_words(store: Store) -> None:
    put(store, case_study("a", "one two"))

    [[one, two]] = store.passages.embedded(MODEL)

    assert np.array_equal(one.vector, vector("one"))
    assert np.array_equal(two.vector, vector("two"))
    assert one.vector.dtype == np.float32


@pytest.mark.parametrize(
    "made",
    [
        np.array([0.1, -0.0, np.float32(1e-45), 3.4e38], dtype=np.float32),
        np.array([0.1, 2], dtype=np.float64),
        np.arange(6, dtype=">f4")[::2],
    ],
    ids=["float32", "float64", "big-endian stride"],
)
def test_a_vector_comes_back_as_the_same_float32_numbers(store: Store, made: Vector) -> None:
    given = PassageVectors(made, ((0, 2), (2, 4)), np.stack([made, made]).astype(np.float32))
    put(store, case_study("kent", "word"), vectors={digest("word"): given})

    known = store.vectors.known(MODEL, [digest("word"), digest("none")])

    assert known.keys() == {digest("word")}
    assert known[digest("word")].whole.tobytes() == made.astype("<f4").tobytes()
    assert known[digest("word")].whole.dtype == np.dtype("float32")


def test_sentences_come_back_at_their_places_with_their_directions(store: Store) -> None:
    numbers = np.random.default_rng(7).normal(size=(3, 16)).astype(np.float32)
    directions = numbers / np.linalg.norm(numbers, axis=1, keepdims=True)
    places = ((0, 2), (3, 70_000), (70_001, 70_002))
    given = {digest("word"): PassageVectors(vector("word"), places, directions)}

    put(store, case_study("kent", "word"), vectors=given)

    [kept] = store.passages.sentenced(MODEL, ["kent:0-4", "gone:0-4"]).values()
    assert kept.vectors.stretches == places
    assert np.min(np.sum(kept.vectors.sentences * directions, axis=1)) > 0.999
    assert np.allclose(np.linalg.norm(kept.vectors.sentences, axis=1), 1)


def test_a_passage_may_have_no_sentence(store: Store) -> None:
    nothing = PassageVectors(vector("word"), (), np.empty((0, 16), dtype=np.float32))

    put(store, case_study("kent", "word"), vectors={digest("word"): nothing})

    [kept] = store.passages.sentenced(MODEL, ["kent:0-4"]).values()
    assert (kept.cited.text, kept.vectors.sentences.shape) == ("word", (0, 16))
    assert store.passages.sentenced("another@1", ["kent:0-4"]) == {}


def test_passages_without_a_vector_of_the_model_stop_an_index_and_can_be_embedded(store: Store) -> None:
    put(store, case_study("a", "one two"))
    put(store, case_study("b", "two three"), model=OTHER_MODEL)
    with pytest.raises(MissingVectorsError, match="peerbot rebuild"):
        read(store)
    assert store.vectors.missing(MODEL) == 1

    for batch in store.passages.unembedded(MODEL, batch=1):
        assert {key: digest(cited.text) for key, cited in batch.items()} == {key: key for key in batch}
        store.vectors.add(MODEL, {key: passage_vectors(cited.text) for key, cited in batch.items()})

    assert store.vectors.missing(MODEL) == 0
    assert flat(read(store)) == [("a", "one"), ("a", "two"), ("b", "two"), ("b", "three")]


def test_a_vector_that_no_passage_asks_for_is_not_stored(store: Store) -> None:
    put(store, case_study("a", "one"))

    store.vectors.add(OTHER_MODEL, vectors_of("one two"))

    assert store.vectors.known(OTHER_MODEL, vectors_of("one two")).keys() == {digest("one")}


def test_vectors_of_models_that_are_not_used_any_more_can_go(store: Store) -> None:
    put(store, case_study("a", "one"))
    store.vectors.add(OTHER_MODEL, vectors_of("one"))

    store.vectors.keep_only(OTHER_MODEL)

    assert store.vectors.known(MODEL, [digest("one")]) == {}
    assert store.vectors.missing(OTHER_MODEL) == 0


def test_vectors_of_every_model_go_with_their_last_passage(store: Store) -> None:
    put(store, case_study("a", "one"))
    store.vectors.add(OTHER_MODEL, vectors_of("one"))

    store.case_studies.remove("a")

    assert store.vectors.known(MODEL, [digest("one")]) == {}
    assert store.vectors.known(OTHER_MODEL, [digest("one")]) == {}
