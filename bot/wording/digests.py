"""What facilitators read at the end of a day of a visit."""

from datetime import date

from bot.wording.homes import day

REVIEW = "Review feedback"


def heading(title: str, of: date) -> str:
    return f"How the feedback of “{title}” stands, {day(of)}"
