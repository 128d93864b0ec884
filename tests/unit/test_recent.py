"""What was read lately is known until the store changes, and never more than there is room for."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.recent import Recent

IDS = st.sampled_from("abcdef")


def test_what_was_kept_is_known_in_the_same_state_only() -> None:
    recent: Recent[str] = Recent(4)
    recent.keep({"a": "A", "b": "B"}, at=7)

    assert recent.known("abc", at=7) == {"a": "A", "b": "B"}
    assert recent.known("abc", at=8) == {}
    assert recent.known("abc", at=6) == {}


def test_a_new_state_empties_it_and_an_old_one_is_not_kept() -> None:
    recent: Recent[str] = Recent(4)
    recent.keep({"a": "old"}, at=7)

    recent.keep({"b": "new"}, at=8)
    recent.keep({"a": "late"}, at=7)

    assert recent.known("ab", at=8) == {"b": "new"}


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    recent: Recent[str] = Recent(2)
    recent.keep({"a": "A"}, at=1)
    recent.keep({"b": "B"}, at=1)
    recent.known("a", at=1)

    recent.keep({"c": "C"}, at=1)

    assert recent.known("abc", at=1) == {"a": "A", "c": "C"}


@given(st.lists(st.tuples(IDS, st.integers(1, 3))), st.integers(1, 4))
def test_it_holds_no_more_than_its_limit_and_only_what_the_last_state_said(
    kept: list[tuple[str, int]], limit: int
) -> None:
    recent: Recent[int] = Recent(limit)

    for id_, at in kept:
        recent.keep({id_: at}, at=at)

    latest = max((at for _, at in kept), default=1)
    known = recent.known("abcdef", at=latest)
    assert len(known) <= limit
    assert set(known.values()) <= {latest}
