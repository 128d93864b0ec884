"""The words in common, by Tantivy: BM25 (k1 1.2, b 0.75) over English stems.

Words are looked for in passages and in whole case studies: a case study that speaks of all a question
asks about, in one place and another, is nearer to it than a passage shows.
A question is taken as plain words, never as a query language: whatever a person types is safe.
Every word counts; measured, leaving out stop words helps on no set (docs/measurements.md). One that more
texts have than are read in a millisecond counts where a rarer word is.
Which text a hit is comes out of columns of numbers, not out of the stored documents: to unpack a thousand
of those takes five times as long as to find them (docs/profile.md).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, groupby
from pathlib import Path
from typing import Self

import tantivy
from tantivy import (
    DocAddress,
    Document,
    Filter,
    Occur,
    Query,
    Searcher,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Tokenizer,
)

from knowledge.index.entries import Entry, any_of, date_bounds, date_limits
from knowledge.model import Filters, passage_id

_HEAP_BYTES = 64_000_000
_ANALYZER = "english"
_LONGEST_WORD_BYTES = 60  # what is longer is no word: a file's noise
_REMEMBERED = 5_000  # texts and their stems, some 2 kB each; a question looks at a hundred
_WORDS_REMEMBERED = 10_000  # and their stems, .2 kB each; all but one in 25 words of a new text
FREQUENT = 50_000
"""Texts with a word, beyond which it finds none by itself: reading that many of them costs a millisecond."""


def _words() -> TextAnalyzerBuilder:
    """Text to words, as they stand in a dictionary of no accents and no capitals."""
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST_WORD_BYTES))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


@lru_cache(1)
def analyzer() -> TextAnalyzer:
    """Text to stems, the same for passages and questions."""
    return _words().filter(Filter.stemmer("english")).build()


@lru_cache(1)
def _cutter() -> TextAnalyzer:
    return _words().build()


@lru_cache(1)
def _stemmer() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


@lru_cache(_WORDS_REMEMBERED)
def _stem(word: str) -> str:
    [stem] = _stemmer().analyze(word)
    return stem


@lru_cache(_REMEMBERED)
def stems(text: str) -> tuple[str, ...]:
    """The distinct stems of a text, in the order they come: what ``analyzer`` makes of it, only sooner."""
    readable = text.encode(errors="replace").decode()  # half a surrogate pair is no text to Tantivy
    return tuple(dict.fromkeys(map(_stem, _cutter().analyze(readable))))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("case_study", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("number", fast=True)
    builder.add_unsigned_field("start", fast=True)
    builder.add_unsigned_field("end", fast=True)
    builder.add_text_field("label", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("scope", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_integer_field("first_day", indexed=True, fast=True)
    builder.add_integer_field("last_day", indexed=True, fast=True)
    return builder.build()


class TermIndex:
    """Passages by their words, and by those of the whole case study they stand in."""

    def __init__(self, passages: "_Texts", case_studies: "_Texts") -> None:
        self._passages = passages
        self._case_studies = case_studies

    @classmethod
    def open(cls, folder: Path, frequent: int = FREQUENT) -> Self:
        """The index in a folder; ``frequent`` is how many texts with a word are too many to read."""
        return cls(_Texts(folder / "passages", frequent), _Texts(folder / "case_studies", frequent))

    def replace(self, case_studies: Sequence[str], entries: Iterator[Sequence[Entry]]) -> None:
        """Forget everything of these case studies, then add the entries, which come by case study."""
        with (
            self._passages.replacing(case_studies) as add,
            self._case_studies.replacing(case_studies) as add_whole,
        ):
            together = groupby(chain.from_iterable(entries), key=lambda entry: entry.passage.case_study)
            for _, of_case_study in together:
                texts = []
                for entry in of_case_study:
                    add(_document(entry, [entry.text], entry.passage.start))
                    texts.append(entry.text)
                add_whole(_document(entry, texts, 0))

    def best(self, question: str, limit: int, filters: Filters) -> dict[str, float]:
        """Passage ids and their scores, in no order; empty when they share no word.

        A case study's BM25 is shared out among its passages: the one with the highest BM25 of its own
        has all of it, another as large a part as its own BM25 is of that.
        """
        asked = stems(question)
        passages = self._passages.best(asked, limit, filters)
        whole = self._case_studies.best(asked, limit, filters)
        whole_scores = dict(zip(whole.column("number"), whole.scores, strict=True))
        lowest = min(whole.scores, default=0.0)
        numbers = passages.column("number")
        own = dict(zip(reversed(numbers), reversed(passages.scores), strict=True))  # so the best is the last
        names = self._passages.case_studies_of(passages, numbers)
        ids = map(passage_id, names, passages.column("start"), passages.column("end"))
        return {
            id_: whole_scores.get(number, lowest) * score / own[number]
            for id_, number, score in zip(ids, numbers, passages.scores, strict=True)
        }

    def weights(self, stems: Sequence[str]) -> dict[str, float]:
        """How telling each stem is: BM25's inverse document frequency over all passages."""
        return self._passages.weights(stems)

    def count(self) -> int:
        return self._passages.count()


@dataclass(frozen=True, slots=True)
class _Hits:
    """Texts that were found, best first."""

    searcher: Searcher
    """The only one whose addresses these are."""
    scores: list[float]
    addresses: list[DocAddress]

    def column(self, name: str) -> list[int]:
        """A number that each of them has."""
        return self.searcher.fast_field_values(name, self.addresses)  # type: ignore[return-value]  # all have one


class _Texts:
    """One Tantivy index of texts, each with its id, its case study and what filters select by."""

    def __init__(self, folder: Path, frequent: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._frequent = frequent
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer(_ANALYZER, analyzer())
        # Else a thread of Tantivy's reloads by itself after a commit, and leaves a lock file while it does.
        self._index.config_reader(reload_policy="manual")
        self._index.reload()
        self._searcher = self._index.searcher()
        self._names: dict[int, str] = {}
        """The ids of the case studies that were found before, by number; one for each at most."""

    @contextmanager
    def replacing(self, case_studies: Sequence[str]) -> Iterator[Callable[[Document], object]]:
        """Forgets everything of these case studies; what the ``with`` block adds is there after it."""
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for case_study in case_studies:
            writer.delete_documents_by_term("case_study", case_study)
        yield writer.add_document
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(self, stems: Sequence[str], limit: int, filters: Filters) -> _Hits:
        """The texts with the highest BM25."""
        searcher = self._searcher
        if not stems:
            return _Hits(searcher, [], [])
        words = self._words(stems)
        conditions = [(Occur.Must, condition) for condition in self._conditions(filters)]
        query = Query.boolean_query([(Occur.Must, words), *conditions]) if conditions else words
        hits = searcher.search(query, limit=limit, count=False).hits
        return _Hits(searcher, [score for score, _ in hits], [address for _, address in hits])

    def _words(self, stems: Sequence[str]) -> Query:
        """That a text has one of the words.

        A word like "of" is looked up in what the rarer words find, where it counts as any other; without
        them it would tell hardly one text from another.
        """
        words = {stem: (Occur.Should, self._term("text", stem)) for stem in stems}
        rare = [stem for stem in stems if self._searcher.doc_freq("text", stem) <= self._frequent]
        if len(rare) in {0, len(stems)}:
            return Query.boolean_query(list(words.values()))
        found = Query.boolean_query([words.pop(stem) for stem in rare])
        return Query.boolean_query([(Occur.Must, found), *words.values()])

    def weights(self, stems: Sequence[str]) -> dict[str, float]:
        texts = self._searcher.num_docs
        return {
            stem: math.log1p((texts - found + 0.5) / (found + 0.5))
            for stem in stems
            for found in [min(self._searcher.doc_freq("text", stem), texts)]
        }

    def count(self) -> int:
        return int(self._searcher.num_docs)

    def case_studies_of(self, hits: _Hits, numbers: Sequence[int]) -> list[str]:
        """The ids of the case studies that the texts stand in, whose numbers these are."""
        if not self._names.keys() >= set(numbers):
            for number, address in zip(numbers, hits.addresses, strict=True):
                if number not in self._names:
                    self._names[number] = str(hits.searcher.doc(address)["case_study"][0])
        return [self._names[number] for number in numbers]

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value, "freq" if field == "text" else "basic")

    def _conditions(self, filters: Filters) -> Iterator[Query]:
        """Conditions score nothing: a label's rarity must not move the ranking."""
        since, until = date_limits(filters)
        number = tantivy.FieldType.Integer
        if filters.scopes is not None:
            yield self._any("scope", sorted(filters.scopes))
        for group in any_of(filters):
            yield self._any("label", group)
        if since is not None:
            reached = Query.range_query(self._schema, "last_day", number, lower_bound=since)
            yield Query.const_score_query(reached, 0.0)
        if until is not None:
            passed = Query.range_query(self._schema, "first_day", number, upper_bound=until)
            yield Query.const_score_query(passed, 0.0)

    def _any(self, field: str, values: Sequence[str]) -> Query:
        """That the field has one of the values; nothing has one of none."""
        terms = Query.boolean_query([(Occur.Should, self._term(field, value)) for value in values])
        return Query.const_score_query(terms, 0.0)


def _document(entry: Entry, texts: Sequence[str], start: int) -> Document:
    """Texts of a case study from ``start`` to the end of the entry, the last of them.

    What filters select the case study by comes with them; its entries agree on that.
    """
    document = Document()
    document.add_text("case_study", entry.passage.case_study)
    document.add_unsigned("number", _number(entry.passage.case_study))
    document.add_unsigned("start", start)
    document.add_unsigned("end", entry.passage.end)
    document.add_text("scope", entry.scope)
    for text in texts:
        document.add_text("text", text)
    for label in entry.labels():
        document.add_text("label", label)
    if bounds := date_bounds(entry.metadata):
        document.add_integer("first_day", bounds[0])
        document.add_integer("last_day", bounds[1])
    return document


def _number(case_study: str) -> int:
    """A number no other case study has: that two of a million share one is as likely as 1 in 10 million."""
    return int.from_bytes(blake2b(case_study.encode(errors="surrogatepass"), digest_size=8).digest())
