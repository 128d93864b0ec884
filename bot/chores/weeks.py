"""On Monday morning the facilitators' channel is told what the week before was asked, once."""

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from slack_sdk.errors import SlackApiError

from bot.blocks.gaps import week
from bot.clients import may_pass, refusal
from bot.desk import Desk
from bot.office_hours import LONDON
from bot.wording import gaps as wording
from knowledge.errors import UnknownCaseStudyError
from knowledge.scopes import scope_of
from knowledge.store import About, document_id

log = logging.getLogger(__name__)

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
        if self.desk.store.chores.claim(key, now):
            self._tell(channel, datetime.combine(local, time(), LONDON), key)

    def _tell(self, channel: str, until: datetime, key: str) -> None:
        since = until - timedelta(weeks=1)
        counts = self.desk.store.questions.counted(since, until)
        last = (until - timedelta(days=1)).date()
        said = wording.week(counts, since.date(), last)
        gaps = [gap for gap in self.desk.unanswered.gaps() if gap.latest >= since]
        blocks = week(said, gaps, self._used(channel, since, until))
        try:
            self.desk.client.chat_postMessage(
                channel=channel, text=said, blocks=blocks, unfurl_links=False, unfurl_media=False
            )
        except SlackApiError as error:
            if may_pass(error):
                self.desk.store.chores.give_up(key)
            log.warning("not told", extra={"gesture": "week", "why": refusal(error)})
        else:
            log.info("told", extra={"gesture": "week"})

    def _used(self, channel: str, since: datetime, until: datetime) -> list[str]:
        """The titles of the lessons that councils said they used, as far as the channel may see them."""
        told = [each for each in self.desk.store.adoptions.all() if since <= each.created_at < until]
        readers = self.desk.readers.channel(channel) if told else frozenset()
        titles = []
        for lesson in dict.fromkeys(each.lesson for each in told):
            try:
                found = self.desk.store.case_studies.get(document_id(About.LESSON, lesson))
            except UnknownCaseStudyError:
                continue
            if scope_of(found.metadata, found.status) in readers:
                titles.append(found.metadata.title)
        return titles
