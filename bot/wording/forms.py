"""What stands at a field of a form that was not filled in as it must be."""

MISSING = "Please fill this in."
UNFIT = "This does not fit here. Please look at it again."


def too_long(limit: int) -> str:
    return f"Please make this shorter: at most {limit:,} characters."


def too_many(limit: int) -> str:
    return f"Please leave some out: at most {limit}."


def sentence(said: str) -> str:
    """What the class of a value says of it, as a sentence of its own."""
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '?', '!')) else '.'}"
