"""An index that follows the change numbers ends up knowing exactly the case studies there are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from knowledge.store import Changes, Store
from tests.contract.store_samples import MODEL, case_study, put


class Follower:
    """An index as far as change numbers go."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.number = 0
        self.known: set[str] = set()

    def catch_up(self) -> None:
        seen = self.store.case_studies.changed_since(self.number)
        self.known = (self.known | set(seen.changed)) - set(seen.removed)
        self.number = seen.number


def at_once(*tasks: Callable[[], None]) -> None:
    start = Barrier(len(tasks))

    def run(task: Callable[[], None]) -> None:
        start.wait()
        task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        list(pool.map(run, tasks))


def test_changes_and_removals_come_with_the_latest_number_of_each_case_study(store: Store) -> None:
    for name in ("a", "b", "c", "a"):
        put(store, case_study(name, "words"))
    store.case_studies.remove("b")

    assert store.case_studies.change_number() == 5
    assert store.case_studies.changed_since(0) == Changes(number=5, changed=("c", "a"), removed=("b",))
    assert store.case_studies.changed_since(4) == Changes(number=5, changed=(), removed=("b",))
    assert store.case_studies.changed_since(5) == Changes(number=5, changed=(), removed=())


def test_a_removed_case_study_that_comes_back_is_a_changed_one(store: Store) -> None:
    put(store, case_study("a", "words"))
    store.case_studies.remove("a")
    put(store, case_study("a", "words"))

    assert store.case_studies.changed_since(1) == Changes(number=3, changed=("a",), removed=())


def test_a_follower_misses_nothing_that_several_writers_do_at_once(store: Store) -> None:
    follower = Follower(store)
    writing = Event()

    def write(writer: int) -> None:
        for step in range(6):
            put(store, case_study(f"{writer}-{step}", "words"))
            if step % 3 == 0:
                store.case_studies.remove(f"{writer}-{step}")

    def write_all() -> None:
        at_once(*(lambda writer=writer: write(writer) for writer in range(3)))
        writing.clear()

    def follow() -> None:
        while writing.is_set():
            follower.catch_up()

    writing.set()
    at_once(write_all, follow)
    follower.catch_up()

    assert follower.known == {summary.id for summary in store.case_studies.summaries()}
    assert len(follower.known) == 3 * 4
    assert follower.number == 3 * (6 + 2)


def test_writers_of_the_same_words_never_take_each_others_vectors_away(store: Store) -> None:
    def write(name: str) -> None:
        for _ in range(10):
            put(store, case_study(name, "one two three"))
            store.case_studies.remove(name)
        put(store, case_study(name, "one two three"))

    at_once(*(lambda name=name: write(name) for name in "abcd"))

    assert store.passages.count() == 12
    assert store.vectors.missing(MODEL) == 0
