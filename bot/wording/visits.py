"""What is said of visits: the card, the list, the form they are planned in, and what becomes of them."""

from collections.abc import Sequence
from datetime import date

from knowledge.model import Audience
from knowledge.visits import Attribution, Role, Session, Visit, VisitGesture, VisitState

OPENING = "One moment…"
CANCEL = "Cancel"
SAVE = "Save"

# The list, and what there is when there is none

LIST_TITLE = "Your visits"
NONE_YET = (
    "You are on no visit yet. Plan one, and you look after it: its programme, its people and what they "
    "see. If somebody else plans it, they put you on it and you hear from me."
)
NO_MATCH = "None of your visits is called “{words}”. These are the ones you are on:"
SEVERAL_MATCHES = "Several of your visits are called “{words}”:"
OPEN_VISIT = "Open"
PLAN_VISIT = "Plan a visit"
ALL_VISITS = "All my visits"
NEWER, OLDER = "Later visits", "Earlier visits"

HELP_TITLE = "Visits"
HELP = (
    ("/visit", "opens the visit you have most to do with just now"),
    ("/visit list", "lists all visits you are on"),
    ("/visit new", "plans a visit, which you then look after"),
    ("/visit repairs", "opens the visit that has “repairs” in its title, or whose id begins like that"),
    ("/visit pack", "gathers what is known about a visit’s host and its question, to read before"),
    ("/visit-feedback", "logs what you saw; you can type it behind the command"),
    ("/visit-feedback mine", "shows what you logged and what became of it, to change or withdraw it"),
    ("/visit review", "shows a facilitator what was logged, to accept or reject it"),
    ("/visit board", "shows what was accepted"),
    ("/visit group", "shows what the group tells its host"),
    ("/visit commitments", "shows what councils agreed to do after the visit in hand"),
    ("/visit progress", "shows how that stands on all your visits: at risk, on track, done"),
    ("/visit-report", "makes the report of a visit"),
)

# The card

CARD_TITLE = "Visit"
HOST, VISITORS, DATES, STATE = "Host", "Visiting", "Dates", "State"
RULE, AUDIENCE = "Who may be named", "Who may see what comes of it"
SELECTION, CHANNEL = "How councils were chosen", "Channel"
PROGRAMME, PEOPLE, FEEDBACK = "Programme", "People", "Feedback"
NOBODY_YET = "nobody yet"
NO_PROGRAMME = "There is no programme yet."
NO_PROGRAMME_FACILITATOR = "There is no programme yet: add sessions one by one, or import a file."
MORE_SESSIONS = "… and {number} more"
CHANGE = "Change details"

WHAT_STATES_MEAN = {
    VisitState.PLANNED: "planned: people can look at the programme; feedback opens with the visit",
    VisitState.OPEN: "open: feedback can be logged",
    VisitState.DISCUSSION: "in discussion: the group agrees what it tells the host",
    VisitState.CLOSED: "closed: the host may have the report",
    VisitState.ARCHIVED: "archived: only what councils agreed to do is still followed up",
}

RULES = {
    Attribution.OPEN: "People, posts and councils may be named.",
    Attribution.ORGANISATION: "Councils may be named, people may not.",
    Attribution.ROLE: "Posts may be named; people and councils may not.",
    Attribution.CHATHAM_HOUSE: "Nobody may be named: no person, no post and no council.",
}
"""Each in at most 75 characters, which is what an option of a form has room for."""

AUDIENCES = {
    Audience.VISIT_TEAM: "Only those who are on the visit.",
    Audience.NETWORK: "Everybody in this Slack workspace.",
    Audience.PUBLIC: "Anybody.",
}

ROLES = {
    Role.FACILITATOR: "facilitator",
    Role.PARTICIPANT: "participant",
    Role.HOST: "host",
    Role.OTHER: "not on it",
}

# States

ADVANCE = {
    VisitGesture.OPEN: "Open for feedback",
    VisitGesture.DISCUSS: "Start the discussion",
    VisitGesture.CLOSE: "Close the visit",
    VisitGesture.ARCHIVE: "Archive the visit",
}
BEFORE_ADVANCING = {
    VisitGesture.OPEN: "From now on participants can log what they see. There is no way back to planning.",
    VisitGesture.DISCUSS: (
        "The group now agrees what it tells its host. Feedback can still be logged. There is no way back."
    ),
    VisitGesture.CLOSE: (
        "Nobody can log feedback any more, and the host may have the report. There is no way back."
    ),
    VisitGesture.ARCHIVE: (
        "The visit is put away as it is, and no commitment can be made or settled any more. Those that are "
        "settled are still asked after, and marked as they stand. There is no way back."
    ),
}
NOT_YET = "Not yet"
_TOLD_CHANNEL = {
    VisitState.OPEN: "The visit “{title}” is open: you can log what you see and hear.",
    VisitState.DISCUSSION: "“{title}” is in discussion now: the group agrees what it tells its host.",
    VisitState.CLOSED: "The visit “{title}” is closed. Thank you all; the report can be made now.",
    VisitState.ARCHIVED: "The visit “{title}” is archived.",
}

# Planning and changing

PLAN_TITLE = "Plan a visit"
CHANGE_TITLE = "Change the visit"
MORE = "More settings"
MORE_HINT = "Who may see it, how councils were chosen, reminders, other facilitators, a channel."
FOLLOW_UP = "How often are its commitments asked after?"
FOLLOW_UP_HINT = "Whoever made one is asked how it stands, until it is done."
NEVER = "Never"
FACILITATORS = "Who else facilitates it?"
FACILITATORS_HINT = "You do already. They are told, and may do all that you may."
CHANNEL_CHOSEN = "Which channel is the visit’s?"
CHANNEL_CHOSEN_HINT = "One that Peerbot is in. I say there when the visit opens, and when it is closed."
CHANNEL_MADE = "Or what shall a new channel be called?"
CHANNEL_MADE_HINT = "I make a private one, and bring in those who facilitate the visit."
ONE_CHANNEL = "Choose a channel above, or name a new one here: not both."
NOT_IN_CHANNEL = "I am not in that channel. Type /invite @Peerbot there, then save again."
NAME_TAKEN = "There is a channel of that name: take another name, or choose the channel above."
NAME_UNFIT = "Slack takes no channel of that name: letters, figures and hyphens, at most 80."
MAY_NOT_MAKE = "I may not make channels here. Please choose one above, or make one and invite me there."
CHANGED_MEANWHILE = (
    "Somebody else changed this visit while you did. What they changed stands in the form below, and "
    "what you typed is kept. Please look it through and save again."
)
BOTH_CHANGED = "You both changed “{label}”. They wrote: {theirs}"
TAKEN_BACK = "nothing"
# Being put on one

OPEN_THE_VISIT = "Open the visit"
WHAT_NEXT = {
    Role.PARTICIPANT: (
        "Now: look at the programme.",
        "During the visit: log what you see and hear with /visit-feedback. It takes less than three minutes.",
        "At its end: agree with your group what it tells the host.",
        "Any time: /visit brings you back here.",
    ),
    Role.FACILITATOR: (
        "You look after this visit: its programme, its people, and what they log.",
        "Open it when people may log what they see; close it when the group has told its host.",
        "Any time: /visit brings you back here.",
    ),
    Role.HOST: (
        "Now: look at the programme, and tell the facilitator what should be different.",
        "After the visit: you receive the report.",
        "Any time: /visit brings you back here.",
    ),
}
LOGGED = "logged"

# Agreeing, and leaving

AGREE = "I have read this and agree"
AGREE_FIRST = "Before you log what you see"
WHAT_I_AGREED = "What I agreed to"
AGREED_TITLE = "What you agreed to"
NOT_AGREED = "You have not agreed to this yet."
BOARD = "Accepted feedback"
GROUP_FEEDBACK = "Group feedback"
COMMITMENTS = "Commitments"
REPORT = "Report"
LEAVE = "Leave the visit"
BEFORE_LEAVING = (
    "You are taken off the visit, and can no longer log on it or see it. What you told stays, without "
    "your name. Withdraw it first if you want it gone."
)
STAY = "Stay"
YOU_LEFT = "You have left the visit “{title}”. What you told stays, without your name."


def every(weeks: int) -> str:
    """An interval, in weeks."""
    return f"Every {weeks} weeks" if weeks != 1 else "Every week"


def dates(starts: date, ends: date) -> str:
    """The days of a visit, as short as they can be said."""
    last = _day(ends)
    if starts == ends:
        return last
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}–{last}"
    if starts.year == ends.year:
        return f"{starts.day} {starts:%B} – {last}"
    return f"{_day(starts)} – {last}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def weekday(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def times(visit: Visit, session: Session) -> str:
    """From when to when, as clocks at the host show it."""
    start, end = visit.local(session.start), visit.local(session.end)
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%H:%M} on {weekday(end.date())}"
    return f"{start:%H:%M}–{last}"


def session_line(visit: Visit, session: Session) -> str:
    """A session in a line: its time, its title, where it is."""
    said = f"{times(visit, session)} {session.title}"
    return f"{said}, {session.place}" if session.place else said


def visit_in_short(visit: Visit, role: Role) -> str:
    """A visit's line in a list."""
    return f"{dates(visit.starts, visit.ends)} · {visit.state.said} · you are {_a(ROLES[role])}"


def _a(role: str) -> str:
    return f"its {role}" if role == "host" else f"a {role}"


def times_are(zone: str) -> str:
    return f"Times are those of clocks in {zone.rpartition('/')[2].replace('_', ' ')}."


def rule(attribution: Attribution) -> str:
    """The rule and what it means, as the card says it."""
    name = attribution.value
    return f"{name[:1].upper()}{name[1:]}. {RULES[attribution]}"


def people(number: int, councils: int | None) -> str:
    """How many are on a visit; ``councils`` is None when that is withheld."""
    said = "1 person" if number == 1 else f"{number} people"
    return said if not councils else f"{said} from {councils} council{'' if councils == 1 else 's'}"


def feedback(counts: Sequence[tuple[str, int]]) -> str:
    """How much was logged, by what has become of it."""
    said = ", ".join(f"{number} {status}" for status, number in counts)
    return said or "nothing logged yet"


def agreed_on(day: date, version: str) -> str:
    return f"You agreed on {_day(day)} to this text (version {version})."


def welcome(visit: Visit, role: Role) -> str:
    """What somebody is told who is put on a visit."""
    when = dates(visit.starts, visit.ends)
    return f"You are on the visit “{visit.title}”, {when}, as {_a(ROLES[role])}."


def told_channel(visit: Visit) -> str:
    """What the visit's channel is told of the state that the visit has come to."""
    return _TOLD_CHANNEL[visit.state].format(title=visit.title)


def channel_is(visit: Visit) -> str:
    when = dates(visit.starts, visit.ends)
    return (
        f"This is the channel of the visit “{visit.title}”, {when}. /visit shows it to those who are on it."
    )
