"""Publishing what visits taught, soon after it changed: a round of its own, quicker than the others.

A change may come from Slack, from the command line or from another process: each leaves a note in
the database, and looking for one costs a small query.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
"""Of the five within which what is shared is found, and what is withdrawn no longer is."""


class Levelling(Protocol):
    """What keeps what is published level; knowledge.publication.Publisher is one."""

    def level(self) -> int:
        """Deal with every change there was; how many documents were published or taken back."""
        ...


@dataclass(frozen=True, slots=True)
class Publishing:
    """A chore, as ``bot.rounds`` does them."""

    publisher: Levelling

    def do(self, _now: datetime) -> None:
        if documents := self.publisher.level():
            log.info("published", extra={"documents": documents})
