"""Narrowing the lessons: what a form says, what the page says of it, and the form that is shown again."""

from datetime import date
from typing import Any

import pytest

from bot.blocks.browsing import Chosen, chosen_in, filter_form, page
from bot.forms import RejectedFormError, typed_into
from bot.wording import browsing as wording
from knowledge.model import Theme
from knowledge.register import Place, load_register
from tests.unit.test_forms import filled_in

TODAY = date(2026, 5, 31)
REGISTER = load_register(None)


def chosen(**typed: str) -> Chosen:
    return chosen_in(typed, Theme.CULTURE, TODAY)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, {}),
        ({"dates": "shared 3"}, {"shared_since": date(2026, 2, 28)}),
        ({"dates": "reviewed 12"}, {"reviewed_since": date(2025, 5, 31)}),
        ({"dates": "reviewed day", "day": "2026-01-02"}, {"reviewed_since": date(2026, 1, 2)}),
        ({"council": "Leeds"}, {"council": "Leeds"}),
    ],
)
def test_a_date_is_a_stretch_of_time_or_a_day(typed: dict[str, str], fields: dict[str, Any]) -> None:
    assert chosen(**typed) == Chosen.model_validate({"theme": Theme.CULTURE} | fields)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"dates": "shared day"}, {"day": wording.WHICH_DAY}),
        ({"day": "2026-01-02"}, {"dates": wording.WHICH_DATES}),
        ({"dates": "shared 3", "day": "2026-01-02"}, {"dates": wording.WHICH_DATES}),
    ],
)
def test_half_a_date_is_said_at_its_field(typed: dict[str, str], errors: dict[str, str]) -> None:
    with pytest.raises(RejectedFormError) as rejected:
        chosen(**typed)

    assert rejected.value.errors == errors


@pytest.mark.parametrize("kind", wording.DATED)
def test_what_was_chosen_stands_in_the_form_again_and_above_the_list(kind: str) -> None:
    before = Chosen.model_validate({f"{kind}_since": "2026-03-04", "standing": "shared"})

    view = filter_form(before, REGISTER)
    typed = {name: said for name, said in typed_into(filled_in(view)).items() if said != "-"}

    assert chosen_in(typed, None, TODAY) == before
    assert f"{kind} since 4 March 2026" in str(page((), 0, None, before))


def test_how_rural_a_council_is_is_asked_only_where_somebody_said_it_of_one() -> None:
    said = REGISTER.extended([Place(name="Devon", rurality="rural")])

    assert wording.RURALITY not in str(filter_form(Chosen(), REGISTER))
    assert wording.RURALITY in str(filter_form(Chosen(), said))
