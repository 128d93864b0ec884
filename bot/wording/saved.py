"""What is said of what people keep for themselves."""

TITLE = "Saved"
OPENING = "One moment: looking for what you saved."
INTRODUCTION = "You alone see this list."
NONE = (
    "You have saved nothing yet. Press Save on a lesson or beneath an answer, and it stands here, for you "
    "alone. To find one: /lessons, or /lessons and your question."
)
SAVE, UNSAVE = "Save", "Remove from saved"
OPEN, REMOVE, PUT_BACK = "Open", "Remove", "Put it back"
BACK, ON = "Newer", "Older"
SAVED = "Saved. You find it again with /lessons saved."
SAVED_ALREADY = "You had saved this before. You find it with /lessons saved."
REMOVED = "Removed from what you saved."
RESTORED = "It is on your list again."
LESSON_GONE = "A lesson that was withdrawn since, or is no longer for you to see."
PASSAGE_GONE = "A passage that no longer stands in its source, or is no longer for you to see."


def passage(quote: str, council: str, as_of: str | None) -> str:
    return " · ".join(filter(None, (f"“{quote}”", council, f"as of {as_of}" if as_of else "")))
