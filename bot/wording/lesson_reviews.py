"""What is said where lessons are reviewed."""

from datetime import date

from bot.wording.lesson_cards import day
from knowledge import citations
from knowledge.lessons import Agreement, LessonGesture, LessonStatus, Verdict
from knowledge.model import Audience, Metadata
from knowledge.visits import Attribution

TITLE = "Review lessons"
TO_REVIEW = "Lessons to review"
OPENING = "One moment: looking for the lessons that wait."
FOR_REVIEWERS = (
    "Lessons are reviewed by facilitators, by whoever owns a theme, and by hosts of visits. Plan a visit "
    "with /visit new and you are a facilitator. The lessons you may see are in /lessons."
)
INTRODUCTION = "These lessons wait for a step that you may take, the longest waiting first."
NONE = (
    "No lesson waits for you. One comes here when somebody has proposed it from accepted feedback or a "
    "case study, and I write to you then. The lessons there are: /lessons."
)
NOT_FOR_YOU = (
    "This lesson is being reviewed by those whose visit or theme it comes from. "
    "You can read it in /lessons once it is shared with you."
)
OTHERS = "Yours, waiting for others"
OPEN, BACK, ON, LIST = "Open", "Back", "More", "All that wait for me"

# One lesson
WAITS = "Next"
OVER = "Nothing is to be done with it now."
FAULTY = "A quote no longer stands where it was found, and is left out here."
KEPT_BACK = "A quote is kept back: it was told on a visit that you are not on."
CANNOT_SEE = "You may not see all of its quotes, so somebody else has to take this step."
GONE = "A case study that is no longer in the library"
CLAIM = "Claim {number}"
YOUR_TURN = "You can do this now."
YOURS = "You wrote some of this lesson, so somebody else has to take this step."

STATUSES: dict[LessonStatus, str] = {
    LessonStatus.PROPOSED: "Proposed",
    LessonStatus.RETURNED: "Returned",
    LessonStatus.VALIDATED: "Checked",
    LessonStatus.ENDORSED: "Endorsed, not shared yet",
    LessonStatus.SHARED: "Shared",
    LessonStatus.APPLIED: "Used by a council",
    LessonStatus.STALE: "Past its review date",
    LessonStatus.CONTRADICTED: "Contradicted",
    LessonStatus.MERGED: "Merged into another lesson",
    LessonStatus.REJECTED: "Rejected",
    LessonStatus.SUPERSEDED: "Left for a better lesson",
    LessonStatus.WITHDRAWN: "Withdrawn",
}
STEPS: dict[LessonGesture, str] = {
    LessonGesture.VALIDATE: "to be checked, claim by claim, by somebody who wrote none of it.",
    LessonGesture.REVISE: "to be put in other words by those who wrote it.",
    LessonGesture.ENDORSE: "to be endorsed by an owner of its theme, or by the host of its visit.",
    LessonGesture.SHARE: "to be shared: by a facilitator, or by an owner of its theme.",
    LessonGesture.RENEW: "to be looked at again by somebody who wrote none of it.",
}
VERDICTS: dict[Verdict, str] = {
    Verdict.SUPPORTED: "its sources agree",
    Verdict.MIXED: "some of its sources disagree",
    Verdict.CONTRADICTED: "as many of its sources disagree as agree",
    Verdict.UNSUPPORTED: "none of its quotes stands any more",
}
RULES: dict[Attribution, str] = {
    Attribution.OPEN: "may name people and councils",
    Attribution.ORGANISATION: "names councils, and no people",
    Attribution.ROLE: "names neither people nor councils, only what people do",
    Attribution.CHATHAM_HOUSE: "names neither people nor councils",
}

PARTS = {
    "prompt": "What prompted it",
    "lesson": "The lesson",
    "recommendation": "Recommendation",
    "applies_when": "When it applies",
    "not_when": "When it does not",
}
"""What stands over each of a lesson's texts, by the name of its field."""

# Buttons
CHECK = "Check the claims"
ENDORSE = "Endorse"
SHARE = "Share"
RENEW = "Bring it back"
RETURN = "Return"
REJECT = "Reject"
REVISE = "Put in other words"
MERGE = "Merge into another"
CONTRADICT = "Contradicted"
RETIRE = "Withdraw"
CANCEL = "Cancel"

ENDORSE_TITLE = "Endorse this lesson?"
ENDORSE_WARNING = (
    "You agree to its words, and to how it names people and councils. Its visit’s team can read it from "
    "then on; others can once it is shared."
)

# Checking
CHECK_TITLE = "Check a lesson"
CHECK_EXPLAINED = (
    "Read each claim beside its quotes, and tick it if they say so. If one does not hold, close this and "
    "return the lesson with your reason."
)
TICK = "The quotes say this"
TICK_LABEL = "Claim {number}: do its quotes say so?"
CHECK_SEND = "All checked"

# Putting in other words
REVISE_TITLE = "Put in other words"
REVISE_EXPLAINED = (
    "The lesson is proposed again in these words, and checked by somebody who wrote none of it: whoever "
    "changes it cannot check it. What stands as […] may not be named."
)
RETURNED_FOR = "Returned because:"
CLAIM_HINT = "What the quotes above show. Leave it empty to take the claim and its quotes out."
NO_CLAIM = "A lesson needs a claim. Keep one, or reject the lesson."
NOTHING_STANDS = "None of its quotes stands any more. Leave this empty, and the claim is taken out."
REVISE_SEND = "Propose again"

# Sharing
SHARE_TITLE, RENEW_TITLE = "Share a lesson", "Bring a lesson back"
SHARE_EXPLAINED = "Answers quote it, with its standing, to those you choose. It {rule}."
RENEW_EXPLAINED = "You have looked at it again, and it still holds. It is in force until the day you give."
AUDIENCE = "Who is it for?"
AUDIENCES: dict[Audience, str] = {
    Audience.VISIT_TEAM: "The people of its visit, or visits",
    Audience.NETWORK: "Everybody in the network",
    Audience.PUBLIC: "Anybody, in shared channels too",
}
REVIEW_ON = "When is it to be looked at again?"
REVIEW_ON_HINT = "From that day on it is labelled as past its review date, until somebody looks at it."
TOO_EARLY = "Give a day to come."

# Merging
MERGE_TITLE = "Merge two lessons"
MERGE_FIND = "Look at it"
WHICH_PARTNER = "Which lesson does it go into?"
WHICH_PARTNER_HINT = (
    "Type words of its title. Lessons that you may read are found, as far as they take more quotes: those "
    "in force, and those that nobody has checked yet."
)
SAME_ONE = "A lesson cannot go into itself. Choose another one."
TAKES_NONE = (
    "You cannot add to that lesson now: it is under review, or its theme is somebody else’s. Choose another."
)
GOES_INTO = "It goes into this one:"
MERGE_WARNING = (
    "This is for good. The lesson below takes over the quotes of the one above, under its first claim; the "
    "one above is reviewed no more, and links to it lead to the one below. You cannot check that one then."
)
MERGE_SEND = "Merge for good"
MERGE_WHY = "Why?"
MERGE_WHY_HINT = "It stands in the history of both, so name nobody."
MERGE_SAME = "It says the same."
MERGED = (
    "Merged: this lesson has taken over the quotes of the other one. Whoever follows either of them is told."
)
WENT_INTO = "The lesson you looked for went into this one, which has its quotes now."

# Reasons
REASONS: dict[LessonGesture, tuple[str, str]] = {
    LessonGesture.RETURN: ("Return a lesson", "What is to be changed?"),
    LessonGesture.REJECT: ("Reject a lesson", "Why is it no lesson for others?"),
    LessonGesture.RETIRE: ("Withdraw a lesson", "Why is it withdrawn?"),
    LessonGesture.CONTRADICT: ("Contradicted lesson", "What speaks against it?"),
}
"""The title and the question of the form for each gesture that takes a reason."""
REASON_HINTS: dict[LessonGesture, str] = {
    LessonGesture.RETURN: (
        "Those who wrote it read this, and can put it in other words. It stands in the lesson’s history, "
        "so name nobody."
    ),
    LessonGesture.REJECT: (
        "This is for good. Whoever proposed it reads your reason; it stands in the lesson’s history, so "
        "name nobody."
    ),
    LessonGesture.RETIRE: (
        "This is for good: no answer quotes it any more. Your reason stands in its history, so name nobody."
    ),
    LessonGesture.CONTRADICT: (
        "Answers go on quoting it, labelled as contradicted and with what disagrees. Your reason stands in "
        "its history, so name nobody."
    ),
}

# What came of it
DONE: dict[LessonGesture, str] = {
    LessonGesture.VALIDATE: "Checked. An owner of its theme, or the host of its visit, can endorse it now.",
    LessonGesture.ENDORSE: "Endorsed. It can be shared now.",
    LessonGesture.SHARE: "Shared. Answers quote it from now on.",
    LessonGesture.RENEW: "It is in force again.",
    LessonGesture.RETURN: "Returned. Those who wrote it are told why.",
    LessonGesture.REJECT: "Rejected. Those who wrote it are told why.",
    LessonGesture.RETIRE: "Withdrawn. Answers no longer quote it.",
    LessonGesture.REVISE: "Proposed again. Somebody who wrote none of it can check it now.",
    LessonGesture.CONTRADICT: "Marked as contradicted.",
}
MEANWHILE = "Somebody else changed this lesson meanwhile. This is how it stands now."
MEANWHILE_CHECKED = (
    "Somebody else changed this lesson while you checked it. Claims that are as they were keep your tick; "
    "look at the others."
)


def waiting(number: int) -> str:
    if not number:
        return "No lesson waits for you."
    return "1 lesson waits for you." if number == 1 else f"{number} lessons wait for you."


def door(number: int) -> str:
    """The button on App Home."""
    return f"{TITLE} ({number})" if number else TITLE


def entry(status: LessonStatus, since: date, today: date, step: LessonGesture | None) -> str:
    """Where a lesson of the list is, for how long, and what it waits for."""
    return f"{STATUSES[status]} · waits {lasted(since, today)} · {STEPS[step] if step else OVER}"


def lasted(since: date, today: date) -> str:
    days = (today - since).days
    if days <= 0:
        return "since today"
    return f"since yesterday ({day(since)})" if days == 1 else f"for {days} days, since {day(since)}"


def about(status: LessonStatus, theme: str, councils: str, rule: Attribution, agreed: str) -> str:
    parts = (STATUSES[status], theme.capitalize(), councils, agreed, f"it {RULES[rule]}")
    return " · ".join(part for part in parts if part)


def agreement(agreed: Agreement, seen: str) -> str:
    return ", ".join(part for part in (seen, VERDICTS[agreed.verdict]) if part)


def following(step: LessonGesture | None) -> str:
    return OVER if step is None else f"{WAITS}: {STEPS[step]}"


def told_on(visit: str) -> str:
    return f"Feedback on “{visit}”"


def stands_in(metadata: Metadata, heading: str, page: int | None) -> str:
    """Where a quote stands in a case study."""
    parts = (
        metadata.title,
        metadata.council,
        heading if heading != metadata.title else "",
        f"page {page}" if page is not None else "",
        citations.as_of(metadata.as_of),
    )
    return " · ".join(part for part in parts if part)


def more_quotes(number: int) -> str:
    return f"… and {number} more quotes: peerbot lessons show lists them all."


def tallied(page: int, pages: int, total: int) -> str:
    return waiting(total) if pages == 1 else f"{waiting(total)} Page {page} of {pages}."


def meanwhile_wrote(status: LessonStatus) -> str:
    return (
        f"Somebody else changed this lesson while you wrote: it is {status} now. What you typed is still "
        "here: send it again if it still holds."
    )


def meanwhile_over(why: str) -> str:
    """``why`` is a sentence: what is in the way since."""
    return (
        f"Somebody changed this lesson meanwhile, and nothing was done. {why} What you typed is still here."
    )
