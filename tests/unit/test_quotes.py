"""What an answer quotes: verbatim, few, nothing twice, nobody crowded out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.evidence import Found, sentences_of
from knowledge.evidence import Sentence as Weighed
from knowledge.model import Quote
from knowledge.quotes import Wish, choose, quote, without_repeats
from tests.found_passages import found, passages, question, stems

OPENINGS = ["Kent", "It", "They", "The council", "However, it", "As a result the council", "This"]
ENDINGS = [
    "saved money with its partners.",
    "built schools in every town.",
    "asked people what they want.",
    "paid.",
]
SENTENCES = st.tuples(st.sampled_from(OPENINGS), st.sampled_from(ENDINGS)).map(" ".join)
TEXTS = st.lists(st.tuples(SENTENCES, st.sampled_from([" ", "\n"])).map("".join), min_size=1, max_size=4).map(
    "".join
)
CASE_STUDIES = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.tuples(st.lists(TEXTS, min_size=1, max_size=3), st.sets(st.sampled_from(["Kent", "Hull", "York"]))),
    min_size=1,
)
WISHES = st.builds(
    Wish,
    st.lists(st.sampled_from(["Kent", "Hull County Council"]), unique=True).map(tuple),
    st.booleans(),
    st.integers(1, 6),
)
ASKED = "How did Kent save money with its partners?"


def weigh(shelf: Sequence[Found], asked: str = ASKED) -> list[Weighed]:
    return sentences_of(question(asked), shelf, stems)


def texts(quotes: Sequence[Quote]) -> list[str]:
    return [one.text for one in quotes]


def shelf_of(case_studies: dict[str, tuple[list[str], set[str]]]) -> list[Found]:
    return [
        passage
        for id_, (parts, councils) in case_studies.items()
        for passage in passages(id_, parts, *sorted(councils))
    ]


@given(CASE_STUDIES, WISHES)
def test_every_quote_is_a_slice_of_its_case_study(
    case_studies: dict[str, tuple[list[str], set[str]]], wish: Wish
) -> None:
    for one in choose(weigh(shelf_of(case_studies)), wish):
        whole = "\n\n".join(case_studies[one.case_study][0])
        assert one.text == whole[one.start : one.end] == one.text.strip() != ""


@given(CASE_STUDIES, WISHES)
def test_there_are_as_many_quotes_as_are_wished_for_at_most_and_one_at_least(
    case_studies: dict[str, tuple[list[str], set[str]]], wish: Wish
) -> None:
    sentences = weigh(shelf_of(case_studies))

    quotes = choose(sentences, wish)

    assert len(quotes) <= wish.limit
    assert bool(quotes) == bool(sentences)


@given(CASE_STUDIES, WISHES)
def test_no_two_quotes_overlap(case_studies: dict[str, tuple[list[str], set[str]]], wish: Wish) -> None:
    for one, other in combinations(choose(weigh(shelf_of(case_studies)), wish), 2):
        assert one.case_study != other.case_study or one.end <= other.start or other.end <= one.start


@given(CASE_STUDIES, WISHES)
def test_no_two_councils_that_are_not_compared_are_quoted_with_the_same_words(
    case_studies: dict[str, tuple[list[str], set[str]]], wish: Wish
) -> None:
    quotes = choose(weigh(shelf_of(case_studies)), replace(wish, compares=False))

    assert len({one.text.casefold() for one in quotes}) == len(quotes)
    scores = [one.score for one in quotes]
    assert scores == sorted(scores, reverse=True)


@given(CASE_STUDIES, WISHES)
def test_quotes_of_one_council_stand_together_when_councils_are_compared(
    case_studies: dict[str, tuple[list[str], set[str]]], wish: Wish
) -> None:
    alone = {id_: (parts, set(sorted(councils)[:1])) for id_, (parts, councils) in case_studies.items()}

    quotes = choose(weigh(shelf_of(alone)), replace(wish, compares=True))

    councils = [one.council for one in quotes]
    changes = sum(before != after for before, after in pairwise(councils))
    assert changes == max(len(set(councils)) - 1, 0)


def test_nothing_found_gives_no_quote() -> None:
    assert choose([], Wish()) == []


def test_a_sentence_that_matches_nothing_is_still_the_best_there_is() -> None:
    shelf = [found("Cheese and a brass band won the village fair.", "Hull")]
    [sentence] = weigh(shelf)

    assert texts(choose([replace(sentence, similarity=-0.4)], Wish())) == [sentence.text]


def weighing(*weights: tuple[Found, float]) -> list[Weighed]:
    """Each passage's first sentence, as near to the question as is said."""
    sentences = [Weighed(passage, 0, similarity, 1.0) for passage, similarity in weights]
    return sorted(sentences, key=lambda one: -one.weight)


KENT = passages(
    "kent", ["Kent saved money early on.", "Partners of Kent paid it.", "Nobody lost work there."], "Kent"
)
HULL = found("Hull closed an old depot.", "Hull")
YORK = found("York sold two old vans too.", "York")


def test_one_case_study_does_not_crowd_out_the_others() -> None:
    sentences = weighing((KENT[0], 0.9), (KENT[1], 0.9), (KENT[2], 0.9), (HULL, 0.7))

    assert Counter(one.case_study for one in choose(sentences, Wish(limit=3))) == {"kent": 2, "hull": 1}


def test_what_the_others_leave_free_a_case_study_may_fill() -> None:
    sentences = weighing((KENT[0], 0.9), (KENT[1], 0.9), (KENT[2], 0.9), (HULL, 0.7))

    assert Counter(one.case_study for one in choose(sentences, Wish(limit=4))) == {"kent": 3, "hull": 1}


def test_what_is_beside_the_point_is_not_quoted() -> None:
    text = "Kent did save money with its partners. Lunch was served to everybody at noon."

    assert texts(choose(weigh([found(text, "Kent")]), Wish())) == ["Kent did save money with its partners."]


def test_the_same_sentence_in_two_case_studies_is_quoted_once() -> None:
    shelf = [
        found("Kent did save money with its partners.", case_study="one"),
        found("Kent did save\nmoney  with its Partners.", case_study="two"),
    ]

    assert len(choose(weigh(shelf), Wish())) == 1


def test_every_council_that_is_named_has_its_say() -> None:
    shelf = [
        found(
            "Kent did save money with its partners. Kent did save even more money later.",
            "Kent County Council",
        ),
        found("Hull did save money by closing one depot.", "Hull City Council"),
    ]
    asked = "How did Kent and Hull save money?"

    quotes = choose(weigh(shelf, asked), Wish(("Hull", "Kent"), compares=True, limit=2))

    assert {one.council for one in quotes} == {"Kent County Council", "Hull City Council"}


def test_councils_whose_sentences_stand_at_the_same_place_are_all_heard() -> None:
    shelf = [found("They did save a lot of money.", name) for name in ("Hull", "York", "Kent")]
    others = passages("more", ["Kent saved money early on.", "Partners of Kent paid it."], "Kent")
    sentences = weighing((others[0], 0.9), (others[1], 0.9), *((one, 0.7) for one in shelf[:2]))
    sentences = [replace(one, found=replace(one.found, vectors=one.found.vectors * 0)) for one in sentences]

    quotes = choose(sentences, Wish(("Kent", "Hull", "York"), compares=True, limit=3))

    assert {one.council for one in quotes} == {"Kent", "Hull", "York"}


def test_a_sentence_that_leans_on_the_one_before_takes_it_along() -> None:
    text = "Kent had many partners then. They did save money with its help."
    sentences = weigh([found(text, "Kent")], "How did they save money?")

    assert quote(sentences[0]).text == text


def test_it_takes_no_more_than_the_one_before() -> None:
    text = "The year was wet everywhere. Kent had many partners then. They did save money with its help."
    sentences = weigh([found(text, "Kent")], "How did they save money?")

    assert quote(sentences[0]).text == "Kent had many partners then. They did save money with its help."


def test_a_sentence_that_leans_on_another_paragraph_stands_alone() -> None:
    text = "Kent had many partners then.\nThey did save money with its help."
    sentences = weigh([found(text, "Kent")], "How did they save money?")

    assert quote(sentences[0]).text == "They did save money with its help."


def test_two_sentences_that_are_too_long_together_stay_apart() -> None:
    text = f"Kent had {'very ' * 80}many partners. They did save money with its help."
    sentences = weigh([found(text, "Kent")], "How did they save money?")

    assert quote(sentences[0]).text == "They did save money with its help."


def test_a_quote_says_where_it_stands() -> None:
    shelf = [
        replace(
            found(
                "Kent did save money with its partners.", "Kent", "Hull", start=40, heading="Costs > Year 1"
            )
        )
    ]

    [one] = choose(weigh(shelf), Wish())

    assert (one.start, one.end) == (40, 78)
    assert (one.case_study, one.council, one.title) == ("kent-hull", "Kent and Hull", "About kent-hull")
    assert (one.heading, one.page, one.as_of, one.status) == (
        "Costs > Year 1",
        None,
        "2003",
        "published case study",
    )
    assert 0 < one.score <= 1


def test_words_that_were_quoted_before_are_left_out() -> None:
    [whole] = [
        quote(one) for one in sentences_of(question(ASKED), [found(f"Kent {ENDINGS[0]}", "Kent")], stems)
    ]
    part = replace(whole, start=whole.start + 5)
    after = replace(whole, start=whole.end, end=whole.end + 9)
    elsewhere = replace(whole, case_study="hull")

    assert without_repeats([whole, part, after, elsewhere, whole]) == [whole, after, elsewhere]
    assert without_repeats([part, whole]) == [part]
