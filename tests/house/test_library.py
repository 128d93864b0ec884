"""The sample library and its labelled questions keep their form, and say nothing in others' words."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.model import AS_OF, Audience, Theme

PROJECT = Path(__file__).parents[2]
LIBRARY = PROJECT / "knowledge" / "library"
QUESTIONS = PROJECT / "tests" / "library" / "questions.jsonl"
CORPUS = PROJECT.parent / "shared" / "corpus"

FRONT_MATTER = {"title", "councils", "as_of", "themes", "audience", "source", "facts"}
QUESTION = {"id", "text", "kind", "split", "case_studies", "must_contain"}
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+/\S*")
WORD = re.compile(r"[^\W_]+")
SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the library: its stem, its front matter, and the text below it."""

    stem: str
    front: dict[str, Any]
    text: str


def read(path: Path) -> File:
    opening, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == "", f"{path.name} does not start with front matter"
    return File(path.stem, yaml.safe_load(front), text)


FILES = {path.stem: read(path) for path in sorted(LIBRARY.glob("*.md"))}
ASKED = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]

each_file = pytest.mark.parametrize("file", FILES.values(), ids=lambda file: file.stem)
each_question = pytest.mark.parametrize("question", ASKED, ids=lambda question: question["id"])


def addresses(front: dict[str, Any]) -> list[str]:
    return [front["source"], *(fact["address"] for fact in front["facts"])]


def words(text: str) -> str:
    """The words of ``text`` in lower case, a space around each, so that no word matches inside another."""
    return f" {' '.join(WORD.findall(text.lower()))} "


def long_sentences(text: str) -> Iterator[str]:
    """Sentences of eight words or more: shorter ones two authors may well write alike."""
    return (sentence for sentence in SENTENCE_END.split(text) if len(words(sentence).split()) >= 8)


def test_the_library_is_small_enough_to_read_and_large_enough_to_search() -> None:
    assert 8 <= len(FILES) <= 12


def test_every_theme_has_a_case_study() -> None:
    assert {theme for file in FILES.values() for theme in file.front["themes"]} == set(Theme)


@each_file
def test_the_front_matter_has_the_keys_the_reader_knows(file: File) -> None:
    assert set(file.front) == FRONT_MATTER
    assert all(set(fact) == {"fact", "address"} for fact in file.front["facts"])


@each_file
def test_the_front_matter_has_the_values_the_model_knows(file: File) -> None:
    assert all(isinstance(council, str) for council in file.front["councils"])
    assert file.front["themes"]
    assert set(file.front["themes"]) <= set(Theme)
    assert file.front["audience"] == Audience.PUBLIC
    assert isinstance(file.front["as_of"], str), "unquoted, YAML reads a year as a number"
    assert AS_OF.fullmatch(file.front["as_of"])


@each_file
def test_every_fact_has_a_web_address_and_so_has_the_file(file: File) -> None:
    assert file.front["facts"]
    assert [address for address in addresses(file.front) if not ADDRESS.fullmatch(address)] == []


@each_file
def test_the_main_source_is_among_the_sources_of_the_facts(file: File) -> None:
    assert file.front["source"] in addresses(file.front)[1:]


@each_file
def test_a_file_has_one_title_and_sections_below_it(file: File) -> None:
    headings = re.findall(r"^(#+) (.+)$", file.text, re.MULTILINE)
    assert headings[0] == ("#", file.front["title"])
    assert len(headings) > 3
    assert {marks for marks, _ in headings[1:]} == {"##"}


@each_file
def test_a_file_is_read_in_a_few_minutes(file: File) -> None:
    assert 350 <= len(words(file.text).split()) <= 900


@each_file
def test_a_paragraph_is_one_line_so_that_quotes_hold_no_line_break(file: File) -> None:
    lines = file.text.splitlines()
    broken = [a for a, b in pairwise(lines) if a and b and not b.startswith("|")]
    assert broken == []


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is in copyright: it lies beside the project, and is not here"
)
@each_file
def test_no_sentence_comes_from_the_corpus(file: File) -> None:
    sources = [words(path.read_text(encoding="utf-8")) for path in CORPUS.glob("*.txt")]
    assert sources
    copied = [
        sentence for sentence in long_sentences(file.text) if any(words(sentence) in text for text in sources)
    ]
    assert copied == []


def test_questions_are_told_apart_by_id_and_by_text() -> None:
    assert [question["id"] for question in ASKED] == [f"q{n:02}" for n in range(1, len(ASKED) + 1)]
    assert len({question["text"].casefold() for question in ASKED}) == len(ASKED)


@pytest.mark.parametrize(
    ("kind", "fewest"), [("answerable", 20), ("several_councils", 8), ("not_covered", 15)]
)
def test_there_are_enough_questions_of_each_kind_and_a_third_is_held_back(kind: str, fewest: int) -> None:
    splits = [question["split"] for question in ASKED if question["kind"] == kind]
    assert len(splits) >= fewest
    assert set(splits) == {"tune", "check"}
    assert 0.25 <= splits.count("check") / len(splits) <= 0.45


@each_question
def test_a_question_has_its_keys_and_a_known_kind(question: dict[str, Any]) -> None:
    assert set(question) == QUESTION
    assert question["text"].strip()
    assert question["kind"] in {"answerable", "several_councils", "not_covered"}


@each_question
def test_only_a_question_that_is_covered_names_case_studies(question: dict[str, Any]) -> None:
    fewest = {"not_covered": 0, "answerable": 1, "several_councils": 2}[question["kind"]]
    assert len(question["case_studies"]) >= fewest
    assert bool(question["case_studies"]) == (question["kind"] != "not_covered")
    assert set(question["case_studies"]) <= set(FILES)


@each_question
def test_the_phrases_of_a_right_answer_stand_in_its_case_studies(question: dict[str, Any]) -> None:
    texts = {stem: FILES[stem].text for stem in question["case_studies"]}
    phrases = question["must_contain"]
    assert [phrase for phrase in phrases if not any(phrase in text for text in texts.values())] == []
    assert [stem for stem, text in texts.items() if not any(phrase in text for phrase in phrases)] == []


@each_question
def test_a_question_does_not_repeat_the_sentence_that_answers_it(question: dict[str, Any]) -> None:
    asked = words(question["text"]).split()
    runs = [f" {' '.join(asked[i : i + 6])} " for i in range(len(asked) - 5)]
    texts = [words(FILES[stem].text) for stem in question["case_studies"]]
    assert [run for run in runs if any(run in text for text in texts)] == []
