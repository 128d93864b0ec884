"""What a person said to Peerbot, told from everything else that is said near it. Pure.

One post may come as two events, a mention and a message, and each of them several times: they all
give the same Question, whose id is made of team, channel and timestamp. What bots say, and what is
edited, deleted or announced by Slack itself, is nothing anybody asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.blocks.texts import words_of
from knowledge.store import Question, Surface

Event = Mapping[str, Any]

_SPOKEN = frozenset({None, "file_share", "thread_broadcast"})
"""The subtypes of what a person says: https://docs.slack.dev/reference/events/message"""

_LONGEST_QUESTION = 2_000  # characters; the model reads no more of it than that
_WORD = re.compile(r"\w+")
_GREETINGS = frozenset(
    _WORD.findall("afternoon evening good hello help hey hi hiya menu morning peerbot please start there")
)
_THANKS = frozenset(
    _WORD.findall("""
        agreed appreciated brilliant bye cheers cool fab fantastic fine got great helpful lovely marvellous
        nice no noted ok okay perfect super sure ta thank thanks useful yep yes
    """)
)
_BESIDE_THANKS = frozenset(
    _WORD.findall(
        "a all and for good i it its job lot many much so that thats this very well will worries you"
    )
)
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")
_OTHER_PERSON = re.compile(r"<@([A-Z0-9]+)")


@dataclass(frozen=True, slots=True)
class Heard:
    """A post that may be a question."""

    question: Question
    asker_team: str
    """The Slack team of who asked; in a channel shared by several it need not be ours."""
    to_us: bool
    """Whether it mentions the bot or is a direct message; else it is said in some thread."""
    to_others: bool
    """Whether it mentions somebody else."""

    @property
    def may_follow_up(self) -> bool:
        """Whether it could be meant for the bot in a thread where the bot takes part."""
        text = self.question.text
        return bool(_words(text)) and not self.to_others and not is_courtesy(text)


def heard(event: Event, *, team: str, bot_user: str) -> Heard | None:
    """What a person said that the bot may have to answer; None for everything else."""
    if event.get("subtype") not in _SPOKEN or event.get("bot_id") or not event.get("user"):
        return None
    text = str(event.get("text") or "")
    mentioned = set(_OTHER_PERSON.findall(text))
    to_us = event.get("channel_type") == "im" or bot_user in mentioned
    in_thread = event.get("thread_ts") not in {None, event["ts"]}
    if not (to_us or in_thread):
        return None
    return Heard(
        question=_question(event, team, words_of(text), mentioned=bot_user in mentioned),
        asker_team=str(event.get("user_team") or event.get("source_team") or event.get("team") or team),
        to_us=to_us,
        to_others=bool(mentioned - {bot_user}),
    )


def _question(event: Event, team: str, text: str, *, mentioned: bool) -> Question:
    channel, ts = str(event["channel"]), str(event["ts"])
    direct = Surface.DIRECT if event.get("channel_type") == "im" else Surface.THREAD
    return Question(
        id=f"{team}:{channel}:{ts}",
        text=text[:_LONGEST_QUESTION],
        asker=str(event["user"]),
        asked_at=datetime.fromtimestamp(float(ts), UTC),
        surface=Surface.MENTION if mentioned else direct,
        team=team,
        channel=channel,
        message_ts=ts,
        thread_ts=str(event.get("thread_ts") or ts),
    )


def commanded(command: Mapping[str, Any], text: str, now: datetime) -> Question:
    """The question of a slash command, which leaves no message."""
    team, channel = str(command["team_id"]), str(command["channel_id"])
    return Question(
        id=f"{team}:{channel}:{command['trigger_id']}",
        text=text[:_LONGEST_QUESTION],
        asker=str(command["user_id"]),
        asked_at=now,
        surface=Surface.SLASH,
        team=team,
        channel=channel,
    )


def is_greeting(text: str) -> bool:
    """Whether it only says hello, asks for help, or says nothing at all."""
    return _words(text) <= _GREETINGS


def is_courtesy(text: str) -> bool:
    """Whether it only says thanks or agrees, so that nothing is asked."""
    words = _words(text)
    return "?" not in text and bool(words & _THANKS) and words <= _THANKS | _BESIDE_THANKS


def _words(text: str) -> set[str]:
    plain = _EMOJI.sub(" ", text.casefold()).replace("’", "").replace("'", "")
    return set(_WORD.findall(plain))
