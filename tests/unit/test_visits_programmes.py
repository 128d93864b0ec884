"""Programmes come in from spreadsheets and calendars at the right moment, or not at all."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import ImportedFileError
from knowledge.fields import line
from knowledge.model import Theme
from knowledge.programmes import keeping_ids, read_programme, to_calendar
from knowledge.programmes.times import at_host, moment
from knowledge.visits import Session, SessionKind
from tests.visit_samples import NOW, SESSIONS, session, visit

LONDON = ZoneInfo("Europe/London")
SPRING = visit(starts="2026-03-28", ends="2026-03-29")
AUTUMN = visit(starts="2026-10-24", ends="2026-10-25")


def problems(content: str | bytes, on: object = SPRING) -> tuple[str, ...]:
    encoded = content.encode() if isinstance(content, str) else content
    with pytest.raises(ImportedFileError, match="nothing was imported") as raised:
        read_programme(encoded, on)  # type: ignore[arg-type]
    return raised.value.problems


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""]).encode()


def test_a_spreadsheet_becomes_sessions_in_the_order_they_start() -> None:
    content = (
        "Start,End,Title,Theme,Place,Speakers,Kind\n"
        '2026-03-29 09:30,2026-03-29 10:30,Estate,customer,"Hall, east",Head of housing; Tenant,Walk\n'
        "\n"
        "2026-03-28 09:30,10:15,Welcome,,,,\n"
    )

    welcome, estate = read_programme(content.encode(), SPRING)

    assert (welcome.title, welcome.theme, welcome.place, welcome.speakers) == ("Welcome", None, None, ())
    assert welcome.kind is SessionKind.TALK
    assert (welcome.start, welcome.end) == (
        datetime(2026, 3, 28, 9, 30, tzinfo=UTC),
        datetime(2026, 3, 28, 10, 15, tzinfo=UTC),
    )
    assert estate.start == datetime(2026, 3, 29, 8, 30, tzinfo=UTC)  # clocks went forward in the night
    assert (estate.theme, estate.place, estate.kind) == (Theme.CUSTOMERS, "Hall, east", SessionKind.WALK)
    assert estate.speakers == ("Head of housing", "Tenant")


@pytest.mark.parametrize(
    "content",
    [
        "start;end;title\n2026-03-28 09:30;10:15;Café\n",
        " Start Time \tFinish\tSession title\n28/03/2026 9:30\t10.15\tCafé\n",
        "WHAT,FROM,UNTIL\r\nCafé,28 March 2026 09:30,10:15\r\n",
        "\ufefftitle,starts,ends,hue\nCafé,2026-03-28T09:30+00:00,2026-03-28T10:15Z,5\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_headings_separators_dates_and_encodings_are_forgiven(content: str, encoding: str) -> None:
    encoded = content.removeprefix("\ufeff") if encoding == "cp1252" else content

    [found] = read_programme(encoded.encode(encoding), SPRING)

    assert (found.title, found.start, found.end) == (
        "Café",
        datetime(2026, 3, 28, 9, 30, tzinfo=UTC),
        datetime(2026, 3, 28, 10, 15, tzinfo=UTC),
    )


def test_on_a_visit_of_one_day_the_clock_is_enough() -> None:
    [found] = read_programme(b"start,end,title\n9:30,10:30,Welcome\n", visit(ends="2026-03-04"))

    assert found.start == NOW


def test_every_bad_line_is_named_with_its_number() -> None:
    content = (
        "start,end,title,kind,theme\n"
        '2026-03-28 09:30,10:30,"Two\nlines",,\n'
        "2026-03-28 09:30,soon,Late,,\n"
        "2026-03-28 09:30,08:30,Backwards,,\n"
        "2026-04-28 09:30,10:30,Another day,,\n"
        "2026-03-28 09:30,10:30,,,\n"
        "2026-03-28 09:30,10:30,Dance,dance,\n"
        '2026-03-28 09:30,10:30,"Mo\non",,moon\n'
        "2026-03-28\n"
    )

    found = problems(content)

    assert [problem.partition(": ")[0] for problem in found] == [f"line {n}" for n in (4, 5, 6, 7, 8, 9, 11)]
    said = ("'soon' is no time", "ends after", "no day of the visit", "title", "'dance'", "'moon'", "too few")
    assert all(words in problem for words, problem in zip(said, found, strict=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no column start or end or title"),
        ("start,title\n", "line 1: there is no column end: the columns are start, end, title"),
        ("start,end,title\n", "there is no session"),
        ('start,end,title\n"open,2', "it is no CSV"),
        ("start,end,title\n" + "2026-03-28 09:30,10:30,Same\n" * 2, "'Same' is in it twice"),
        ("start,end,title\n" + "".join(f"2026-03-28 09:30,10:30,{n}\n" for n in range(301)), "300 at most"),
        (b"x" * 1_000_001, "larger than any programme"),
    ],
)
def test_a_file_that_is_no_programme_is_refused(content: str | bytes, said: str) -> None:
    [problem] = problems(content)

    assert said in problem


def test_a_time_that_clocks_skip_or_show_twice_is_not_guessed_at() -> None:
    [skipped] = problems("start,end,title\n2026-03-29 01:30,2026-03-29 03:00,x\n")
    [twice] = problems("start,end,title\n2026-10-25 01:30,2026-10-25 03:00,x\n", AUTUMN)

    assert "there is no 01:30 on 29 March 2026 in Europe/London: clocks go forward" in skipped
    assert "twice: add the offset, as in 2026-10-25T01:30:00+01:00" in twice
    [found] = read_programme(b"start,end,title\n2026-10-25T01:30+01:00,2026-10-25 03:00,x\n", AUTUMN)
    assert found.start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))  # noqa: DTZ001
def test_what_clocks_show_at_the_host_comes_back_as_it_was_typed(shown: datetime) -> None:
    shown = shown.replace(second=0, microsecond=0, fold=0)
    try:
        found = at_host(shown, LONDON)
    except ValueError:
        assert (shown.month, shown.hour) in {(3, 1), (10, 1)}
        return

    assert found.astimezone(LONDON).replace(tzinfo=None) == shown
    assert moment(f"{shown:%Y-%m-%d %H:%M}", LONDON) == found
    assert moment(f"{shown:%d/%m/%Y %H.%M}", LONDON) == found


@given(st.text())
def test_no_text_crashes_the_reader_of_times(text: str) -> None:
    try:
        found = moment(text, LONDON, NOW.date())
    except ValueError:
        return
    assert found.tzinfo is UTC


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_crashes_the_import(content: bytes) -> None:
    for given_ in (content, b"BEGIN:VCALENDAR\r\n" + content, b"start,end,title\n" + content):
        with suppress(ImportedFileError):
            assert read_programme(given_, SPRING) != ()


def test_a_calendar_becomes_sessions_whatever_zone_its_times_are_in() -> None:
    content = calendar(
        event("SUMMARY:Floating", "DTSTART:20260329T093000", "DTEND:20260329T100000"),
        event("SUMMARY:Zoned", "DTSTART;TZID=Europe/Paris:20260329T093000", "DURATION:PT1H"),
        event(
            "SUMMARY:UTC", "DTSTART:20260328T093000Z", "DTEND:20260328T100000Z", "CATEGORIES:Walk,Innovation"
        ),
        event("SUMMARY:Off", "STATUS:CANCELLED", "DTSTART;VALUE=DATE:20260328"),
    )

    found = {each.title: each for each in read_programme(content, SPRING)}

    assert {title: each.start.hour for title, each in found.items()} == {"Floating": 8, "Zoned": 7, "UTC": 9}
    assert found["Zoned"].end.hour == 8
    assert (found["UTC"].kind, found["UTC"].theme) == (SessionKind.WALK, Theme.INNOVATION)


def test_two_hours_over_the_change_of_clocks_are_two_hours() -> None:
    content = calendar(event("SUMMARY:Night", "DTSTART;TZID=Europe/London:20260329T003000", "DURATION:PT2H"))

    [night] = read_programme(content, SPRING)

    assert (night.end - night.start).total_seconds() == 7200


def test_events_that_are_no_sessions_are_named() -> None:
    content = calendar(
        event("SUMMARY:Daily", "DTSTART:20260328T093000Z", "DTEND:20260328T100000Z", "RRULE:FREQ=DAILY"),
        event("SUMMARY:Whole day", "DTSTART;VALUE=DATE:20260328"),
        event("DTSTART:nonsense", "DTEND:20260328T100000Z"),
    )

    daily, whole, nonsense = problems(content)

    assert daily.startswith("event 1 (Daily): it repeats")
    assert whole.startswith("event 2 (Whole day): it has no time to start")
    assert nonsense.startswith("event 3: it has no time to start")


def test_a_broken_calendar_is_said_to_be_none() -> None:
    [problem] = problems(b"BEGIN:VCALENDAR\r\nnonsense\r\n")

    assert "it is no iCalendar file" in problem


@given(st.lists(SESSIONS, min_size=1, max_size=4, unique_by=lambda each: line(each.title).casefold()))
def test_a_programme_comes_back_from_its_calendar(programme: list[Session]) -> None:
    content = to_calendar(visit(), programme, now=NOW)

    found = read_programme(content, visit())

    def told(sessions: list[Session] | tuple[Session, ...]) -> list[dict[str, object]]:
        ordered = sorted(sessions, key=lambda each: each.title)
        return [each.model_dump(exclude={"id"}) for each in ordered]

    assert told(found) == told(programme)


def test_a_session_keeps_its_id_when_its_time_or_its_title_changes() -> None:
    before = (
        session("a", title="Welcome"),
        session("b", title="Walk", place="Park"),
        session("c", title="End"),
    )
    later = NOW.replace(hour=15)
    after = (
        session("x", title="welcome", start=later, end=later.replace(hour=16)),
        session("y", title="Long walk", place="Park"),
        session("c", title="End"),
        session("z", title="New", start=later, end=later.replace(hour=16)),
    )

    assert [each.id for each in keeping_ids(after, before)] == ["a", "b", "c", "z"]


@given(
    st.lists(SESSIONS, max_size=5, unique_by=lambda each: each.id),
    st.lists(SESSIONS, max_size=5, unique_by=lambda each: each.id),
)
def test_no_two_sessions_of_a_programme_ever_share_an_id(after: list[Session], before: list[Session]) -> None:
    kept = [each.id for each in keeping_ids(after, before)]

    assert len(set(kept)) == len(after)
