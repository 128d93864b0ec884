"""What is said of a visit's programme: its sessions, typed in or taken from a file."""

from collections.abc import Sequence
from datetime import date

TITLE = "Programme"
EMPTY = "There are no sessions yet. Add them one by one, or import a spreadsheet or a calendar."
EMPTY_FOR_OTHERS = "There are no sessions yet. Your facilitator adds them."
ADD = "Add a session"
CHANGE = "Change"
IMPORT = "Import a file"
EXPORT = "Send me the calendar"
SENT = "I have sent you the programme as a calendar file, in our direct message."
CALENDAR = "The programme of “{title}”. Open the file to put it into your calendar."
NEXT, PREVIOUS = "Later sessions", "Earlier sessions"
SAVE = "Save"
CANCEL = "Cancel"

# A session

NEW_TITLE = "Add a session"
CHANGE_TITLE = "Change the session"
DAY = "Which day?"
BEGINS = "From"
ENDS = "To"
ENDS_AFTER = "A session ends after it starts."
ENDS_ON = "If it ends on another day, on which?"
WHICH = "Clocks go back that night and show this time twice. Which do you mean?"
FIRST_TIME = "The first time, before clocks go back"
SECOND_TIME = "The second time, after clocks have gone back"
ASKED_WHICH = "Clocks go back that night: please say at “{label}” which of the two times you mean."
REMOVE = "Remove this session"
BEFORE_REMOVING = "It is taken off the programme. A session on which feedback was logged cannot be removed."
KEEP = "Keep it"
REMOVED = "“{title}” is off the programme. Close this to go back to it."
CHANGED_MEANWHILE = (
    "Somebody else changed this session while you did. What they changed stands in the form below, and "
    "what you typed is kept. Please look it through and save again."
)

# Files

IMPORT_TITLE = "Import a programme"
FILE = "Which file?"
FILE_HINT = "A spreadsheet saved as CSV, or a calendar (.ics). At most 1 MB."
READ = "Read it"
TEMPLATE = "A spreadsheet needs the columns start, end and title. This is one to copy:"
PROBLEMS = (
    "Nothing was imported, and the programme is as it was. Please put these right and send the file again:"
)
MORE_PROBLEMS = "… and {number} more"
NOT_FETCHED = "I could not get the file from Slack just now. Please send it again."
TOO_LARGE = "This file is larger than 1 MB. Is it the right one?"
PREVIEW_TITLE = "The new programme"
REPLACE = "Replace"
PREVIEW_HINT = "Nothing has changed yet. “Replace” puts this programme in place of the one there is."
CHANGED_SINCE = "Somebody else changed the programme meanwhile. This is what would become of it now:"
NEW, STAYS, GOES = "new", "stays", "goes"


def template(day: date, theme: str) -> str:
    """A programme to copy, on the first day of the visit."""
    return "\n".join(
        (
            "start,end,title,theme,place,speakers,kind",
            f"{day.isoformat()} 09:30,10:15,Welcome,{theme},Town hall,Leader of the council,talk",
            f"{day.isoformat()} 10:30,12:00,Estate walk,,Bus from the town hall,Head of housing; Tenant,walk",
        )
    )


def outside(day: date, days: str) -> str:
    return f"{day.day} {day:%B %Y} is no day of the visit, which is on {days}."


def counted(total: int, stay: int, new: int, go: int) -> str:
    """What an import makes of the programme: "6 sessions: 2 stay, 3 are new, 1 goes"."""
    parts = [
        *([f"{stay} stay{'s' if stay == 1 else ''}"] if stay else []),
        *([f"{new} {'is' if new == 1 else 'are'} new"] if new else []),
        *([f"{go} go{'es' if go == 1 else ''}"] if go else []),
    ]
    return f"{total} session{'' if total == 1 else 's'}: {', '.join(parts)}."


def problems(found: Sequence[str], most: int) -> Sequence[str]:
    """The first of what is wrong with a file."""
    left = len(found) - most
    return found if left <= 0 else (*found[:most], MORE_PROBLEMS.format(number=left))
