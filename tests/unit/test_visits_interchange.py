"""What leaves comes back the same, and no spreadsheet runs any of it."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.attribution import Author, Names, Shown
from knowledge.errors import ImportedFileError
from knowledge.exports import RECORD_COLUMNS, cell, records_csv
from knowledge.interchange import (
    SCHEMA_VERSION,
    Programmed,
    adoption_line,
    lesson_line,
    read,
    record_line,
    visit_line,
)
from knowledge.lessons import Adoption, Lesson
from knowledge.records import Record
from knowledge.visits import Attribution, Session, Visit
from tests.lesson_samples import ADOPTIONS, LESSONS, adoption, lesson
from tests.visit_samples import LINES, RECORDS, SESSIONS, TEXTS, commitment, feedback, visit

SIGNS = [*"=+-@", *(chr(ord(sign) + 0xFEE0) for sign in "=+-@")]  # narrow, then wide
VISITS = st.builds(
    visit,
    title=LINES,
    focus=LINES,
    host=LINES,
    visitors=st.lists(LINES, max_size=3).map(tuple),
    attribution=st.sampled_from(Attribution),
)


def in_lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def problems(*lines: str) -> tuple[str, ...]:
    with pytest.raises(ImportedFileError, match="nothing was imported") as raised:
        read(in_lines(*lines))
    return raised.value.problems


@given(st.lists(RECORDS, max_size=4))
def test_records_come_back_exactly(records: list[Record]) -> None:
    lines = [record_line(record) for record in records]

    contents = read(in_lines(*lines))

    assert contents.records == tuple(records)
    assert [record_line(record) for record in contents.records] == lines


@given(st.lists(LESSONS, max_size=2), st.lists(ADOPTIONS, max_size=2))
def test_lessons_and_adoptions_come_back_as_their_attribution_let_them_leave(
    lessons: list[Lesson], adoptions: list[Adoption]
) -> None:
    names = Names(("Ann",), ("Kent",))
    lines = [lesson_line(each, names) for each in lessons]
    lines += [adoption_line(adoption, lesson, names) for adoption in adoptions for lesson in lessons[:1]]

    contents = read(in_lines(*lines))

    again = [lesson_line(lesson, names) for lesson in contents.lessons]
    again += [
        adoption_line(adoption, lesson, names) for adoption in contents.adoptions for lesson in lessons[:1]
    ]
    assert again == lines
    for back, left in zip(contents.lessons, lessons, strict=True):
        assert back == left or left.attribution is not Attribution.OPEN


def test_a_lesson_leaves_without_the_names_it_may_not_name() -> None:
    told = lesson(title="Ada Quill in Kent", attribution=Attribution.CHATHAM_HOUSE, councils=())
    names = Names(("Ada Quill",), ("Kent",))

    lines = lesson_line(told, names) + adoption_line(adoption(council="Westmere"), told, names)

    assert not [name for name in ("Ada", "Quill", "Kent", "Westmere") if name in lines]
    assert json.loads(lesson_line(told, names))["claims"][0]["evidence"][0]["record"] == "r1"


@given(VISITS, st.lists(SESSIONS, max_size=3))
def test_a_visit_comes_back_as_its_rule_let_it_leave(planned: Visit, programme: list[Session]) -> None:
    names = Names(councils=planned.councils)
    written = visit_line(planned, programme, names)

    [back] = read(in_lines(written)).visits

    assert visit_line(back.visit, back.programme, names) == written
    if planned.attribution is Attribution.OPEN:
        assert back == Programmed(planned, tuple(programme))


def test_what_belongs_to_one_slack_or_one_database_stays_behind() -> None:
    planned = visit(channel="C012345", version=7, selection="They asked for it.")

    line = visit_line(planned, (), Names())

    assert not {"channel", "version"} & json.loads(line).keys()
    assert "C012345" not in line


def test_every_bad_line_is_named_with_its_number() -> None:
    good = record_line(feedback())
    bad = [
        "{",
        "[]",
        "[" * 5000,
        json.dumps({"type": "feedback", "schema_version": 2}),
        json.dumps({"type": "song", "schema_version": 1}),
        json.dumps({"type": ["feedback"], "schema_version": 1}),
        good.replace("They met each week.", ""),
        json.dumps({**json.loads(good), "colour": "red"}),
        json.dumps({**json.loads(visit_line(visit(), (), Names())), "programme": 3}),
    ]

    found = problems(good, "", *bad)

    said = ["no JSON", "no type", "no JSON", "schema_version is 2", "'song'", "['feedback']"]
    said += ["observation: ", "colour: ", "programme: "]
    assert [each.partition(": ")[0] for each in found] == [f"line {n}" for n in range(3, 12)]
    assert all(words in problem for words, problem in zip(said, found, strict=True))


def test_a_file_in_another_encoding_is_said_to_be_no_utf_8() -> None:
    with pytest.raises(ImportedFileError, match="not text in UTF-8"):
        read(b"\xff\xfe{\x00")


@given(
    st.binary()
    | st.text().map(str.encode)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["type", "id", "programme"]) | st.text(), inner)
        ),
    ).map(lambda value: json.dumps(value).encode())
)
def test_no_file_crashes_the_import(content: bytes) -> None:
    try:
        contents = read(content)
    except ImportedFileError:
        return
    assert contents.records == ()


def test_every_line_says_its_version_and_type() -> None:
    said = [json.loads(line) for line in (record_line(commitment()), visit_line(visit(), (), Names()))]

    assert [(each["schema_version"], each["type"]) for each in said] == [
        (SCHEMA_VERSION, "commitment"),
        (SCHEMA_VERSION, "visit"),
    ]


@given(st.sampled_from(["", " ", "\t", "\n", "\r", "\xa0"]), st.sampled_from(SIGNS), st.text())
def test_no_cell_starts_a_formula(space: str, sign: str, text: str) -> None:
    written = cell(f"{space}{sign}{text}")

    assert written.lstrip()[:1] not in SIGNS
    assert written[:1] not in {"\t", "\r", "\n"}
    assert written.endswith(f"{space}{sign}{text}")


@pytest.mark.parametrize("text", ["", "Kent", "5", "'tis", "a=b", "1-2"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@given(RECORDS, TEXTS)
def test_a_record_is_one_row_of_cells_that_no_spreadsheet_runs(record: Record, name: str) -> None:
    written = records_csv([Shown(record, Author(person=name))])

    header, row = csv.reader(io.StringIO(written, newline=""), strict=True)
    assert tuple(header) == RECORD_COLUMNS
    assert len(row) == len(header)
    assert not [each for each in row if each.lstrip()[:1] in {*"=+-@"} - {""}]
    assert row[header.index("id")] == record.id
    assert row[header.index("person")] in {name, f"'{name}"}


def test_a_semicolon_begins_no_cell_where_commas_are_decimal() -> None:
    told = feedback(observation="a;=1")

    assert '"a;=1"' in records_csv([Shown(told, Author())])
