"""What a workspace holds for us is the plan, whatever changes, dies half-way, or is done twice at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread

import pytest

from bot.errands import Errands
from bot.nudging import UNHEARD_OF, Nudging
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import ScheduledMessage
from knowledge.attribution import STRUCK
from knowledge.nudges import AFTER
from knowledge.records import RecordStatus
from knowledge.store import Deed, Store
from knowledge.visits import Attribution, Session, SessionKind, VisitState
from tests.patience import PATIENT
from tests.slack_bot import ASHA, BRAN, CERYS, MANIFEST
from tests.visit_party import PEERS, VISIT, client_of, gather, told
from tests.visit_samples import NOW, session

WALK = session("s1", title="Estate walk", start=NOW, end=NOW + timedelta(hours=1))
DESK = session("s2", title="The repairs desk", start=WALK.end, end=NOW + timedelta(hours=3))
CHANGED = Deed("tests", NOW, "changed the visit")


class Clock:
    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[RunningWorkspace]:
    with RunningWorkspace.start(MANIFEST, now=clock, timings=PATIENT) as workspace:
        yield workspace


@pytest.fixture
def nudging(slack: RunningWorkspace, store: Store, clock: Clock) -> Nudging:
    gather(store, slack, programme=(WALK, DESK))
    return Nudging(client_of(slack), store, Errands(), clock)


def held(slack: RunningWorkspace) -> dict[tuple[str, datetime], ScheduledMessage]:
    """What waits to be sent, by the person and the moment."""
    found = {}
    for one in slack.state.schedule.all():
        channel = slack.state.conversations.channel(one.message.channel)
        assert channel
        [user] = set(channel.members) - {slack.workspace.app.bot_user}
        moment = datetime.fromtimestamp(one.post_at, tz=NOW.tzinfo)
        assert (user, moment) not in found
        found[user, moment] = one
    return found


def after(*sessions: Session, people: tuple[str, ...] = PEERS) -> set[tuple[str, datetime]]:
    return {(user, one.end + AFTER) for user in people for one in sessions}


def test_each_peer_is_to_be_reminded_after_each_session_and_nobody_else(
    nudging: Nudging, slack: RunningWorkspace
) -> None:
    nudging.look()
    nudging.look()

    assert held(slack).keys() == after(WALK, DESK)
    first = held(slack)[ASHA, WALK.end + AFTER]
    assert "“Estate walk” is over." in first.message.text
    assert f"{VISIT} s1" in str(first.message.blocks)


def test_reminders_follow_the_programme(nudging: Nudging, slack: RunningWorkspace, store: Store) -> None:
    nudging.plan(VISIT)
    later = DESK.model_copy(update={"end": DESK.end + timedelta(hours=1)})

    store.visits.change_programme(VISIT, [later], store.visits.get(VISIT).version, CHANGED)
    nudging.plan(VISIT)

    assert held(slack).keys() == after(later)
    assert len(store.nudges.standing(VISIT)) == len(PEERS)


def test_who_has_written_or_left_or_wants_none_is_not_reminded(
    nudging: Nudging, slack: RunningWorkspace, store: Store
) -> None:
    nudging.plan(VISIT)
    bran, cerys = (store.people.known(slack.workspace.app.team_id, user) for user in (BRAN, CERYS))
    assert bran
    assert cerys

    told(store, "r1", status=RecordStatus.WITHDRAWN)
    store.people.nudge(bran.id, wanted=False)
    store.people.forget(cerys.id)
    nudging.plan(VISIT)

    assert held(slack).keys() == after(DESK, people=(ASHA,))


@pytest.mark.parametrize("state", [VisitState.PLANNED, VisitState.CLOSED, VisitState.ARCHIVED])
def test_a_visit_that_is_not_open_calls_everything_off(
    nudging: Nudging, slack: RunningWorkspace, store: Store, state: VisitState
) -> None:
    nudging.look()
    visit = store.visits.get(VISIT)

    store.visits.change(visit.model_copy(update={"state": state}), visit.version, CHANGED)
    nudging.look()

    assert held(slack) == {}
    assert store.nudges.standing(VISIT) == ()


def test_the_last_call_comes_before_the_discussion_or_when_it_is_begun(
    nudging: Nudging, slack: RunningWorkspace, store: Store, clock: Clock
) -> None:
    closing = DESK.model_copy(update={"kind": SessionKind.DISCUSSION})
    visit = store.visits.change_programme(VISIT, [closing], store.visits.get(VISIT).version, CHANGED)
    nudging.look()
    assert held(slack).keys() == {(user, closing.start - timedelta(minutes=15)) for user in PEERS}

    discussing = visit.model_copy(update={"state": VisitState.DISCUSSION})
    store.visits.change(discussing, visit.version, CHANGED)
    for _ in range(3):
        nudging.look()
        clock.moment += timedelta(seconds=20)

    assert held(slack).keys() == {(user, NOW + timedelta(minutes=2)) for user in PEERS}


def test_what_was_sent_is_not_sent_again(
    nudging: Nudging, slack: RunningWorkspace, store: Store, clock: Clock
) -> None:
    nudging.look()

    clock.moment = WALK.end + AFTER
    slack.wait_for(lambda state: len(state.schedule.all()) == len(PEERS))
    nudging.look()
    longer = WALK.model_copy(update={"end": WALK.end + timedelta(minutes=20)})
    store.visits.change_programme(VISIT, [longer, DESK], store.visits.get(VISIT).version, CHANGED)
    nudging.look()

    assert held(slack).keys() == after(DESK)


def test_what_a_process_asked_for_before_it_died_is_found_and_not_asked_for_again(
    nudging: Nudging, slack: RunningWorkspace, store: Store, clock: Clock
) -> None:
    nudging.plan(VISIT)
    scheduled = {one.nudge: one for one in store.nudges.standing(VISIT)}
    for one in scheduled.values():  # as it is when the answer never came
        store.nudges.remove(one)
        store.nudges.begin(one.nudge, one.channel, NOW)

    nudging.plan(VISIT)
    assert all(one.scheduled_message_id is None for one in store.nudges.standing(VISIT))
    clock.moment += UNHEARD_OF
    nudging.plan(VISIT)

    found = {one.nudge: one.scheduled_message_id for one in store.nudges.standing(VISIT)}
    assert found == {nudge: one.scheduled_message_id for nudge, one in scheduled.items()}
    assert held(slack).keys() == after(WALK, DESK)


def test_what_a_process_wrote_down_and_never_asked_for_is_asked_for(
    nudging: Nudging, slack: RunningWorkspace, store: Store, clock: Clock
) -> None:
    nudging.plan(VISIT)
    for one in store.nudges.standing(VISIT):
        nudging.client.chat_deleteScheduledMessage(
            channel=one.channel, scheduled_message_id=str(one.scheduled_message_id)
        )
        store.nudges.remove(one)
        store.nudges.begin(one.nudge, one.channel, NOW)

    clock.moment += UNHEARD_OF
    nudging.plan(VISIT)

    assert held(slack).keys() == after(WALK, DESK)
    assert all(one.scheduled_message_id for one in store.nudges.standing(VISIT))


def test_what_was_lost_and_is_not_wanted_any_more_is_found_and_called_off(
    nudging: Nudging, slack: RunningWorkspace, store: Store, clock: Clock
) -> None:
    nudging.plan(VISIT)
    for one in store.nudges.standing(VISIT):
        store.nudges.remove(one)
        store.nudges.begin(one.nudge, one.channel, NOW)

    store.visits.change_programme(VISIT, [], store.visits.get(VISIT).version, CHANGED)
    nudging.plan(VISIT)
    assert len(held(slack)) == 2 * len(PEERS)
    clock.moment += UNHEARD_OF
    nudging.plan(VISIT)

    assert (held(slack), store.nudges.standing(VISIT)) == ({}, ())


def test_what_slack_has_called_off_already_is_forgotten(
    nudging: Nudging, slack: RunningWorkspace, store: Store
) -> None:
    nudging.plan(VISIT)
    for one in slack.state.schedule.all():
        slack.state.schedule.remove(one.id)

    store.visits.change_programme(VISIT, [], store.visits.get(VISIT).version, CHANGED)
    nudging.plan(VISIT)

    assert store.nudges.standing(VISIT) == ()


def test_several_processes_at_once_schedule_everything_once(
    nudging: Nudging, slack: RunningWorkspace
) -> None:
    threads = [Thread(target=nudging.look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert held(slack).keys() == after(WALK, DESK)


def test_a_title_names_nobody_whom_the_rule_does_not_let_be_named(
    slack: RunningWorkspace, store: Store, clock: Clock
) -> None:
    talk = WALK.model_copy(update={"title": "A talk by Asha of Northshire"})
    gather(store, slack, rule=Attribution.CHATHAM_HOUSE, programme=(talk,))

    Nudging(client_of(slack), store, Errands(), clock).look()

    for one in held(slack).values():
        said = f"{one.message.text} {one.message.blocks}"
        assert STRUCK in said
        assert not any(name in said for name in ("Asha", "Northshire"))
