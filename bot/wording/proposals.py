"""What a facilitator reads while they propose a lesson."""

from bot.wording.commitments import STATUSES
from bot.wording.group_feedback import LISTS
from knowledge import citations
from knowledge.attribution import STRUCK
from knowledge.records import RecordStatus, RecordType

PROPOSE = "Propose a lesson"
TITLE = "Propose a lesson"
OPENING = "One moment: fetching what the lesson is to rest on…"
SEND, CLOSE = "Propose", "Close"

INTRODUCTION = (
    "The words below are people’s own. Put them so that a council that was not there can use them, and "
    "name nobody. Another person checks every claim against its quote before anybody is shown the lesson."
)
ANSWERS = "It is to answer: “{question}”"
NEAR_QUESTION = "Passages near to the question"
RESTS_ON = "What it rests on"
RESTS_ON_NOTHING_YET = (
    "A lesson rests on what people saw, or on what a case study says, word for word. To rest it on a case "
    "study that is not offered here, ask a question and press “Show the passage” beneath the answer."
)
NOTHING_TO_REST_ON = (
    "There is nothing yet that a lesson can rest on. Accept feedback, or settle the group feedback or a "
    "commitment, on a visit that you facilitate; or ask a question and press “Show the passage” beneath an "
    "answer that quotes a case study."
)
CLAIM_HINT = "One thing that is so, in your words."
CLAIM_HINT_AFTER = "One thing that is so. Leave it empty, and this quote stands under the claim above."
QUOTE = "The words that show it"
QUOTE_HINT = "Word for word. You can shorten it to the part that shows the claim."
QUOTE_HINT_STRUCK = (
    "Word for word. What may not be named stands as […]: leave the quote whole, or shorten it to a part "
    "without […]."
)
TAKE_OFF = "Take off"
FIRST = "What does it rest on?"
FIRST_HINT = "The words below are then begun for you."
MORE = "Rest it on something more"
MORE_HINT = "It is added above, with its words."
TOLD = {
    RecordType.FEEDBACK: "Accepted feedback: {visit}",
    RecordType.GROUP_FEEDBACK: "Group feedback: {visit}",
    RecordType.COMMITMENT: "Commitments: {visit}",
}

# What is not right
NOTHING_PICKED = "Choose at least one thing that the lesson rests on."
MISQUOTED = (
    "This is not in its source word for word. To begin again with the source’s own words, press “Take off” "
    "and add it once more."
)
STRUCK_QUOTE = (
    "Part of this stands as […], because it may not be named. Leave the quote whole as it was, or shorten "
    "it to a part without […]."
)
NO_LONGER_QUOTABLE = "This can no longer be quoted: it was withdrawn or kept back. Take it off."
ENOUGH = "A lesson can be begun with at most {limit}. Take something off, or choose less."
NOT_FOR_YOU = "this passage is for a visit’s team, and I do not know you as one of them"
PASSAGE_GONE = "that passage is no longer in the library: ask again, and begin with what is there now"
WORDS_GONE = "the group feedback was withdrawn, and its words are erased: begin again with what is there now"
FOR_FACILITATORS = (
    "only a facilitator or an owner of a theme can propose a lesson: log what you saw with /visit-feedback, "
    "and the visit’s facilitator can make one of it"
)
CHOOSE_FIRST = "Please tick what the lesson is to rest on, then press the button again."

# Once it is there
PROPOSED = "Thank you. The lesson is proposed:"
NEXT = (
    "Somebody else now checks every claim against its quote: a facilitator or an owner of its theme, not "
    "you. Then an owner of the theme or the host agrees the words, and it is shared. Until then only those "
    "who review it see it, and I write to you at each step."
)
GAP_LINKED = "The question is off the list. Whoever asked is told once the lesson is shared with them."
GAP_GONE = "Somebody else has dealt with the question meanwhile, so whoever asked hears of that."


def feedback(kind: str) -> str:
    return f"Feedback, {kind}"


def group_feedback(field: str) -> str:
    return f"Group feedback, {LISTS[field].lower()}"


def commitment(council: str, status: RecordStatus) -> str:
    whose = "Commitment" if council == STRUCK else f"Commitment of {council}"
    return f"{whose}, {STATUSES.get(status, status).lower()}"


def told_on(what: str, visit: str) -> str:
    return f"{what} · {visit}"


def passage(title: str, council: str, as_of: str | None) -> str:
    parts = ("Case study", title, council, citations.as_of(as_of))
    return " · ".join(part for part in parts if part)


def claim(number: int) -> str:
    """``number`` counts from 1."""
    return f"Claim {number}"


def enough(limit: int) -> str:
    return ENOUGH.format(limit=limit)
