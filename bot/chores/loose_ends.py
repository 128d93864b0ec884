"""What a restart, or a person who never came back, left undone around logging feedback.

Authors of quoted messages who could not be asked are asked again; what was typed or looked at and
never sent is forgotten in the end, for it is words that nobody gave us to keep.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import Desk

DRAFTS_LAST = timedelta(days=30)
MESSAGES_LAST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class LooseEnds:
    """Ties up what is left of feedback that was begun."""

    desk: Desk

    def do(self, now: datetime) -> None:
        self.desk.quoting.ask_authors()
        self.desk.store.drafts.drop_older(now - DRAFTS_LAST)
        self.desk.store.quotations.drop_unused(now - MESSAGES_LAST)
