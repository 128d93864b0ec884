"""What is said of questions that nothing answered and that a visit takes along."""

TAKE_ALONG = "Questions to take along"
LOG = "Log an answer"
OPEN, ANSWERED = "Nothing is logged on it yet", "Somebody has logged an answer"
ANYWHERE = "Anywhere on the visit"
ON_IT = "On a question taken along: {question}"


def to_ask(question: str) -> str:
    """Beneath the session that is to ask it."""
    return f"To ask here: {question}"


def standing(where: str | None, *, answered: bool) -> str:
    """Where a question is to be asked, and whether it was answered."""
    return f"{where or ANYWHERE} · {ANSWERED if answered else OPEN}"


def more(number: int) -> str:
    return f"… and {number} more, to choose from when you log feedback"
