"""How often a question of two parts is answered in the part that is covered.

    python -m tests.benchmarks.partly EVAL_FOLDER [PAIRS]

Labelled questions are joined two and two ("… and …?"), the same pairs in every run: one with an
answer and one without, in either order; two with; two without. The single ones that are parted are asked too.
Prints, for each set, a row of Markdown for each kind of question: shares of those asked.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.services import now
from embeddings import load_embedder
from knowledge.answers import Answerer, Asked
from knowledge.evaluation import opened
from knowledge.labelled import LabelledQuestion, questions
from knowledge.model import Outcome
from knowledge.parts import parts_of

SETS = ("clapnq_dev", "or_sharc_gaps")
PAIRS = 60
_SEED = 20261126

Pair = tuple[LabelledQuestion, LabelledQuestion]


def main(folder: Path, pairs: int) -> None:
    embedder = load_embedder()
    print("| set | asked | parted | answered | partly | the right part named | not covered |")
    print("|---|---|---|---|---|---|---|")
    for name in SETS:
        asked = questions(folder / name)
        with opened(folder / name, embedder, now) as (answerer, _):
            for kind, joined in _kinds(asked, pairs):
                if not joined:
                    continue
                print(
                    f"| {name} | {kind}, {len(joined)} | {' | '.join(_row(answerer, joined))} |", flush=True
                )


def _kinds(asked: Sequence[LabelledQuestion], pairs: int) -> Iterator[tuple[str, list[Pair]]]:
    draw = random.Random(_SEED)  # noqa: S311  # a sample, not a secret
    right = [one for one in asked if one.answerable]
    wrong = [one for one in asked if not one.answerable]
    for kind, first, second in (
        ("covered, and not", right, wrong),
        ("not, and covered", wrong, right),
        ("two covered", right, right),
        ("two not covered", wrong, wrong),
    ):
        firsts, seconds = draw.sample(first, min(pairs, len(first))), draw.sample(second, len(second))
        yield kind, [(one, other) for one, other in zip(firsts, seconds, strict=False) if one is not other]
    yield "single, parted", [(one, one) for one in asked if len(parts_of(one.text, ())) > 1]


def _row(answerer: Answerer, joined: Sequence[Pair]) -> list[str]:
    seen: Counter[str] = Counter()
    for first, second in joined:
        question = first.text if first is second else _join(first.text, second.text)
        answer = answerer.answer(Asked(question))
        seen[answer.outcome] += 1
        seen["parted"] += len(parts_of(question, ())) > 1
        unsaid = [part.asked.rstrip(" ?").casefold() for part in answer.unsaid]
        missing = [
            one.text.rstrip(" ?.").casefold()
            for one in ((first,) if first is second else (first, second))
            if not one.answerable
        ]
        seen["named"] += bool(unsaid) and unsaid == missing
    names = ("parted", Outcome.ANSWERED, Outcome.PARTLY, "named", Outcome.NOT_COVERED)
    return [f"{seen[name] / len(joined):.3f}" for name in names]


def _join(first: str, second: str) -> str:
    return f"{first.rstrip(' ?.')} and {second[:1].lower()}{second[1:].rstrip(' ?.')}?"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else PAIRS)
