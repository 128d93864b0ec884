"""What people are told of lessons: what happened to one, that it is their turn, or that nobody's is."""

from collections.abc import Sequence
from datetime import date

from bot.wording.lesson_cards import day
from knowledge.lessons import LessonGesture
from knowledge.model import Theme

OPEN = "Open the lesson"
LIST = "Review lessons"
NOBODY = "Nobody can take the next step with this lesson:"
NOBODY_WITH_SEVERAL = "Nobody can take the next step with these lessons:"
IN_CHANNEL = "A lesson cannot go on, for nobody in Slack can take the next step with it:"
SEVERAL_IN_CHANNEL = "Lessons cannot go on, for nobody in Slack can take the next step with them:"

MERGED_FROM = "A lesson that you follow went into another one, which has taken over its quotes:"
MERGED_INTO = "Another lesson went into one that you follow, which has taken over its quotes:"

HAPPENED: dict[LessonGesture, str] = {
    LessonGesture.PROPOSE: "was proposed",
    LessonGesture.REVISE: "was put in other words",
    LessonGesture.RETURN: "was returned",
    LessonGesture.VALIDATE: "was checked by a second person",
    LessonGesture.ENDORSE: "was endorsed",
    LessonGesture.SHARE: "was shared: answers quote it from now on",
    LessonGesture.MERGE: "was merged into another one",
    LessonGesture.REJECT: "was rejected",
    LessonGesture.EXPIRE: "is past its review date",
    LessonGesture.RENEW: "was looked at again, and still holds",
    LessonGesture.CONTRADICT: "is contradicted",
    LessonGesture.SUPERSEDE: "was left for a better one",
    LessonGesture.RETIRE: "was withdrawn",
    LessonGesture.RECHECK: "quotes what its source no longer says",
}
TURNS: dict[LessonGesture, str] = {
    LessonGesture.VALIDATE: "It is your turn: please check it, claim by claim, against its quotes.",
    LessonGesture.REVISE: "It is your turn: please put it in other words.",
    LessonGesture.ENDORSE: "It is your turn: please endorse its words and attribution, or return it.",
    LessonGesture.SHARE: "It is your turn: please share it, or return it.",
    LessonGesture.RENEW: "It is your turn: please look at it again. Does it still hold?",
}
_NAME_AN_OWNER = (
    'ask whoever looks after Peerbot to name an owner of its theme (peerbot lessons own "{theme}" NAME)'
)
_ON_VISIT: dict[LessonGesture, str] = {
    LessonGesture.VALIDATE: "make somebody who wrote none of it a facilitator of its visit (/visit, People)",
    LessonGesture.RENEW: "make somebody who wrote none of it a facilitator of its visit (/visit, People)",
    LessonGesture.ENDORSE: "add the host to its visit, as a host (/visit, People)",
    LessonGesture.SHARE: "make somebody a facilitator of its visit (/visit, People)",
}
_LACKING: dict[LessonGesture, str] = {
    LessonGesture.VALIDATE: "Nobody in Slack may check it, as whoever could wrote some of it.",
    LessonGesture.RENEW: "Nobody in Slack may look at it again, as whoever could wrote some of it.",
    LessonGesture.ENDORSE: "Neither an owner of its theme nor the host of its visit is in Slack.",
    LessonGesture.SHARE: "Nobody in Slack may share it.",
}
_NO_WRITER = (
    "Nobody who wrote it can put it in other words in Slack. To go on: peerbot lessons revise does it, "
    "or reject it."
)


def news(gestures: Sequence[LessonGesture], *, own: bool) -> str:
    """What happened to a lesson, in this order, since somebody was told of it."""
    *before, last = [HAPPENED[gesture] for gesture in gestures]
    said = f"{', '.join(before)}, and {last}" if before else last
    return f"{'Your lesson' if own else 'A lesson'} {said}."


def lacking(step: LessonGesture, theme: Theme, *, on_visit: bool) -> str:
    """Why nobody can take the step, and how to mend it."""
    if step not in _LACKING:
        return _NO_WRITER
    ways = [_ON_VISIT[step]] if on_visit else []
    return f"{_LACKING[step]} To go on: {', or '.join([*ways, _NAME_AN_OWNER.format(theme=theme)])}."


def reminder(number: int, since: date) -> str:
    if number == 1:
        return f"A lesson waits for you since {day(since)}:"
    return f"{number} lessons wait for you, the first of them since {day(since)}:"


def more(number: int) -> str:
    return f"… and {number} more"
