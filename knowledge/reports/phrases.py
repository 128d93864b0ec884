"""Small pieces of English that reports are worded with. Pure."""

from collections.abc import Iterable
from datetime import date

DRAFT = "DRAFT: not agreed, not to be passed on"
MISSING = "What is still missing"
RESTS_ON = "Rests on"
"""Above the marks of the records that the rows of a table rest on."""
NOT_AGREED = "not agreed yet"


def listed(names: Iterable[str], before_last: str = "and") -> str:
    """A, B and C."""
    *first, last = (*names,) or ("",)
    return f"{', '.join(first)} {before_last} {last}" if first else last


def plural(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}s"


def day(when: date) -> str:
    """4 March 2026, whatever the language of the machine."""
    months = "January February March April May June July August September October November December"
    return f"{when.day} {months.split()[when.month - 1]} {when.year}"


def days(first: date, last: date) -> str:
    """4 March 2026; 4 to 5 March 2026; 31 March 2026 to 1 April 2026."""
    if first == last:
        return day(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same_month else day(first)} to {day(last)}"


def capital(text: str) -> str:
    """With a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]
