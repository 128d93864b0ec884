"""Where two lessons begin to be one: the cosine of lessons that say the same, and of those that do not.

    python -m tests.benchmarks.near_lessons

Each line below is a lesson twice, in other words; the lessons are on neighbouring subjects, so that
telling them apart is not easy. Also how long lists, pages and look-ups take with 10,000 lessons.
"""

import itertools
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import numpy as np

from embeddings import load_embedder
from knowledge.lessons import compared
from knowledge.model import Theme
from knowledge.reviews import near
from knowledge.store import Deed, LessonFilters, LessonVector, open_store, sqlite_url
from tests.lesson_samples import RECORD, VISIT, draft, lesson, words
from tests.visit_samples import NOW

PAIRS = (
    (
        "Weekly meetings of the repairs team with tenants cut repeat visits.",
        "When repairs staff met tenants every week, fewer jobs had to be done twice.",
    ),
    (
        "Publish response times for repairs so that tenants can see them.",
        "Let residents look up how long repairs take by putting the figures online.",
    ),
    (
        "A named officer for each estate makes complaints fall.",
        "Complaints drop once every estate has one person to turn to.",
    ),
    (
        "Invite ward councillors to site visits before a scheme is decided.",
        "Bring local members to see the site while the decision is still open.",
    ),
    (
        "Pool the training budget of neighbouring districts.",
        "Small districts train more people when they share one budget for it.",
    ),
    (
        "Write contracts so that suppliers share savings with the council.",
        "A gain-share clause gives contractors a reason to find savings.",
    ),
    (
        "Start change with volunteers, not with a whole department.",
        "Pilot new ways of working with those who want to, before everybody must.",
    ),
    (
        "Chief officers should spend a day a month at the front desk.",
        "Senior managers learn most from regular shifts in customer services.",
    ),
    (
        "Let scrutiny committees choose their own subjects.",
        "Scrutiny works better when its members set the agenda themselves.",
    ),
    (
        "One partnership board with few members decides faster than many boards.",
        "Merging partnership boards into a single small one speeds decisions up.",
    ),
    (
        "Staff suggestions need an answer within two weeks.",
        "Reply to ideas from employees within a fortnight, or they stop sending them.",
    ),
    ("Youth panels need a budget of their own.", "Give young people's forums money that they decide about."),
    (
        "Translate letters into the languages that are spoken locally.",
        "Letters in residents' own languages are answered more often.",
    ),
    (
        "Measure what residents notice, not what departments count.",
        "Choose indicators by what people see in their street, not by internal figures.",
    ),
    (
        "Open data about grants brings more and better bids.",
        "Publishing who received which grant improves later applications.",
    ),
    (
        "Hold public meetings where people are already, such as schools and markets.",
        "Go to schools and markets for consultation instead of asking people to the town hall.",
    ),
)
COUNT = 10_000


def main() -> None:
    embedder = load_embedder()
    cosines(embedder)
    speed(embedder)


def cosines(embedder: object) -> None:
    """The table of docs/measurements.md."""
    texts = [compared(draft(title=text, lesson=text)) for pair in PAIRS for text in pair]
    rows = np.stack([each.vector for each in embedder.encode_document(texts, [()] * len(texts))])  # type: ignore[attr-defined]
    scores = rows @ rows.T
    same = [scores[2 * n, 2 * n + 1] for n in range(len(PAIRS))]
    other = [scores[a, b] for a, b in itertools.combinations(range(len(texts)), 2) if a // 2 != b // 2]
    print("cosine  found of", len(same), " wrongly of", len(other))
    for floor in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
        print(f"{floor:6.2f}  {sum(s >= floor for s in same):3}  {sum(s >= floor for s in other):5}")


def speed(embedder: object) -> None:
    """Milliseconds, the middle one of five."""
    with tempfile.TemporaryDirectory() as folder, open_store(sqlite_url(Path(folder) / "s.sqlite3")) as store:
        store.visits.add(VISIT, Deed("u", NOW, "planned the visit"))
        store.records.add(RECORD)
        themes = [*Theme]
        vectors = np.random.default_rng(1).normal(size=(COUNT, embedder.dimension)).astype(np.float32)  # type: ignore[attr-defined]
        for number in range(COUNT):
            made = lesson(f"l{number}", words(), title=f"Lesson {number}", theme=themes[number % len(themes)])
            event = made.history[0].model_copy(update={"at": NOW + timedelta(minutes=number)})
            store.lessons.add(made.model_copy(update={"history": (event,)}))
        store.lessons.put_vectors(
            embedder.name,  # type: ignore[attr-defined]
            [LessonVector(f"l{n}", row / np.linalg.norm(row)) for n, row in enumerate(vectors)],
        )
        for name, work in (
            ("first page", lambda: store.lessons.find(LessonFilters())),
            ("page in the middle", lambda: store.lessons.find(LessonFilters(), after="l5000")),
            ("page of a theme", lambda: store.lessons.find(LessonFilters(themes=frozenset({Theme.CULTURE})))),
            ("page of a council", lambda: store.lessons.find(LessonFilters(councils=("Eastborough",)))),
            ("page of a word that one holds", lambda: store.lessons.find(LessonFilters(text="Lesson 4321"))),
            ("counts by theme", lambda: store.lessons.count_by_theme(LessonFilters())),
            ("near lessons", lambda: near(draft(words()), store, embedder)),  # type: ignore[arg-type]
        ):
            print(f"{name:32} {_middle(work):6.0f} ms")


def _middle(work: object) -> float:
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)[2]


if __name__ == "__main__":
    main()
