"""The published page: the figures as Markdown. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_QUALITY = {
    "ndcg@10": "nDCG@10",
    "recall@5": "recall@5",
    "mrr@10": "MRR@10",
    "span_recall@5": "span recall@5",
    "refusal_auroc": "refusal AUROC",
    "coverage_at_20%_risk": "coverage at 20 % risk",
}
_SPEED = {
    "indexing_ratio": "indexing / bare",
    "passages_per_second": "passages/s",
    "question_ratio": "question / bare",
    "beyond_encoding_ms": "beyond encoding, ms",
    "cold_start_seconds": "cold start, s",
    "resident_mb": "resident, MB",
    "indexing_highest_mb": "highest while indexing, MB",
    "disk_mb": "disk, MB",
}


def page(results: Mapping[str, Any]) -> str:
    """Everything a reader needs to believe it, or to run it again."""
    machine = results["machine"]
    return "\n".join(
        [
            "# Peerbot beside the tools people would pick instead",
            "",
            f"Seen on {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB.",
            f"{machine['system']}.",
            "",
            "![nDCG@10 on each set, and how well the covered is told from the rest](quality.svg)",
            "",
            "![Speed and memory, median and range over the sets](speed.svg)",
            "",
            *_EXPLAINED,
            "",
            *(line for one in results["sets"] for line in _set(one)),
            "## Versions and what each confidence is",
            "",
            *_table(
                ("system", "versions", "its confidence"),
                ([one["system"], one["versions"], one["confidence"]] for one in results["systems"]),
            ),
        ]
    )


_EXPLAINED = (
    "All load the same weights (all-MiniLM-L6-v2) and get the same passages: cut as Peerbot cuts them, each",
    "behind the title of its document. What they do with them is their own documented way. Documents are",
    "ranked by their best passage among 50. In brackets: the middle 95 % of 2,000 bootstrap draws over the",
    "questions. *Ahead* is Peerbot's nDCG@10 less theirs, question by question. *Coverage at 20 % risk*: the",
    "largest share of questions that can be answered, surest first, while a right document is among the",
    "first five for four of five. Indexing and questions are ratios to `SentenceTransformer.encode` of the",
    "same texts in the same run, in float32: more is better for the first, less for the second; in brackets",
    "the quartiles over rounds or over blocks of twenty questions. *Beyond encoding* is a question's time",
    "less that of a bare encode: less than nothing where the passages are found before that is done. Where",
    "the sets come from, and under which licences: [measurements.md](../measurements.md).",
)


def _set(one: Mapping[str, Any]) -> Iterable[str]:
    rows = one["systems"]
    shown = {key: title for key, title in _QUALITY.items() if any(row["quality"].get(key) for row in rows)}
    yield f"## {one['set']}"
    yield ""
    yield f"{one['documents']:,} documents, {one['passages']:,} passages, {one['questions']:,} questions."
    rounds = "once" if one["rounds"] == 1 else f"{one['rounds']} times"
    at = f" at commit {one['commit']}" if one["commit"] else ""
    yield f"Made by `{one['command']}` on {one['made']}{at}; each index was built {rounds}."
    yield ""
    yield from _table(
        ("system", *shown.values(), "ahead"),
        ([row["system"], *(_figure(row["quality"][key]) for key in shown), _ahead(row)] for row in rows),
    )
    yield ""
    yield from _table(
        ("system", *_SPEED.values()),
        ([row["system"], *(_speed(row["speed"][key]) for key in _SPEED)] for row in rows),
    )
    yield ""
    for row in rows:
        if row["system"] == "Peerbot":
            finished = _speed(row["speed"]["answer_ratio"])
            yield f"Peerbot's finished answer, with its decision and its quotes: {finished} times bare."
            yield ""
    for failed in one["failed"]:
        yield f"{failed['system']} is missing: {failed['said']}"
        yield ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _ahead(row: Mapping[str, Any]) -> str:
    return f"{_figure(row['ahead'], sign='+')}" if row["ahead"] else "–"


def _figure(figure: Mapping[str, float] | None, sign: str = "") -> str:
    if figure is None:
        return "–"
    value, low, high = (f"{figure[key]:{sign}.3f}".replace("0.", ".", 1) for key in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def _speed(figure: Mapping[str, float] | float) -> str:
    if isinstance(figure, Mapping):
        return f"{figure['median']:.2f} [{figure['low']:.2f}, {figure['high']:.2f}]"
    return f"{figure:,}"
