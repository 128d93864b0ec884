"""What Slack holds for us is made to be exactly the plan of ``knowledge.nudges``.

A reminder is written down before Slack is asked for it, and its Slack id after: one that stays without
an id was begun by a process that died, and is looked for at Slack before it is asked for again. So
several processes may do this at once, and any of them may die, and nobody is reminded twice.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.nudges import nudge_blocks
from bot.blocks.texts import escape
from bot.clients import TROUBLE, may_pass, refusal
from bot.errands import Errands
from bot.showing import showing
from bot.wording import nudges as wording
from knowledge.nudges import Nudge, Peer, changes, plan
from knowledge.records import RecordType
from knowledge.store import RecordFilters, StandingNudge, Store
from knowledge.visits import UNDER_WAY, Role, Visit, VisitState

log = logging.getLogger(__name__)

UNHEARD_OF = timedelta(minutes=5)
"""After which whoever began to schedule a reminder has died: longer than any call is tried."""

_GONE = "invalid_scheduled_message_id"


@dataclass(frozen=True, slots=True)
class Nudging:
    """The reminders of all visits."""

    client: WebClient
    store: Store
    errands: Errands
    now: Callable[[], datetime]

    def soon(self, visit: str) -> None:
        """Plan a visit's reminders again, for something about it has changed."""
        self.errands.run(visit, lambda: self.plan(visit))

    def look(self) -> None:
        """Plan them again for every visit that has any, or should."""
        under_way = {visit.id for visit in self.store.visits.under_way()}
        for visit in sorted(under_way | self.store.nudges.visits_with(self.now())):
            try:
                self.plan(visit)
            except TROUBLE as error:  # One visit's keeps no other from being planned.
                log.warning("not planned", extra={"gesture": "nudge", "why": type(error).__name__})

    def plan(self, visit: str) -> None:
        """Call off and schedule until the plan of this moment stands."""
        now = self.now()
        standing = {one.nudge: one for one in self.store.nudges.standing(visit)}
        users, wanted = self._wanted(self.store.visits.get(visit), now)
        found = changes(list(standing), wanted, now)
        for nudge in found.call_off:
            self._call_off(standing.pop(nudge), now)
        for nudge in found.schedule:
            self._schedule(nudge, users[nudge.person])
        for left in standing.values():
            if left.scheduled_message_id is None and not left.nudge.is_sent(now) and _is_left(left, now):
                self._finish(left, now)

    def _wanted(self, visit: Visit, now: datetime) -> tuple[dict[str, str], Sequence[Nudge]]:
        """Who is who in Slack, and what they should hear from us."""
        if visit.state not in UNDER_WAY:
            return {}, ()
        since = None
        if visit.state is VisitState.DISCUSSION:
            since = self.store.chores.seen(f"discussion of {visit.id}", now)
        written = self._written(visit.id)
        users, peers = {}, []
        for part, person in self.store.people.everybody(visit.id):
            # Facilitators have their digest, and the host is not asked.
            if part.role is Role.PARTICIPANT and person.slack_user:
                users[person.id] = person.slack_user
                peers.append(
                    Peer(person.id, person.nudged, frozenset(written.get(part.pseudonym, frozenset())))
                )
        seen = showing(self.store, visit)  # a title may name people whom the rule does not let be named
        programme = [seen.text(session) for session in seen.programme]
        return users, plan(visit, programme, peers, now, since)

    def _written(self, visit: str) -> dict[str, set[str]]:
        """The sessions each pseudonym has told something about, withdrawn since or not."""
        written: dict[str, set[str]] = {}
        filters = RecordFilters(visit=visit, type=RecordType.FEEDBACK, withdrawn=True)
        for record in self.store.records.find(filters):
            if record.session:
                written.setdefault(record.respondent, set()).add(record.session)
        return written

    def _schedule(self, nudge: Nudge, user: str) -> None:
        try:
            channel = str(self.client.conversations_open(users=user)["channel"]["id"])
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("nobody to remind", extra={"gesture": "nudge", "why": refusal(error)})
            return
        begun_at = self.now()
        if self.store.nudges.begin(nudge, channel, begun_at):
            self._ask_for(StandingNudge(nudge, channel, begun_at))

    def _ask_for(self, begun: StandingNudge) -> None:
        """Have Slack schedule it: what it refuses is forgotten, what it leaves open is looked for later."""
        nudge = begun.nudge
        try:
            scheduled = self.client.chat_scheduleMessage(
                channel=begun.channel,
                post_at=int(nudge.due_at.timestamp()),
                text=escape(wording.reminder(nudge)),
                blocks=nudge_blocks(nudge),
                unfurl_links=False,
                unfurl_media=False,
            )  # no metadata: with it, a scheduled message is never posted
        except SlackApiError as error:
            if may_pass(error):
                raise
            self.store.nudges.remove(begun)
            log.warning("not scheduled", extra={"gesture": "nudge", "why": refusal(error)})
            return
        self.store.nudges.scheduled(nudge, str(scheduled["scheduled_message_id"]))
        log.info("scheduled", extra={"gesture": "nudge", "kind": nudge.kind})

    def _call_off(self, standing: StandingNudge, now: datetime) -> None:
        if standing.scheduled_message_id is None and not _is_left(standing, now):
            return  # Somebody is at it just now; the next round calls it off.
        scheduled = standing.scheduled_message_id or self._find(standing)
        if scheduled:
            try:
                self.client.chat_deleteScheduledMessage(
                    channel=standing.channel, scheduled_message_id=scheduled
                )
            except SlackApiError as error:
                if refusal(error) != _GONE:
                    raise
        self.store.nudges.remove(standing)
        log.info("called off", extra={"gesture": "nudge", "kind": standing.nudge.kind})

    def _finish(self, left: StandingNudge, now: datetime) -> None:
        """See to what somebody began and did not end."""
        if not self.store.nudges.take_over(left, now):
            return
        if scheduled := self._find(left):
            self.store.nudges.scheduled(left.nudge, scheduled)
        else:
            self._ask_for(StandingNudge(left.nudge, left.channel, now))

    def _find(self, left: StandingNudge) -> str | None:
        """What Slack calls the reminder, if it has one for that moment that we know nothing of."""
        known = {one.scheduled_message_id for one in self.store.nudges.standing(left.nudge.visit)}
        at = int(left.nudge.due_at.timestamp())
        held = self.client.chat_scheduledMessages_list(
            channel=left.channel, oldest=str(at), latest=str(at), limit=100
        )
        found = (
            str(one["id"])
            for one in held["scheduled_messages"]
            if one["post_at"] == at and one["id"] not in known
        )
        return next(found, None)


def _is_left(standing: StandingNudge, now: datetime) -> bool:
    return standing.begun_at <= now - UNHEARD_OF
