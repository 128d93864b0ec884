"""What stands on a person's App Home."""

from datetime import date, datetime

from knowledge.overviews import Silent
from knowledge.records import FeedbackKind, RecordStatus
from knowledge.visits import Attribution, Role, Visit, VisitState

ROLES: dict[Role, str] = {
    Role.PARTICIPANT: "You take part in this visit.",
    Role.FACILITATOR: "You facilitate this visit.",
    Role.HOST: "You host this visit.",
}

# Programme
TODAY = "Today’s programme"
TO_COME = "The programme begins on {day}"
DAY_OVER = "That was all for today."
NO_PROGRAMME_TODAY = "Nothing is on the programme today."
NO_PROGRAMME = "There is no programme yet."
NO_PROGRAMME_FACILITATOR = "There is no programme yet. Add one with /visit."
NOW, NEXT = "Now:", "Next:"

# Buttons
ASK = "Ask"
LOG_FEEDBACK = "Log feedback"
REVIEW = "Review feedback"
OPEN_VISIT = "Open the visit"
PLAN_VISIT = "Plan a visit"
GAPS_DOOR = "Unanswered questions"

# Own feedback
MY_FEEDBACK = "My feedback"
CHANGE_MINE = "Change or withdraw"
NOTHING_LOGGED = (
    "You have logged nothing yet. After a session, press Log feedback: it takes under three minutes."
)
KINDS: dict[FeedbackKind, str] = {
    FeedbackKind.WORKED_WELL: "Worked well",
    FeedbackKind.TO_CONSIDER: "To consider",
    FeedbackKind.INNOVATION: "Innovation",
    FeedbackKind.QUESTION: "Question",
    FeedbackKind.RISK: "Risk",
}
STATUSES: dict[RecordStatus, str] = {
    RecordStatus.SUBMITTED: "waits to be read",
    RecordStatus.NEEDS_INFORMATION: "a facilitator asks you for more",
    RecordStatus.ACCEPTED: "accepted",
    RecordStatus.DISTILLED: "part of a lesson",
    RecordStatus.REJECTED: "not taken on",
    RecordStatus.WITHDRAWN: "withdrawn",
}

# For facilitators
COUNTS = "Feedback so far"
NO_FEEDBACK = "Nothing has been logged yet."
BY_THEME = "By theme"
NO_SESSION = "No session in particular"
GAPS = "Themes of the programme about which nothing is logged yet:"
SILENT = "Who has not written yet"
EVERYBODY_WROTE = "Everybody has written."
NOT_COUNTED = "Not shown: under the Chatham House rule a small number would point at people."
QUEUE_EMPTY = "Nothing waits to be reviewed."

# The report
REPORT = "Report"
REPORT_LATER = "When the visit is closed, its report is here for you."
REPORT_DRAFT = (
    "When the visit is closed, its report can be handed over. A draft shows you at any time how it stands."
)
REPORT_READY = "The visit is closed. Its report comes to you as a direct message."
MAKE_REPORT = "Make the report"

# Lessons
LESSONS = "Lessons by theme"
CASE_STUDIES = "Case studies by theme"
ASK_ABOUT = "Ask about any of them: write to me in Messages, or type /lessons and your question."

BROWSE = "Look through the lessons"

# Asking from there
ASK_TITLE = "Ask"
ASK_LABEL = "What would you like to know?"
ASK_HINT = "In a sentence, as you would ask a colleague."
ASKED = "I answer in Messages, where you can go on asking."
YOU_ASKED = "You asked:"

# Settings
REMINDERS = "Reminders"
REMINDED = "I write to you after each session of a visit, and before the group discussion."
DIGESTED = (
    "At the end of each day of a visit I write to you how its feedback stands, and I remind you of lessons "
    "that wait for you."
)
NOT_REMINDED = "I send you no reminders."
TURN_OFF, TURN_ON = "No more reminders", "Remind me"

# No visit
BEEN_ON_VISITS = (
    "You are not on a visit just now. Those you are on otherwise are in /visit list, and what you logged "
    "in /visit-feedback mine; Progress shows what councils agreed to do."
)
NO_VISIT = (
    "You are not on a visit just now. A facilitator can add you to theirs, or you can plan one yourself."
)


def when(visit: Visit) -> str:
    """The days of a visit, and how far it has come."""
    days = day(visit.starts) if visit.starts == visit.ends else f"{day(visit.starts)} to {day(visit.ends)}"
    return f"{days} · {STATES[visit.state]}"


STATES: dict[VisitState, str] = {
    VisitState.PLANNED: "planned",
    VisitState.OPEN: "open for feedback",
    VisitState.DISCUSSION: "in group discussion",
    VisitState.CLOSED: "closed",
    VisitState.ARCHIVED: "archived",
}


def day(date: date) -> str:
    return f"{date:%A} {date.day} {date:%B}"


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def saved(count: int) -> str:
    return f"Saved ({count})" if count else "Saved"


def pieces(count: int) -> str:
    return "1 piece of feedback" if count == 1 else f"{count} pieces of feedback"


def waiting(count: int) -> str:
    if not count:
        return QUEUE_EMPTY
    return f"{pieces(count)} {'waits' if count == 1 else 'wait'} to be reviewed."


def more(count: int) -> str:
    return f"… and {count} more"


def silent(found: Silent, rule: Attribution) -> str:
    """What may be said of those who have told nothing, but for their names."""
    if found.count is None:
        return NOT_COUNTED
    if not found.count:
        return EVERYBODY_WROTE
    counted = "1 peer has" if found.count == 1 else f"{found.count} peers have"
    said = f"{counted} not written yet"
    if found.described and rule is not Attribution.OPEN:
        return f"{said}: {', '.join(found.described)}."
    return said + "."
