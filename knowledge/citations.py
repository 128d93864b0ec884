"""Where a quote stands, in words. Pure.

Everything that shows a quote says it so, whether in Slack, on paper or in a terminal.
"""

import calendar

from knowledge.model import Quote, Sightings

UNDATED = "undated"


def citation(quote: Quote, *, council: bool = True) -> str:
    """Council, title, headings, page, date and standing; ``council`` is False where it is named already."""
    headings = [part for part in quote.heading.split(" > ") if part and part != quote.title]
    parts = (
        quote.council if council else "",
        quote.title,
        " – ".join(headings),
        f"page {quote.page}" if quote.page is not None else "",
        as_of(quote.as_of),
        str(quote.status),
        seen(quote.sightings) if quote.sightings else "",
    )
    return " · ".join(part for part in parts if part)


def seen(sightings: Sightings) -> str:
    """How many places a lesson was seen in, and how many of them disagree."""
    places = "seen in one place" if sightings.places == 1 else f"seen in {sightings.places} places"
    if not sightings.disagree:
        return places
    return f"{places}, {sightings.disagree} disagree{'s' if sightings.disagree == 1 else ''}"


def as_of(date: str | None) -> str:
    """The date a case study speaks of, from the form of AS_OF; None when nobody said."""
    if date is None:
        return UNDATED
    year, month, day = (*date.split("-"), "", "")[:3]
    name = calendar.month_name[int(month)] if month else ""
    return " ".join(part for part in ("as of", day.lstrip("0"), name, year) if part)
