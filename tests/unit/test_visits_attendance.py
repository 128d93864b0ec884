"""Who is on a visit is shown as its rule allows."""

import pytest

from knowledge.attendance import attendance
from knowledge.attribution import Author, Names
from knowledge.visits import Attribution, Participant, Role
from tests.visit_samples import visit

PEOPLE = {
    "p1": Author("Ann Carter", "Kent County Council", "Head of housing"),
    "p2": Author("Bob Stone", "Medway", None),
    "p3": Author("Cat Field", "Kent", None),
    "p4": Author("Dan Moss", None, None),
}
PARTICIPANTS = [
    Participant(visit="v1", person=f"u-{name}", pseudonym=name, council=who.organisation, post=who.role)
    for name, who in PEOPLE.items()
]
PARTICIPANTS[3] = PARTICIPANTS[3].model_copy(update={"role": Role.FACILITATOR})
NAMES = Names(
    tuple(who.person for who in PEOPLE.values() if who.person), ("Leeds City Council", "Kent", "Medway")
)


def shown(rule: Attribution) -> str:
    return str(attendance(visit(attribution=rule), PARTICIPANTS, PEOPLE, NAMES))


def test_under_the_open_rule_everybody_is_named_by_council_in_the_visits_order() -> None:
    found = attendance(visit(), PARTICIPANTS, PEOPLE, NAMES)

    assert [(one.council, one.people, one.named) for one in found.delegations] == [
        ("Kent County Council", 2, ("Ann Carter (Head of housing)", "Cat Field")),
        ("Medway", 1, ("Bob Stone",)),
        (None, 1, ("Dan Moss (facilitator)",)),
    ]
    assert (found.people, found.councils) == (4, 2)


def test_organisations_are_counted_and_nobody_is_named() -> None:
    found = shown(Attribution.ORGANISATION)

    assert "Kent County Council" in found
    assert not any(word in found for word in ("Ann", "Bob", "housing"))


def test_posts_are_shown_alone_without_the_councils_in_them() -> None:
    found = shown(Attribution.ROLE)

    assert "Head of housing" in found
    assert not any(word in found for word in ("Ann", "Kent", "Medway"))


def test_under_chatham_house_there_is_a_number_of_people_and_nothing_else() -> None:
    found = attendance(visit(attribution=Attribution.CHATHAM_HOUSE), PARTICIPANTS, PEOPLE, NAMES)

    assert (found.people, found.councils, found.delegations) == (4, None, ())


@pytest.mark.parametrize("rule", list(Attribution))
def test_a_visit_with_nobody_on_it_has_an_empty_list(rule: Attribution) -> None:
    assert attendance(visit(attribution=rule), [], {}, NAMES).delegations == ()
