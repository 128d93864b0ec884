"""What is read about commitments: what a council will do after a visit."""

from datetime import date

from knowledge.records import RecordGesture, RecordStatus

TITLE = "Commitments"
OPENING = "Fetching the commitments…"
FORM_TITLE = "A commitment"
SAVE, CANCEL = "Save", "Cancel"
MAKE = "Make a commitment"
NOTHING = (
    "No council has committed itself to anything yet. A commitment says how it is today, how it shall be, "
    "how you will know, by when, and who owns it."
)
NOTHING_FOR_HOSTS = "No council has settled a commitment yet."
NOT_YET = "Commitments are made once the group discussion has begun."
TOO_LATE = "No council had committed itself to anything when this visit was archived."
A_COUNCIL = "A council"
TODAY, SHALL_BE, MEASURE, OWNER = "Today", "Shall be", "Measure", "Owner"
NO_DATE = "no date yet"
STATUSES = {
    RecordStatus.SUBMITTED: "Proposed",
    RecordStatus.AGREED: "On track",
    RecordStatus.AT_RISK: "At risk",
    RecordStatus.DONE: "Done",
}
STEPS = {
    RecordGesture.REVISE: "Change",
    RecordGesture.SETTLE: "Settle",
    RecordGesture.FLAG: "Mark as at risk",
    RecordGesture.RECOVER: "Mark as on track",
    RecordGesture.FINISH: "Mark as done",
    RecordGesture.WITHDRAW: "Withdraw",
}
REASONS = {
    RecordGesture.FLAG: "What puts it at risk?",
    RecordGesture.RECOVER: "What brought it back?",
    RecordGesture.FINISH: "What came of it?",
}
REASON_HINT = "Everybody on the visit can read it. Please name nobody."
WITHDRAW_WARNING = "What it says is erased and cannot be got back."
TAKEN = {
    RecordGesture.REVISE: "Changed.",
    RecordGesture.SETTLE: "Settled: its council is now committed to it.",
    RecordGesture.FLAG: "Marked as at risk.",
    RecordGesture.RECOVER: "Marked as on track.",
    RecordGesture.FINISH: "Marked as done. If a lesson helped with it, say so in /visit progress.",
    RecordGesture.WITHDRAW: "Withdrawn.",
}
MADE = "Noted. A facilitator settles it when the council stands by it."
CHANGED_MEANWHILE = "Somebody else changed this commitment meanwhile. Please read it as it is now."


def standing(status: RecordStatus, due: date | None) -> str:
    by = f"by {due.day} {due:%B %Y}" if due else NO_DATE
    return f"{STATUSES[status]}, {by}"


def more(number: int) -> str:
    return f"… and {number} more. /visit progress shows those of one council."
