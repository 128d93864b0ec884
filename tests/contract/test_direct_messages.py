"""What is to be told once arrives once, whatever breaks on the way and whoever dies over it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from threading import Thread

import pytest

from bot.blocks.elements import plain, section
from bot.direct_messages import DirectMessages
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.running import RunningWorkspace
from knowledge.store import Store
from tests.patience import PATIENT
from tests.slack_bot import ASHA, GENERAL, MANIFEST
from tests.visit_party import client_of
from tests.visit_samples import NOW

POSTING = "chat.postMessage"
NEWS = "A lesson now answers what you asked."
_NUMBERS = count()


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with RunningWorkspace.start(MANIFEST, timings=PATIENT) as running:
        yield running


@pytest.fixture
def messages(workspace: RunningWorkspace, store: Store) -> DirectMessages:
    return DirectMessages(client_of(workspace), store)


class Place:
    """Where something is told, and how often it stands there."""

    def __init__(self, workspace: RunningWorkspace, *, threaded: bool) -> None:
        self.workspace, self.thread, self.channel = workspace, None, ASHA
        self.conversation = workspace.as_person(ASHA).dm.id
        if threaded:
            asked = workspace.as_person(ASHA).post(GENERAL, "How are missed bins avoided?")
            self.thread, self.channel, self.conversation = asked.ts, GENERAL, GENERAL
        self.before = len(self._all())
        self.key = f"news {next(_NUMBERS)}"

    def _all(self) -> list[str]:
        messages = self.workspace.state.conversations.messages(self.conversation)
        return [one.text for one in messages if one.text == NEWS]

    @property
    def told(self) -> int:
        return len(self._all()) - self.before


@pytest.fixture(params=[False, True], ids=["direct", "thread"])
def place(request: pytest.FixtureRequest, workspace: RunningWorkspace) -> Place:
    return Place(workspace, threaded=request.param)


def tell(messages: DirectMessages, place: Place, *keys: str, later: timedelta = timedelta()) -> bool:
    blocks = [section(plain(NEWS))]
    at = NOW + later
    return messages.once(
        [place.key + key for key in keys or ("",)], place.channel, NEWS, blocks, at, thread=place.thread
    )


def test_what_was_told_is_told_no_more(messages: DirectMessages, place: Place) -> None:
    assert [tell(messages, place) for _ in range(2)] == [True, False]

    assert place.told == 1


@pytest.mark.parametrize("fault", [FaultKind.LOST_ANSWER, FaultKind.SERVER_ERROR])
def test_what_broke_off_is_told_at_the_next_round_unless_it_came_through(
    messages: DirectMessages, place: Place, fault: FaultKind
) -> None:
    messages.client.retry_handlers.clear()
    place.workspace.workspace.faults.switch_on(Fault(fault, method=POSTING))

    broken = tell(messages, place)
    came = place.told
    again = [tell(messages, place) for _ in range(2)]

    assert (broken, came) == (False, 1 if fault is FaultKind.LOST_ANSWER else 0)
    assert again == [True, False]
    assert place.told == 1


def test_nothing_is_told_again_while_nobody_can_look_whether_it_came_through(
    messages: DirectMessages, workspace: RunningWorkspace
) -> None:
    place, looking = Place(workspace, threaded=False), "conversations.history"
    workspace.workspace.faults.switch_on(Fault(FaultKind.LOST_ANSWER, method=POSTING))
    tell(messages, place)

    messages.client.retry_handlers.clear()
    workspace.workspace.faults.switch_on(Fault(FaultKind.SERVER_ERROR, method=looking))
    assert [tell(messages, place) for _ in range(3)] == [False, True, False]

    assert place.told == 1
    assert messages.store.chores.claimed([place.key]) == {place.key}


def test_what_somebody_died_over_is_told_by_another_after_a_while(
    messages: DirectMessages, place: Place
) -> None:
    assert messages.store.chores.begin(place.key, NOW)

    soon = tell(messages, place, later=timedelta(minutes=4))
    late = tell(messages, place, later=timedelta(minutes=5))

    assert (soon, late) == (False, True)
    assert place.told == 1


def test_of_many_at_once_one_tells(messages: DirectMessages, place: Place) -> None:
    people = [Thread(target=tell, args=(messages, place)) for _ in range(4)]
    for each in people:
        each.start()
    for each in people:
        each.join()

    assert place.told == 1


def test_what_came_through_is_not_told_again_with_what_is_new(
    messages: DirectMessages, workspace: RunningWorkspace
) -> None:
    place = Place(workspace, threaded=False)
    workspace.workspace.faults.switch_on(Fault(FaultKind.LOST_ANSWER, method=POSTING))
    tell(messages, place, "a", "b")

    assert tell(messages, place, "a", "b")
    assert tell(messages, place, "a", "b", "c")

    assert place.told == 2


def test_whom_slack_does_not_let_us_reach_is_not_tried_again(messages: DirectMessages) -> None:
    out_of_reach = [messages.once(("news",), "C0NOWHERE", NEWS, [], NOW) for _ in range(2)]

    assert out_of_reach == [True, False]
    assert messages.store.chores.claimed(["news"]) == {"news"}


def test_nobody_in_slack_is_told_nothing_and_can_be_told_later(
    messages: DirectMessages, workspace: RunningWorkspace
) -> None:
    place = Place(workspace, threaded=False)
    assert not messages.once((place.key,), None, NEWS, [], NOW)

    assert tell(messages, place)
