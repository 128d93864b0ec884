"""Moments as people read them, in the time zone of who reads; and Slack's ``<!date^…>``."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

from markupsafe import Markup

from bot.workspace.rendering.links import link
from bot.workspace.rendering.scene import Names
from bot.workspace.rendering.tags import tag

_TOKEN = re.compile(r"\{(\w+)\}")


def local(timestamp: float, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(timestamp, tz=zone)


def clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def long_day(day: date) -> str:
    """Such as "Tuesday 3 March 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def day_name(day: date, today: date) -> str:
    """What a person calls that day: today, yesterday, or its date."""
    near = {today: "Today", today - timedelta(days=1): "Yesterday"}
    return near.get(day, long_day(day))


_TOKENS: dict[str, Callable[[datetime], str]] = {
    "date_num": lambda at: at.strftime("%Y-%m-%d"),
    "date_slash": lambda at: at.strftime("%d/%m/%Y"),
    "date": lambda at: f"{at.day} {at:%B %Y}",
    "date_short": lambda at: f"{at.day} {at:%b %Y}",
    "date_long": lambda at: long_day(at.date()),
    "day_divider_pretty": lambda at: long_day(at.date()),
    "time": clock,
    "time_secs": lambda at: at.strftime("%H:%M:%S"),
}
"""The tokens of a date's format: https://docs.slack.dev/messaging/formatting-message-text#date-formatting"""


def moment(timestamp: float, layout: str, url: str | None, fallback: str, names: Names) -> Markup:
    """A date of a message, in the reader's time zone; its fallback when it is no date at all."""
    try:
        at = local(timestamp, names.zone)
    except (ValueError, OverflowError, OSError):
        return tag("span", fallback)
    words = _TOKEN.sub(lambda token: _read(token[1], token[0], at), layout)
    shown = tag("time", words, datetime=at.isoformat())
    return link(url, shown, names) if url else shown


def _read(token: str, written: str, at: datetime) -> str:
    form = _TOKENS.get(token) or _TOKENS.get(token.removesuffix("_pretty"))
    return form(at) if form else written
