"""How commitments stand: what is read, and that Slack takes it however many there are."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import progress as blocks
from bot.forms import Option
from bot.wording import progress as wording
from bot.workspace.blocks import validate_blocks, validate_view
from bot.workspace.blocks.checks import Surface
from knowledge.attribution import STRUCK
from knowledge.progress import by_council
from knowledge.records import Commitment, RecordGesture, moved
from tests.visit_samples import AUTHOR, FACILITATOR, NOW, TEXTS, commitment

TODAY = date(2026, 9, 1)
LONG = "Repairs are done on time. " * 100


def agreed(name: str, *gestures: RecordGesture, **fields: Any) -> Commitment:
    found = moved(commitment(name, **fields), RecordGesture.SETTLE, FACILITATOR, at=NOW)
    for day, gesture in enumerate(gestures, start=1):
        found = moved(found, gesture, AUTHOR, at=NOW + timedelta(days=day), reason="No money.")
    return found


def looked(*commitments: Commitment, chosen: str = blocks.ANYBODY, **entry: Any) -> blocks.Looked:
    found = by_council(commitments, TODAY)
    return blocks.Looked(
        councils={each.stands[0].commitment.id: each.council for each in found},
        chosen=chosen,
        shown=[each for each in found if chosen in {blocks.ANYBODY, each.stands[0].commitment.id}],
        entries={each.id: blocks.Entry("Repairs", **entry) for each in commitments},
    )


def strings(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for each in part.values() for text in strings(each)]
    return [text for each in part for text in strings(each)] if isinstance(part, list) else []


def test_each_says_how_it_stands_what_was_agreed_and_what_changed_last() -> None:
    late = agreed("c1", RecordGesture.FLAG, due=date(2026, 8, 1), measure="Days.", owner_role="head of homes")

    view = blocks.view(looked(late, agreed("c2")))

    said = strings(view["blocks"])
    assert said[:2] == ["Kent", "1 at risk, 1 on track, 1 overdue"]
    for each in (
        "*At risk, overdue, by 1 August 2026*",
        "Slow\n",
        "Fast\n",
        "Days.\n",
        "head of homes\n",
        "put at risk, 5 March 2026: No money.\n",
        "Repairs\n",
        "*On track, no date yet*",
        "settled, 4 March 2026\n",
    ):
        assert each in said
    assert wording.WHOSE not in said  # one council is no choice


def test_one_council_or_all_of_them_can_be_chosen() -> None:
    found = looked(agreed("c1"), agreed("c2", council="Medway"), agreed("c3", council=STRUCK), chosen="c2")

    view = blocks.view(found)

    select = view["blocks"][0]["accessory"]
    assert [(each["text"]["text"], each["value"]) for each in select["options"]] == [
        (wording.EVERYBODY, blocks.ANYBODY),
        ("Kent", "c1"),
        ("Medway", "c2"),
        (wording.A_COUNCIL, "c3"),
    ]
    assert (select["initial_option"]["value"], view["private_metadata"]) == ("c2", "c2")
    headers = [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]
    assert headers == ["Medway"]


def test_of_many_the_most_urgent_are_shown_and_the_others_counted() -> None:
    made = [agreed(f"c{n}", council=council) for n, council in enumerate(["Kent", "Medway"] * 15)]

    view = blocks.view(looked(*made))

    assert sum(block["type"] == "rich_text" for block in view["blocks"]) == 20
    assert strings(view["blocks"])[-1] == wording.more(10)


def test_where_nothing_is_agreed_it_says_what_comes_first() -> None:
    view = blocks.view(looked(commitment()))

    assert strings(view["blocks"]) == [wording.NOTHING]


def test_whoever_may_say_it_is_asked_which_lesson_helped_until_somebody_has() -> None:
    done = agreed("c1", RecordGesture.FINISH)

    asked = strings(blocks.view(looked(done, may_say=True))["blocks"])
    said = strings(blocks.view(looked(done, may_say=True, helped="Meet often"))["blocks"])
    other = strings(blocks.view(looked(done))["blocks"])

    assert (wording.HELPED in asked, wording.HELPED in said, wording.HELPED in other) == (True, False, False)
    assert "Meet often" in said
    assert "*Done*" in said  # by when it was to be is over


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.one_of(TEXTS, st.just(LONG)),
            st.sampled_from(["Kent", "Medway", STRUCK, "<b>&", "C" * 300]),
            st.booleans(),
        ),
        max_size=40,
    ),
    st.lists(st.one_of(TEXTS, st.just("L" * 200)), min_size=1, max_size=100),
)
def test_slack_takes_any_of_it(told: list[tuple[str, str, bool]], lessons: list[str]) -> None:
    made = [
        agreed(f"c{n}", *([RecordGesture.FINISH] if done else []), desired_state=text, council=council)
        for n, (text, council, done) in enumerate(told)
    ]
    steps = (RecordGesture.FLAG, RecordGesture.FINISH)
    found = looked(*made, steps=steps, may_say=True)
    options = [Option(f"l{n}", title) for n, title in enumerate(lessons)]
    stands = [stand for each in found.shown for stand in each.stands]

    assert validate_view(blocks.view(found, "Said.")) == []
    assert validate_view(blocks.form(blocks.Errand(record="c1"), options, {"change": "Fast"})) == []
    if stands:
        assert validate_blocks(blocks.reminder(wording.asked("Repairs"), stands), Surface.MESSAGE) == []
    listed = sum(block["type"] == "rich_text" for block in blocks.view(found)["blocks"])
    assert listed == min(len(made), 20)
