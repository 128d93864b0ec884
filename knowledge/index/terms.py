"""The words in common, by Tantivy: BM25 (k1 1.2, b 0.75) over English stems.

Words are looked for in passages and in whole case studies: a case study that speaks of all a question
asks about, in one place and another, is nearer to it than a passage shows.
A question is taken as plain words, never as a query language: whatever a person types is safe.
Every word counts; measured, leaving out stop words helps on no set (docs/measurements.md).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, groupby
from pathlib import Path
from typing import Self

import tantivy
from tantivy import Document, Filter, Occur, Query, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from knowledge.index.entries import Entry, any_of, date_bounds, date_limits
from knowledge.model import Filters

_HEAP_BYTES = 64_000_000
_ANALYZER = "english"
_LONGEST_WORD_BYTES = 60  # what is longer is no word: a file's noise


def analyzer() -> TextAnalyzer:
    """Text to stems, the same for passages and questions."""
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST_WORD_BYTES))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("case_study", stored=True, tokenizer_name="raw", index_option="basic")
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
        self._analyzer = analyzer()

    @classmethod
    def open(cls, folder: Path) -> Self:
        return cls(_Texts(folder / "passages"), _Texts(folder / "case_studies"))

    def replace(self, case_studies: Sequence[str], entries: Iterator[Sequence[Entry]]) -> None:
        """Forget everything of these case studies, then add the entries, which come by case study."""
        with (
            self._passages.replacing(case_studies) as add,
            self._case_studies.replacing(case_studies) as add_whole,
        ):
            together = groupby(chain.from_iterable(entries), key=lambda entry: entry.passage.case_study)
            for case_study, of_case_study in together:
                texts = []
                for entry in of_case_study:
                    add(_document(entry, entry.passage.id, [entry.text]))
                    texts.append(entry.text)
                add_whole(_document(entry, case_study, texts))

    def best(self, question: str, limit: int, filters: Filters) -> dict[str, float]:
        """Passage ids and their scores, best first; empty when they share no word.

        A case study's BM25 is shared out among its passages: the one with the highest BM25 of its own
        has all of it, another as large a part as its own BM25 is of that.
        """
        stems = self.stems(question)
        passages = self._passages.best(stems, limit, filters)
        whole = self._case_studies.best(stems, limit, filters)
        lowest = min((score for score, _ in whole.values()), default=0.0)
        own: dict[str, float] = {}
        for score, case_study in passages.values():  # best first
            own.setdefault(case_study, score)
        scores = {
            passage: whole.get(case_study, (lowest, ""))[0] * score / own[case_study]
            for passage, (score, case_study) in passages.items()
        }
        return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))

    def stems(self, text: str) -> list[str]:
        """The distinct stems of a text, in the order they come."""
        readable = text.encode(errors="replace").decode()  # half a surrogate pair is no text to Tantivy
        return list(dict.fromkeys(self._analyzer.analyze(readable)))

    def weights(self, stems: Sequence[str]) -> dict[str, float]:
        """How telling each stem is: BM25's inverse document frequency over all passages."""
        return self._passages.weights(stems)

    def count(self) -> int:
        return self._passages.count()


class _Texts:
    """One Tantivy index of texts, each with its id, its case study and what filters select by."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer(_ANALYZER, analyzer())
        self._index.reload()
        self._searcher = self._index.searcher()

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

    def best(self, stems: Sequence[str], limit: int, filters: Filters) -> dict[str, tuple[float, str]]:
        """By id the BM25 score and the case study, best first."""
        if not stems:
            return {}
        words = [(Occur.Should, self._term("text", stem)) for stem in stems]
        conditions = [(Occur.Must, condition) for condition in self._conditions(filters)]
        query = Query.boolean_query([(Occur.Must, Query.boolean_query(words)), *conditions])
        searcher = self._searcher
        hits = searcher.search(query, limit=limit, count=False).hits
        found = ((searcher.doc(address), float(score)) for score, address in hits)
        return {str(document["id"][0]): (score, str(document["case_study"][0])) for document, score in found}

    def weights(self, stems: Sequence[str]) -> dict[str, float]:
        texts = self._searcher.num_docs
        return {
            stem: math.log1p((texts - found + 0.5) / (found + 0.5))
            for stem in stems
            for found in [min(self._searcher.doc_freq("text", stem), texts)]
        }

    def count(self) -> int:
        return int(self._searcher.num_docs)

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


def _document(entry: Entry, id_: str, texts: Sequence[str]) -> Document:
    """Texts of a case study, with what filters select the case study by; its entries agree on that."""
    document = Document()
    document.add_text("id", id_)
    document.add_text("case_study", entry.passage.case_study)
    document.add_text("scope", entry.scope)
    for text in texts:
        document.add_text("text", text)
    for label in entry.labels():
        document.add_text("label", label)
    if bounds := date_bounds(entry.metadata):
        document.add_integer("first_day", bounds[0])
        document.add_integer("last_day", bounds[1])
    return document
