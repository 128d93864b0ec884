"""What is said of lessons that say nearly the same as one that somebody proposes."""

from knowledge.lessons import Lesson, LessonStatus

TITLE = "Lessons like this one"
INTRODUCTION = (
    "These lessons say nearly the same. If yours is one of them, add what you have as evidence: a lesson "
    "seen in more places counts for more. If it is another one, propose it."
)
NONE_LEFT = "No lesson says nearly the same any more. You can propose yours."
BEFORE_SENDING = (
    "These lessons say nearly what you wrote. Add what you have to one of them, or send yours once more to "
    "propose it all the same."
)
ADD = "Add as evidence"
MERGE = "Merge into another"
BEING_REVIEWED = "It is being reviewed: you can add to it once it is shared, or when it is returned."
ANEW = "Propose as a new lesson"
BACK = "Back"
CLOSE = "Close"
NOT_FOR_YOU = "this lesson is not for you to see yet"

# Adding
ADD_TITLE, ADD_SEND = "Add as evidence", "Add"
WHICH_CLAIM = "Which claim does it speak of?"
STANCE = "What does it say of the claim?"
SUPPORTS, DISAGREES = "It says the same", "It says otherwise"
LEAVE_OUT = "Leave it empty if it says nothing of this claim."
ADDED = (
    "Thank you. What you added now stands in the lesson, and you cannot check it yourself: somebody who "
    "wrote none of it does."
)
ADDED_IN_FORCE = (
    "Thank you. What you added counts in the lesson from now on, where it was seen and who agrees."
)
ADDED_AGAINST = (
    "Thank you. As many of its sources now disagree with the lesson as agree, so it is marked as "
    "contradicted: answers show both sides."
)
MEANWHILE = (
    "Somebody else changed this lesson while you wrote. These are its claims as they are now; what you typed "
    "is still here. Send it again if it still holds."
)

# Merging
MERGE_TITLE, MERGE_SEND = "Merge two lessons", "Merge"
MERGE_EXPLAINED = (
    "The lesson above goes into the one you choose, which takes over its quotes. This is for good: it is "
    "reviewed no more, and its history says where it went."
)
WHICH_LESSON = "Which lesson does it go into?"
REASON = "Why?"
REASON_HINT = "For those who look at it later; name nobody."
SAYS_THE_SAME = "It says the same."
NOT_TO_BE_MERGED = "That lesson can no longer go into another one."
MERGED = "Merged. The other lesson has taken over its quotes."
OPENING = "One moment: looking for lessons like this one…"


def claim(number: int, text: str) -> str:
    return f"{number}. {text}"


def added(lesson: Lesson) -> str:
    """What came of evidence that was added, by how the lesson stands then."""
    match lesson.status:
        case LessonStatus.CONTRADICTED:
            return ADDED_AGAINST
        case LessonStatus.PROPOSED | LessonStatus.RETURNED:
            return ADDED
        case _:
            return ADDED_IN_FORCE
