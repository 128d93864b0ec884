"""On Monday morning the facilitators' channel is told what the week before was asked, once."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.blocks.elements import Block
from bot.blocks.gaps import week
from bot.desk import Desk
from bot.office_hours import LONDON
from bot.wording import gaps as wording
from knowledge.scopes import scope_of
from knowledge.store import About, document_id

_MORNING = time(8)


@dataclass(frozen=True, slots=True)
class Weeks:
    """Counts what was asked, and names what was not covered and what was used."""

    desk: Desk

    def do(self, now: datetime) -> None:
        """From eight on Monday, for that day: who starts Peerbot on a Thursday is not told late."""
        local, channel = now.astimezone(LONDON), self.desk.facilitators_channel
        if channel is None or local.weekday() != 0 or local.time() < _MORNING:
            return
        key = f"week before {local.date()}"
        if not self.desk.store.chores.claimed([key]):
            said, blocks = self._week(channel, datetime.combine(local, time(), LONDON))
            self.desk.direct_messages.once((key,), channel, said, blocks, now)

    def _week(self, channel: str, until: datetime) -> tuple[str, list[Block]]:
        """What the week that ended then brought, in a sentence and in full."""
        since = until - timedelta(weeks=1)
        counts = self.desk.store.questions.counted(since, until)
        last = (until - timedelta(days=1)).date()
        said = wording.week(counts, since.date(), last)
        gaps = [gap for gap in self.desk.unanswered.gaps() if gap.latest >= since]
        return said, week(said, gaps, self._used(channel, since, until))

    def _used(self, channel: str, since: datetime, until: datetime) -> list[str]:
        """The titles of the lessons that councils said they used, as far as the channel may see them."""
        told = [each for each in self.desk.store.adoptions.all() if since <= each.created_at < until]
        readers = self.desk.readers.channel(channel) if told else frozenset()
        lessons = dict.fromkeys(document_id(About.LESSON, each.lesson) for each in told)
        known = self.desk.store.case_studies.known(lessons)
        published = [known[lesson] for lesson in lessons if lesson in known]
        return [metadata.title for metadata, status in published if scope_of(metadata, status) in readers]
