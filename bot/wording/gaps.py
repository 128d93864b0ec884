"""What is said of questions that nothing answers, to those who find an answer and to those who asked."""

from collections.abc import Sequence
from datetime import date

from bot.wording.homes import day
from knowledge.gaps import Week

OPENING = "One moment: looking for what was asked and not answered."
TITLE = "Unanswered questions"
INTRODUCTION = (
    "People asked this, and nothing here answers it, or they said that the answer does not help. "
    "Whoever asked is told when you answer."
)
NONE = (
    "No question waits for an answer. What the case studies and lessons do not cover comes here by itself, "
    "and so does an answer that somebody votes down."
)
FOR_FACILITATORS = (
    "Unanswered questions are for facilitators. Plan a visit with /visit new and you are one; "
    "a question of your own you can ask with /lessons."
)
ANSWER = "Answer"
PLACE = "Put on a visit"
DECLINE = "Not for us"
BACK, ON = "Back", "More"

ON_VISITS = "Being asked on visits"
LOGGED = "somebody has logged an answer"
WORDS = "Your answer"
WORDS_HINT = "Everybody who asked reads it where they asked, without your name. Name nobody in it."
LESSON = "Or the lesson that answers it"
NO_LESSON = "None of these"
LESSON_HINT = "Type words of its title. Whoever asked is told as soon as it is shared with them."
NEW_LESSON = "Answer with a new lesson"
NEW_LESSON_HINT = "If no lesson answers it yet, propose one from accepted feedback or a case study."
WHERE = "Where it is to be asked"
WHERE_HINT = "It then stands on the visit's card and beside its programme, for everybody on it."
REASON = "Why it is not for us"
REASON_HINT = "For other facilitators; whoever asked is not told."
KEEP = "Save"
CANCEL = "Cancel"
SAY_ONE = "Write an answer, or choose the lesson that answers it."
NO_VISIT = "You facilitate no visit that is planned or open. Plan one, then come back."
GONE = "Somebody else has dealt with that question meanwhile."

ANSWERED = "Answered. Whoever asked is being told."
LINKED = "Kept. Whoever asked is told when the lesson is shared with them."
PLACED = "It is on the visit now. You can still answer it here."
DECLINED = "Kept, and off the list."

NOTE_CAME = "A facilitator has found an answer to what you asked: “{question}”"
LESSON_CAME = "A lesson now answers what you asked: “{question}”"
ASK_AGAIN = "Ask again to see it with its sources: /lessons and your question."

# Every week
WEEK = "The week in questions"
NOT_COVERED = "Not covered"
ALL_COVERED = "Nothing that was asked went without an answer."
USED = "Lessons that councils said they used"
NOTHING_USED = "No council said that it used a lesson."


def asked(askers: int, latest: date, voted_down: int) -> str:
    people = "1 person asked" if askers == 1 else f"{askers} people asked"
    votes = "" if not voted_down else f" · {answers(voted_down)} voted down"
    return f"{people} · last on {day(latest)}{votes}"


def answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"


def week(found: Week, first: date, last: date) -> str:
    questions = "1 question was" if found.asked == 1 else f"{found.asked} questions were"
    covered = f"{found.answered} answered, {found.uncovered} not covered"
    return f"From {day(first)} to {day(last)}, {questions} asked: {covered}."


def on_visit(visit: str, session: str | None, *, answered: bool = False) -> str:
    place = f"{visit}, {session}" if session else visit
    return f"{place}: {LOGGED}" if answered else place


def more(titles: Sequence[str]) -> str:
    return f"… and {len(titles)} more"
