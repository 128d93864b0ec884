"""The group's feedback of a visit: which one it is, and telling its people of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.assents import Assent, assent
from bot.blocks import group_feedback as blocks
from bot.direct_messages import DirectMessages
from bot.showing import Showing, showing
from knowledge.records import FeedbackRecord, GroupFeedback, Record, RecordStatus
from knowledge.store import RecordFilters, Store
from knowledge.visits import Participant, Role, Visit


@dataclass(frozen=True, slots=True)
class Table:
    """All that the group has on the table: its feedback, what it rests on, and who sits round it."""

    visit: Visit
    """As it may be shown."""
    shown: Showing
    told: tuple[Record, ...]
    participants: tuple[Participant, ...]

    @property
    def feedback(self) -> GroupFeedback | None:
        """The latest that is not withdrawn."""
        found = [one for one in self.told if isinstance(one, GroupFeedback)]
        return next((one for one in reversed(found) if one.status is not RecordStatus.WITHDRAWN), None)

    @property
    def next_id(self) -> str:
        """Of the feedback that is begun next: two who begin at once begin the same."""
        number = sum(isinstance(one, GroupFeedback) for one in self.told) + 1
        return f"group-{sha256(self.visit.id.encode()).hexdigest()[:16]}-{number}"

    @property
    def board(self) -> tuple[FeedbackRecord, ...]:
        return tuple(one for one in self.told if isinstance(one, FeedbackRecord))

    def words(self, feedback: GroupFeedback) -> GroupFeedback:
        return self.shown.group_feedback(feedback, self.told)

    def assent(self, feedback: GroupFeedback) -> Assent:
        return assent(feedback, self.participants, self.shown)


def table(store: Store, visit: Visit) -> Table:
    shown = showing(store, visit)
    return Table(
        visit=shown.text(visit),
        shown=shown,
        told=store.records.find(RecordFilters(visit.id, withdrawn=True)),
        participants=store.people.on(visit.id),
    )


@dataclass(frozen=True, slots=True)
class Announcements:
    """Tells everybody on a visit: in its channel, else each in a direct message."""

    direct_messages: DirectMessages

    def announce(self, laid: Table, feedback: GroupFeedback, said: str) -> None:
        message = blocks.message(said, laid.words(feedback), laid.assent(feedback))
        channel = laid.shown.visit.channel
        if channel is None or not self.direct_messages.post(channel, said, message):
            peers = [one.pseudonym for one in laid.participants if one.role is not Role.HOST]
            self.tell(laid, feedback, said, peers)

    def tell(self, laid: Table, feedback: GroupFeedback, said: str, pseudonyms: Sequence[str]) -> None:
        """Tell these people alone."""
        message = blocks.message(said, laid.words(feedback), laid.assent(feedback))
        for pseudonym in pseudonyms:
            self.direct_messages.tell(laid.shown.visit.id, pseudonym, said, message)
