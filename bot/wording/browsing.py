"""What is said while somebody looks through the lessons."""

from collections.abc import Sequence
from datetime import date

from knowledge import citations
from knowledge.lessons import Agreement, LessonStatus

TITLE = "Lessons"
OPENING = "One moment: looking for the lessons you may see."
INTRODUCTION = (
    "What visits taught, checked by a second person. Choose a theme, or narrow the list to places like "
    "yours. To ask a question instead: /lessons and your question."
)
NONE = (
    "There is no lesson for you to see yet. Lessons come here when they are shared. To ask the case "
    "studies, type /lessons and your question."
)
NO_MATCH = "No lesson is like that. Choose less, and look again."
EVERYTHING = "All lessons"
SHOW, OPEN, NARROW, THEMES = "Show", "Open", "Narrow", "All themes"
BACK, ON = "Back", "More"
LOOK = "Show lessons"
CANCEL = "Cancel"
ANY = "Any"
COUNCIL = "A council"
COUNCIL_HINT = "Lessons that speak of it. A lesson whose sources may not be named speaks of none."
MINE = "Councils like mine"
MINE_HINT = "Your council’s name: you see lessons from those of its tier, and of its size where it is known."
DATED = {"shared": "Shared", "reviewed": "Reviewed"}
"""What can be asked of a lesson's dates; ``LessonFilters`` has a field for each."""
ON_A_DAY = "day"
SPANS = {
    f"{kind} {span}": f"{said} {words}"
    for kind, said in DATED.items()
    for span, words in (
        ("3", "in the last 3 months"),
        ("12", "in the last 12 months"),
        (ON_A_DAY, "since the day below"),
    )
}
DATES = "Date"
DAY = "Since which day?"
DAY_HINT = "Only for “since the day below”."
WHICH_DATES = "Choose “Shared since the day below” or “Reviewed since the day below”, or take the day away."
WHICH_DAY = "Give the day."
TIER, REGION, SIZE, STANDING = "Kind of council", "Region", "Size", "Standing"
RURALITY = "Rural or urban"
UNKNOWN = "I do not know a council of that name. Write it as it calls itself, or leave this empty."
USED = "Who used it"
NOBODY_USED = "Nobody has said yet that they used it."
POST = "Share to a channel"
REVIEW = "Review"
CHANNEL = "Which channel?"
CHANNEL_HINT = "It is shared only where everybody may see it, and where I am a member."
FOR_FEWER = "Not everybody in that channel may see this lesson. Choose another one."
NO_MEMBER = "I cannot post there. Add me to the channel, or choose another one."
POSTED = "Shared."
GONE = "That lesson is no longer there for you to see."

STANDINGS: dict[LessonStatus, str] = {
    LessonStatus.ENDORSED: "Endorsed, not shared yet",
    LessonStatus.SHARED: "Shared",
    LessonStatus.APPLIED: "Used by a council",
    LessonStatus.STALE: "Past its review date",
    LessonStatus.CONTRADICTED: "Contradicted",
}


def since(kind: str, day: date) -> str:
    return f"{DATED[kind].lower()} since {day.day} {day:%B %Y}"


def counted(total: int) -> str:
    return "1 lesson" if total == 1 else f"{total} lessons"


def about(standing: LessonStatus, councils: Sequence[str], as_of: str | None, agreed: Agreement) -> str:
    """A lesson's standing in a line, as far as its attribution lets it be told."""
    parts = [STANDINGS[standing], ", ".join(councils), citations.as_of(as_of) if as_of else "", seen(agreed)]
    return " · ".join(filter(None, parts))


def seen(agreed: Agreement) -> str:
    if agreed.seen_in is None:
        return ""
    places = "1 place" if agreed.seen_in == 1 else f"{agreed.seen_in} places"
    return f"seen in {places}" + (f", {agreed.disagree} disagree" if agreed.disagree else "")


def shared_by(user: str) -> str:
    return f"A lesson, shared by {user}"
