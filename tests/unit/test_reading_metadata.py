from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from knowledge.errors import Reason
from knowledge.model import AS_OF, Audience, Heading, Metadata, Theme
from knowledge.reading.blocks import Extract
from knowledge.reading.metadata import NOTHING, Given, describe, given, sidecar
from knowledge.reading.refusals import RefusalError

PATH = Path("improving_waste-collection.pdf")
EVERYTHING = Given(
    title="Bins",
    councils=("Hull", "Leeds"),
    as_of="2024-05",
    themes=(Theme.INNOVATION,),
    audience=Audience.PUBLIC,
    source="https://example.org/bins",
    visit="bins-2024",
)


def described(front_matter: str, path: Path = Path("bins.md")) -> Metadata:
    return describe(path, Extract("Words", front_matter=front_matter), NOTHING)


def complaint(front_matter: str) -> str:
    with pytest.raises(RefusalError) as refused:
        described(front_matter)
    assert refused.value.reason is Reason.BAD_METADATA
    return refused.value.detail


def test_all_that_can_be_said_is_read() -> None:
    values = {
        "title": " Bins ",
        "councils": ["Hull", "Leeds", "Hull"],
        "as_of": "2024-05",
        "themes": ["Innovation"],
        "audience": "PUBLIC",
        "source": "https://example.org/bins",
        "visit": " bins-2024",
    }

    assert given(values, "the options") == EVERYTHING
    assert values.keys() == {field.name for field in fields(Given)}


def test_one_council_or_theme_needs_no_list() -> None:
    one = Given(councils=("Hull",), themes=(Theme.LEADERSHIP,))

    assert given({"council": "Hull", "theme": "leadership"}, "the options") == one
    assert given({"councils": "Hull", "themes": "leadership"}, "the options") == one


def test_what_is_left_empty_is_not_said() -> None:
    assert given({"title": "", "councils": [], "as_of": None}, "the options") == NOTHING


@examples(st.sampled_from([field.name for field in fields(Given)]))
def test_what_is_said_counts_and_the_rest_comes_from_the_other(name: str) -> None:
    one = Given(**{name: getattr(EVERYTHING, name)})

    assert one.over(NOTHING) == NOTHING.over(one) == one
    assert EVERYTHING.over(one) == one.over(EVERYTHING) == EVERYTHING


def test_front_matter_is_read_and_what_other_tools_write_there_is_passed_over() -> None:
    metadata = described(
        "title: Bins\ncouncil: Hull\nas_of: 2024\nthemes: [innovation]\naudience: public\n"
        "source: https://example.org/bins\nlayout: post\nfacts:\n  - fact: words\n"
    )

    assert metadata == Metadata(
        "Bins", ("Hull",), "2024", (Theme.INNOVATION,), Audience.PUBLIC, "https://example.org/bins"
    )


@pytest.mark.parametrize(
    ("front_matter", "told"),
    [
        ("as_of: 2024-13", "'2024-13' is no date such as 2024, 2024-05 or 2024-05-31"),
        ("as_of: 2023-02-29", "'2023-02-29' is no date"),
        ("as_of: spring 2024", "'spring 2024' is no date"),
        ("theme: parks", "'parks' is none of leadership; dialogue with partners; political"),
        ("audience: all", "'all' is none of visit team; network; public"),
        ("audience: [public]", "with more than one value"),
        ("audience: visit team", "is the visit team, and nothing says which visit's: add its id as 'visit'"),
        ("title: {a: b}", "with more than one value"),
        ("councils: [[Hull]]", "with more than one value"),
        ("source: javascript:alert(1)", "no address that starts with https:// or http://"),
        ("councils: &a [*a]", "no valid YAML"),
        ("title: a: b", "no valid YAML, line 1; put quotes around"),
        ("- title", "holds no 'name: value' lines"),
    ],
)
def test_metadata_that_cannot_be_is_refused_with_what_may_be(front_matter: str, told: str) -> None:
    complained = complaint(front_matter)

    assert complained.startswith(("its front matter ", "its audience "))
    assert told in complained
    assert complained.endswith(".")


def test_what_is_for_a_visits_team_says_which_visits() -> None:
    metadata = described("audience: visit team\nvisit: bins-2024\n")

    assert (metadata.audience, metadata.visit) == (Audience.VISIT_TEAM, "bins-2024")


def test_no_value_is_taken_for_anything_but_text() -> None:
    metadata = described("title: 2024\ncouncil: No\nas_of: 2024-05-31\n")

    assert (metadata.title, metadata.councils, metadata.as_of) == ("2024", ("No",), "2024-05-31")


def test_beside_a_file_only_known_names_may_stand(tmp_path: Path) -> None:
    path = tmp_path / "bins.txt"
    sidecar(path).write_text("title: Bins\nfacts: []\nnote: x\ntags: x\nlicence: x\nauthor: x\n")

    assert describe(path, Extract("Words"), NOTHING).title == "Bins"

    sidecar(path).write_text("titel: Bins\n")
    with pytest.raises(RefusalError) as refused:
        describe(path, Extract("Words"), NOTHING)
    assert refused.value.detail == (
        "bins.txt.meta.yaml has 'titel', and may only have title, councils, as_of, themes, audience, source, "
        "visit, author, facts, licence, note, tags."
    )


def test_a_sidecar_that_cannot_be_opened_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "bins.txt"
    sidecar(path).mkdir()

    with pytest.raises(RefusalError, match="cannot be opened"):
        describe(path, Extract("Words"), NOTHING)


def test_an_empty_sidecar_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bins.txt"
    sidecar(path).write_text("# nothing yet\n")

    assert describe(path, Extract("Words"), NOTHING) == Metadata("Bins")


def test_a_sidecar_is_named_after_the_whole_file() -> None:
    assert sidecar(Path("a/bins.pdf")) == Path("a/bins.pdf.meta.yaml")


HEADED = Extract("Words", headings=(Heading(0, 1, 2, "Deeper"), Heading(2, 3, 1, "Heading")))


@pytest.mark.parametrize(
    ("extract", "title"),
    [
        (Extract("Words", title="Bins\nin  Hull"), "Bins in Hull"),
        (Extract("Words", title="  "), "Improving waste collection"),
        (Extract("Words", title="Microsoft Word - Report.doc"), "Improving waste collection"),
        (Extract("Words", title="final_v3.docx"), "Improving waste collection"),
        (Extract("Words", title="Presentation1"), "Improving waste collection"),
        (Extract("Words", title="PowerPoint Presentation"), "Improving waste collection"),
        (Extract("Words", title="Untitled document"), "Improving waste collection"),
        (Extract("Words"), "Improving waste collection"),
        (HEADED, "Heading"),
        (Extract("Words", headings=HEADED.headings[:1]), "Improving waste collection"),
    ],
)
def test_the_title_is_the_files_own_else_its_heading_else_its_name(extract: Extract, title: str) -> None:
    assert describe(PATH, extract, NOTHING).title == title


@pytest.mark.parametrize(
    ("own", "as_of"),
    [
        ("2024-05-03T10:00:00Z", "2024-05-03"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("3 May 2024", None),
        ("2024-02-30", None),
        ("", None),
        (None, None),
    ],
)
def test_a_files_own_date_counts_when_it_is_one(own: str | None, as_of: str | None) -> None:
    assert describe(PATH, Extract("Words", as_of=own), NOTHING).as_of == as_of


def test_the_date_of_another_tools_front_matter_counts_when_it_is_one() -> None:
    assert described("date: 2024-05-03 10:00").as_of == "2024-05-03"
    assert described("date: 2024-05-03\nas_of: 2001").as_of == "2001"
    assert described("date: last spring").as_of is None


@examples(st.text(st.sampled_from("0123456789-"), max_size=10))
def test_every_date_has_the_form_the_rest_relies_on(own: str) -> None:
    as_of = describe(PATH, Extract("Words", as_of=own), NOTHING).as_of

    assert as_of is None or (AS_OF.fullmatch(as_of) and own.startswith(as_of))
