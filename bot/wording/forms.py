"""What stands at a field of a form that was not filled in as it must be."""

MISSING = "Please fill this in."
UNFIT = "This does not fit here. Please look at it again."
LEFT_AS_IT_IS = (
    "This is longer than a form of Slack can show, so it cannot be changed here. It stays as it is, "
    "whatever else you change. Whoever looks after Peerbot can change it, with peerbot records revise."
)


def box(label: str, number: int) -> str:
    """What stands at a further box for one answer."""
    return f"{label} (more, {number})"


def too_long(limit: int) -> str:
    return f"Please make this shorter: at most {limit:,} characters."


def too_many(limit: int) -> str:
    return f"Please leave some out: at most {limit}."


def sentence(said: str) -> str:
    """What the class of a value says of it, as a sentence of its own."""
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '?', '!')) else '.'}"
