"""What people save: each one's own list, which goes with the person."""

from knowledge.saved import SavedItem, SavedKind
from knowledge.store import Store
from knowledge.visits import Person
from tests.contract.store_samples import LATER, NOW

LESSON = SavedItem(kind=SavedKind.LESSON, item="l1")
PASSAGE = SavedItem(kind=SavedKind.PASSAGE, item="T1:C1:17.5 2")


def meet(store: Store, *names: str) -> None:
    for name in names:
        store.people.meet(Person(id=name, display_name=name))


def test_a_list_is_its_owners_alone_and_what_was_saved_last_comes_first(store: Store) -> None:
    meet(store, "ann", "ben")
    assert store.saved.add("ann", LESSON, NOW)
    assert store.saved.add("ann", PASSAGE, LATER)

    assert store.saved.of("ann") == (PASSAGE, LESSON)
    assert store.saved.has("ann", LESSON)
    assert (store.saved.by(LESSON), store.saved.by(PASSAGE)) == (("ann",), ("ann",))
    assert store.saved.of("ben") == ()
    assert not store.saved.has("ben", LESSON)


def test_what_is_saved_twice_stands_there_once_where_it_stood(store: Store) -> None:
    meet(store, "ann")
    store.saved.add("ann", LESSON, NOW)
    store.saved.add("ann", PASSAGE, LATER)

    assert not store.saved.add("ann", LESSON, LATER)

    assert store.saved.of("ann") == (PASSAGE, LESSON)


def test_what_is_removed_is_gone_and_can_be_saved_again(store: Store) -> None:
    meet(store, "ann", "ben")
    for person in ("ann", "ben"):
        store.saved.add(person, LESSON, NOW)

    assert store.saved.remove("ann", LESSON)
    assert not store.saved.remove("ann", LESSON)

    assert store.saved.of("ann") == ()
    assert store.saved.of("ben") == (LESSON,)
    assert store.saved.add("ann", LESSON, LATER)


def test_whoever_is_forgotten_takes_their_list_along(store: Store) -> None:
    meet(store, "ann", "ben")
    for person in ("ann", "ben"):
        store.saved.add(person, LESSON, NOW)

    assert store.people.forget("ann")

    assert store.saved.of("ann") == ()
    assert store.saved.of("ben") == (LESSON,)


def test_a_pointer_to_what_is_saved_gives_it_back() -> None:
    assert [SavedItem.of(str(item)) for item in (LESSON, PASSAGE)] == [LESSON, PASSAGE]
