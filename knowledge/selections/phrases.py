"""What is said of a lesson away from here. Pure."""

from collections.abc import Iterator

from knowledge.attribution import STRUCK
from knowledge.citations import as_of, seen
from knowledge.lessons import STANDINGS, Adoption
from knowledge.reports.phrases import capital, day
from knowledge.selections.contents import Ground, Selection, Sheet

RESTS_ON, USED = "What it rests on", "Who used it"
NOBODY_USED = "Nobody has said yet that they used it."


def standing(sheet: Sheet) -> str:
    """Theme, standing, councils, date, and how many places agree, as far as it may be told."""
    lesson = sheet.lesson
    status = STANDINGS.get(lesson.status) or f"{lesson.status} lesson"
    parts = (
        capital(lesson.theme),
        capital(status),
        ", ".join(lesson.councils),
        as_of(lesson.as_of),
        seen(sheet.sightings) if sheet.sightings else "",
        f"to be looked at again on {day(lesson.review_on)}" if lesson.review_on else "",
    )
    return " · ".join(filter(None, parts))


def source(ground: Ground) -> str:
    return f"Disagrees: {ground.source}" if ground.against else ground.source


def uses(sheet: Sheet) -> Iterator[str]:
    yield from map(_use, sheet.uses) if sheet.uses else (NOBODY_USED,)


def _use(adoption: Adoption) -> str:
    who = "A council" if adoption.council == STRUCK else adoption.council
    since = f", since {day(adoption.since)}" if adoption.since else ""
    said = " ".join(filter(None, (adoption.change, adoption.result)))
    return f"{who}{since}: {said}" if said else f"{who}{since}"


def front(selection: Selection) -> str:
    number = len(selection.sheets)
    lessons = "1 lesson" if number == 1 else f"{number} lessons"
    return f"{lessons}, as they stood on {day(selection.made_at.date())}"
