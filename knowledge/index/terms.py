"""The words in common, by Tantivy: BM25 (k1 1.2, b 0.75) over English stems.

A question is taken as plain words, never as a query language: whatever a person types is safe.
Every word counts; measured, leaving out stop words helps on no set (docs/measurements.md).
"""

import math
from collections.abc import Iterator, Sequence
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
    builder.add_text_field("case_study", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("label", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("scope", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_integer_field("first_day", indexed=True, fast=True)
    builder.add_integer_field("last_day", indexed=True, fast=True)
    return builder.build()


class TermIndex:
    """Passages by their words."""

    def __init__(self, index: tantivy.Index, schema: tantivy.Schema) -> None:
        self._index = index
        self._schema = schema
        self._analyzer = analyzer()
        index.register_tokenizer(_ANALYZER, self._analyzer)
        index.reload()
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> Self:
        folder.mkdir(parents=True, exist_ok=True)
        schema = _schema()
        return cls(tantivy.Index(schema, path=str(folder)), schema)

    def replace(self, case_studies: Sequence[str], entries: Iterator[Sequence[Entry]]) -> None:
        """Forget everything of these case studies, then add the entries."""
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for case_study in case_studies:
            writer.delete_documents_by_term("case_study", case_study)
        for batch in entries:
            for entry in batch:
                writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(self, question: str, limit: int, filters: Filters) -> dict[str, float]:
        """Passage ids and their BM25 scores, best first; empty when they share no word."""
        words = [(Occur.Should, self._term("text", stem)) for stem in self.stems(question)]
        if not words:
            return {}
        conditions = [(Occur.Must, condition) for condition in self._conditions(filters)]
        query = Query.boolean_query([(Occur.Must, Query.boolean_query(words)), *conditions])
        searcher = self._searcher
        hits = searcher.search(query, limit=limit, count=False).hits
        return {str(searcher.doc(address)["id"][0]): float(score) for score, address in hits}

    def stems(self, text: str) -> list[str]:
        """The distinct stems of a text, in the order they come."""
        readable = text.encode(errors="replace").decode()  # half a surrogate pair is no text to Tantivy
        return list(dict.fromkeys(self._analyzer.analyze(readable)))

    def weights(self, stems: Sequence[str]) -> dict[str, float]:
        """How telling each stem is: BM25's inverse document frequency over all passages."""
        passages = self._searcher.num_docs
        return {
            stem: math.log1p((passages - found + 0.5) / (found + 0.5))
            for stem in stems
            for found in [min(self._searcher.doc_freq("text", stem), passages)]
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


def _document(entry: Entry) -> Document:
    document = Document()
    document.add_text("id", entry.passage.id)
    document.add_text("case_study", entry.passage.case_study)
    document.add_text("scope", entry.scope)
    document.add_text("text", entry.text)
    for label in entry.labels():
        document.add_text("label", label)
    if bounds := date_bounds(entry.metadata):
        document.add_integer("first_day", bounds[0])
        document.add_integer("last_day", bounds[1])
    return document
