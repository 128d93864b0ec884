"""Quoting messages as feedback: who wrote one is asked, once, before they are named with it.

Until they agree, a record holds their words without a name and without the link that leads to them.
Whoever logs a message is named to nobody, its author included.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.acquaintances import Acquaintances
from bot.blocks import quotations as blocks
from bot.blocks.texts import escape, shortened, words_of
from bot.clients import TROUBLE, may_pass, refusal
from bot.showing import showing
from bot.wording import feedback as wording
from knowledge.errors import StaleRecordError
from knowledge.fields import LINE_LIMIT, PROSE_LIMIT
from knowledge.records import Evidence, EvidenceKind, FeedbackRecord, RecordStatus
from knowledge.store import Quotation, Store
from knowledge.visits import Attribution, Person

log = logging.getLogger(__name__)

_LONGEST_NAME = 100
_GONE = frozenset({"message_not_found"})


class NotQuotableError(Exception):
    """A message cannot be logged; the message of the error is a sentence for whoever wants to."""


@dataclass(frozen=True, slots=True)
class Quoting:
    """Messages that people log, and the people who wrote them."""

    client: WebClient
    store: Store
    acquaintances: Acquaintances
    now: Callable[[], datetime]

    def looked_at(self, person: Person, channel: str, message: Mapping[str, Any]) -> Quotation:
        """The message as it will be quoted; NotQuotableError says why it will not."""
        quote = shortened(words_of(str(message.get("text") or "")), PROSE_LIMIT)
        if not quote:
            raise NotQuotableError(wording.NOTHING_TO_QUOTE)
        link, author = self._link(channel, str(message["ts"])), self._author(message)
        kept = self.store.quotations.keep(
            Quotation(
                id=uuid5(NAMESPACE_URL, f"quotation {person.id} {channel} {message['ts']}").hex[:16],
                quote=quote,
                link=link,
                author=author,
                made_at=self.now(),
                agreed=True if author == person.id else None,
            )
        )
        if kept.record:
            raise NotQuotableError(wording.LOGGED_ALREADY)
        return kept

    def ask_authors(self) -> None:
        """Ask those who have not been asked yet whether they may be named."""
        for quotation in self.store.quotations.unasked():
            record = self.store.records.get(quotation.record or "")
            visit = self.store.visits.get(record.visit)
            # Under any other rule no name is ever shown, so there is none to keep.
            if visit.attribution is Attribution.OPEN and self.store.quotations.claim(
                quotation.id, self.now()
            ):
                title = showing(self.store, visit).text(visit).title
                self._ask(quotation, title)

    def answer(self, quotation: str, person: Person, *, agreed: bool) -> str:
        """Keep what the author says of being named; what they are told."""
        found = self.store.quotations.get(quotation)
        if found is None or found.author != person.id:
            return wording.QUOTE_GONE
        self.store.quotations.answer(quotation, agreed=agreed)
        self._write(quotation)
        log.info("author answered", extra={"gesture": "quotation", "agreed": agreed})
        return wording.NAMED if agreed else wording.NOT_NAMED

    def _ask(self, quotation: Quotation, visit: str) -> None:
        author = self.store.people.get(quotation.author or "")
        try:
            self.client.chat_postMessage(
                channel=author.slack_user or "",
                text=escape(wording.logged_your_message(visit)),
                blocks=blocks.question(quotation, visit),
                unfurl_links=False,
                unfurl_media=False,
            )
        except TROUBLE as error:
            if may_pass(error):
                self.store.quotations.give_up(quotation.id)  # for the next round
            log.warning("author out of reach", extra={"gesture": "quotation", "why": type(error).__name__})
            return
        log.info("author asked", extra={"gesture": "quotation"})

    def _write(self, quotation: str) -> None:
        """Put what the author said into the record, whatever others do with it at the same time."""
        while True:
            found = self.store.quotations.get(quotation)
            if found is None or found.record is None:
                return
            record = self.store.records.get(found.record)
            if not isinstance(record, FeedbackRecord) or record.status is RecordStatus.WITHDRAWN:
                return
            rests_on = evidence(self.store, found)
            try:
                self.store.records.change(record.model_copy(update={"evidence": rests_on}), record.version)
            except StaleRecordError:
                continue
            return

    def _link(self, channel: str, ts: str) -> str | None:
        """The address of a message; None where we are not, as in a direct message of others."""
        try:
            return str(self.client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
        except SlackApiError as error:
            if may_pass(error):
                raise
            if refusal(error) in _GONE:
                raise NotQuotableError(wording.MESSAGE_GONE) from error
            return None

    def _author(self, message: Mapping[str, Any]) -> str | None:
        if message.get("bot_id") or message.get("subtype") or not message.get("user"):
            return None
        return self.acquaintances.of(str(message["user"])).id


def evidence(store: Store, quotation: Quotation | None) -> tuple[Evidence, ...]:
    """What a record that quotes the message holds of it, by what its author has said so far."""
    if quotation is None:
        return ()
    reference = _reference(store, quotation)
    return (Evidence(kind=EvidenceKind.MESSAGE, reference=reference, quote=quotation.quote),)


def _reference(store: Store, quotation: Quotation) -> str | None:
    """Who wrote it, and where; None for who has not agreed."""
    if not quotation.agreed or quotation.author is None:
        return None
    name = shortened(store.people.get(quotation.author).display_name, _LONGEST_NAME)
    return ", ".join(filter(None, (name, quotation.link)))[:LINE_LIMIT]
