"""The words in common, by Tantivy: BM25 (k1 1.2, b 0.75) over English stems.

A passage has its own words and those of the passages around it: what a question asks about is often said
in one place and another, and where each is said, the other is near.
A question is taken as plain words, never as a query language: whatever a person types is safe.
Every word counts; measured, leaving out stop words helps on no set (docs/measurements.md). One that more
texts have than are read in a millisecond counts where a rarer word is.
Which text a hit is comes out of columns of numbers, not out of the stored documents: to unpack a thousand
of those takes five times as long as to find them (docs/profile.md).
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, groupby
from pathlib import Path

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
AROUND = 2
"""Passages before and after a passage whose words count as its own; measured in docs/measurements.md."""
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
    builder.add_text_field("own", tokenizer_name=_ANALYZER, index_option="basic")
    builder.add_text_field("around", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_integer_field("first_day", indexed=True, fast=True)
    builder.add_integer_field("last_day", indexed=True, fast=True)
    return builder.build()


class TermIndex:
    """Passages by their words and those around them, in Tantivy."""

    def __init__(self, folder: Path, frequent: int = FREQUENT) -> None:
        """The index in a folder; ``frequent`` is how many texts with a word are too many to read."""
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

    def replace(self, case_studies: Sequence[str], entries: Iterator[Sequence[Entry]]) -> None:
        """Forget everything of these case studies, then add the entries.

        These come by case study, and in the order of its text.
        """
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for case_study in case_studies:
            writer.delete_documents_by_term("case_study", case_study)
        together = groupby(chain.from_iterable(entries), key=lambda entry: entry.passage.case_study)
        for _, of_case_study in together:
            for entry, texts in _with_neighbours(of_case_study):
                writer.add_document(_document(entry, texts))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(self, question: str, limit: int, filters: Filters) -> dict[str, float]:
        """Ids of the passages with the highest BM25, and that; in no order, empty when none shares a word."""
        asked, searcher = stems(question), self._searcher
        if not asked:
            return {}
        words = self._words(asked)
        conditions = [(Occur.Must, condition) for condition in self._conditions(filters)]
        query = Query.boolean_query([(Occur.Must, words), *conditions]) if conditions else words
        hits = searcher.search(query, limit=limit, count=False).hits
        ids = self._ids(searcher, [address for _, address in hits])
        return {id_: score for id_, (score, _) in zip(ids, hits, strict=True)}

    def weights(self, stems: Sequence[str]) -> dict[str, float]:
        """How telling each stem is: BM25's inverse document frequency over all passages."""
        texts = self._searcher.num_docs
        return {
            stem: math.log1p((texts - found + 0.5) / (found + 0.5))
            for stem in stems
            for found in [min(self._searcher.doc_freq("own", stem), texts)]
        }

    def count(self) -> int:
        return int(self._searcher.num_docs)

    def _words(self, stems: Sequence[str]) -> Query:
        """That a text has one of the words.

        A word like "of" is looked up in what the rarer words find, where it counts as any other; without
        them it would tell hardly one text from another.
        """
        words = {stem: (Occur.Should, self._term("around", stem)) for stem in stems}
        rare = [stem for stem in stems if self._searcher.doc_freq("around", stem) <= self._frequent]
        if len(rare) in {0, len(stems)}:
            return Query.boolean_query(list(words.values()))
        found = Query.boolean_query([words.pop(stem) for stem in rare])
        return Query.boolean_query([(Occur.Must, found), *words.values()])

    def _ids(self, searcher: Searcher, addresses: list[DocAddress]) -> list[str]:
        """The passages at addresses that this searcher gave: no other knows them."""
        numbers = _column(searcher, addresses, "number")
        if not self._names.keys() >= set(numbers):
            for number, address in zip(numbers, addresses, strict=True):
                if number not in self._names:
                    self._names[number] = str(searcher.doc(address)["case_study"][0])
        names = [self._names[number] for number in numbers]
        starts, ends = _column(searcher, addresses, "start"), _column(searcher, addresses, "end")
        return list(map(passage_id, names, starts, ends))

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value, "freq" if field == "around" else "basic")

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


def _with_neighbours(entries: Iterable[Entry]) -> Iterator[tuple[Entry, list[str]]]:
    """Each entry of a case study with the texts around it, its own among them."""
    beyond = [None] * AROUND
    around: deque[Entry | None] = deque(beyond, maxlen=2 * AROUND + 1)
    for ahead in chain(entries, beyond):
        around.append(ahead)
        if len(around) > 2 * AROUND and (entry := around[AROUND]):
            yield entry, [near.text for near in around if near]


def _document(entry: Entry, texts: Sequence[str]) -> Document:
    """A passage with the words of these texts; what filters select its case study by comes with it."""
    document = Document()
    document.add_text("case_study", entry.passage.case_study)
    document.add_unsigned("number", _number(entry.passage.case_study))
    document.add_unsigned("start", entry.passage.start)
    document.add_unsigned("end", entry.passage.end)
    document.add_text("scope", entry.scope)
    document.add_text("own", entry.text)
    for text in texts:
        document.add_text("around", text)
    for label in entry.labels():
        document.add_text("label", label)
    if bounds := date_bounds(entry.metadata):
        document.add_integer("first_day", bounds[0])
        document.add_integer("last_day", bounds[1])
    return document


def _column(searcher: Searcher, addresses: list[DocAddress], name: str) -> list[int]:
    """A number that each of the passages has."""
    return searcher.fast_field_values(name, addresses)  # type: ignore[return-value]  # all have one


def _number(case_study: str) -> int:
    """A number no other case study has: that two of a million share one is as likely as 1 in 10 million."""
    return int.from_bytes(blake2b(case_study.encode(errors="surrogatepass"), digest_size=8).digest())
