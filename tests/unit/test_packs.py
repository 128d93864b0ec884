"""A pack quotes word for word, names nobody it must not, and says plainly where there is nothing."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from knowledge.attribution import Names
from knowledge.citations import citation
from knowledge.model import Quote, Status, Theme
from knowledge.packs import FORMATS, Finding, Findings, Gap, Occasion, Pack, compose, file_name
from knowledge.packs.composing import ABOUT_HOST, NEAR_QUESTION, ON_QUESTION
from knowledge.packs.contents import Excerpt, Note, Section
from knowledge.packs.markdown import to_markdown
from knowledge.packs.word import to_docx
from knowledge.visits import Attribution
from tests.slack_samples import KENT, MIDDLESBROUGH
from tests.visit_samples import NOW, TEXTS, session, visit

STRICT = (Attribution.ROLE, Attribution.CHATHAM_HOUSE)
PEOPLE = ("Zoë Quartermaine",)
VISIT = visit(host="Qwertyshire County Council", visitors=("Wyxford",))
OCCASION = Occasion(VISIT, (session("s1", title="Estate walk"),), Names(PEOPLE, ("Qwertyshire",)))
LESSON = replace(KENT, case_study="lesson:l1", council="", status=Status.CONTRADICTED, text="Meet each week.")
TOLD = replace(KENT, case_study="record:r1", status=Status.ACCEPTED, text="They met each week.")


def finding(quote: Quote = KENT, bearing: str = ON_QUESTION, *themes: Theme) -> Finding:
    return Finding(quote, themes, bearing)


FOUND = Findings(
    (
        finding(KENT, ON_QUESTION, Theme.INNOVATION),
        finding(LESSON, NEAR_QUESTION, Theme.DRIVERS),
        finding(TOLD, NEAR_QUESTION, Theme.DRIVERS),
        finding(MIDDLESBROUGH, ABOUT_HOST),
    ),
    gaps=(Gap("Who pays?", 2),),
    enquiries=(("Who decides?", "s1"), ("Who checks?", None)),
)


def pack(found: Findings = FOUND, occasion: Occasion = OCCASION) -> Pack:
    return compose(occasion, found, made_at=NOW)


def ruled(rule: Attribution, **fields: str) -> Occasion:
    return replace(OCCASION, visit=VISIT.model_copy(update={"attribution": rule} | fields))


def notes(made: Pack) -> str:
    return "\n".join(
        block.text for section in made.sections for block in section.blocks if isinstance(block, Note)
    )


def section(made: Pack, title: str) -> Section:
    return next(each for each in made.sections if each.title == title)


def everything(made: Pack) -> str:
    """All that any form of the pack says, its file's name and what is zipped up in it included."""
    word = zipfile.ZipFile(io.BytesIO(to_docx(made)))
    parts = " ".join(word.read(name).decode(errors="replace") for name in word.namelist())
    names = " ".join(file_name(made, each) for each in FORMATS)
    return f"{parts} {to_markdown(made).decode()} {names} {made}"


def test_themes_stand_in_their_order_each_with_its_kinds_of_text() -> None:
    found = [(theme.title, [part.title for part in theme.parts]) for theme in pack().sections if theme.parts]

    assert found == [
        ("Improvement drivers", ["Lessons", "Told on earlier visits"]),
        ("Innovation", ["Case studies"]),
        ("Other matters", ["Lessons"]),
    ]


def test_every_quote_says_where_it_stands_and_what_it_has_to_do_with_the_visit() -> None:
    made = pack()

    [excerpt] = section(made, "Innovation").parts[0].blocks
    assert excerpt == Excerpt(KENT, ON_QUESTION)
    for text in (to_markdown(made).decode(), everything(made)):
        for quote in (KENT, LESSON, TOLD, MIDDLESBROUGH):
            assert quote.text.rstrip(".") in text
            assert quote.title in text
    shown = f"On the question: {citation(KENT)}"
    assert shown in "\n".join(each.text for each in docx.Document(io.BytesIO(to_docx(made))).paragraphs)


def test_a_text_stands_once_however_it_was_found() -> None:
    part = replace(KENT, text=KENT.text[5:], start=KENT.start + 5)
    found = Findings((finding(part, ABOUT_HOST), finding(KENT, NEAR_QUESTION), finding(KENT, ON_QUESTION)))

    made = pack(found)

    assert made.quotes == (KENT,)
    [excerpt] = section(made, "Other matters").parts[0].blocks
    assert excerpt == Excerpt(KENT, ON_QUESTION)


def test_where_there_is_nothing_it_is_said() -> None:
    said = notes(pack(Findings()))

    assert "Nothing is known that speaks to the question." in said
    assert "Nothing is known about Qwertyshire County Council." in said
    for kind in ("Case studies", "Lessons", "Told on earlier visits"):
        assert f"{kind}: nothing found." in said
    assert f"Nothing found on: improvement drivers, leadership, {Theme.DIALOGUE}" in said
    assert "No question that waits for an answer comes near this one." in said
    assert "No question is on the programme yet." in said


def test_what_only_comes_near_the_question_is_not_said_to_answer_it() -> None:
    said = notes(pack(Findings((finding(KENT, NEAR_QUESTION),))))

    assert "Nothing that is known answers the question; what comes near it stands below." in said


def test_a_part_of_the_question_that_nothing_says_is_named() -> None:
    said = notes(pack(Findings((finding(KENT),), unsaid=("who pays in Wyxford",))))
    struck = notes(pack(Findings((finding(KENT),), unsaid=("who pays in Wyxford",)), ruled(STRICT[0])))

    assert "Nothing that is known says this part of it: “who pays in Wyxford”." in said
    assert "this part of it: “who pays in […]”." in struck


def test_a_theme_that_a_text_has_beside_others_is_not_said_to_have_nothing() -> None:
    said = notes(pack(Findings((finding(KENT, ON_QUESTION, Theme.LEADERSHIP, Theme.CULTURE),))))

    [silent] = [line for line in said.splitlines() if line.startswith("Nothing found on:")]
    assert Theme.LEADERSHIP not in silent
    assert Theme.CULTURE not in silent
    assert Theme.ENGAGEMENT in silent


def test_questions_say_how_many_asked_and_where_they_are_to_be_asked() -> None:
    text = to_markdown(pack()).decode()

    assert "- Who pays? (2 people asked)" in text
    assert "- Who decides? (Estate walk)" in text
    assert "- Who checks? (anywhere on the visit)" in text


def test_what_was_not_answered_is_for_facilitators() -> None:
    made = pack(replace(FOUND, gaps=None))

    assert "Facilitators see here what was asked" in notes(made)
    assert "Who pays?" not in everything(made)


@pytest.mark.parametrize("rule", STRICT)
def test_a_rule_that_names_no_council_lets_nothing_say_who_the_host_is(rule: Attribution) -> None:
    named = [
        replace(KENT, council="Qwertyshire", start=1000, end=1001),
        replace(KENT, title="Repairs in Wyxford", start=2000, end=2001),
        replace(KENT, text="Zoë Quartermaine said so.", start=3000, end=3025),
        replace(KENT, source="https://qwertyshire.example/repairs", start=4000, end=4001),
    ]
    told = Findings(
        tuple(map(finding, [KENT, *named])),
        gaps=(Gap("Does Qwertyshire pay?", 1),),
        enquiries=(("Ask Zoë Quartermaine of Wyxford", "s1"),),
    )
    occasion = ruled(rule, id="visit-to-qwertyshire", title="Repairs in Qwertyshire", focus="How, Wyxford?")
    occasion = replace(occasion, programme=(session("s1", title="Quartermaine's walk"),))

    made = pack(told, occasion)

    assert made.quotes == (KENT,)
    assert not re.search("qwertyshire|wyxford|quartermaine|zoë", everything(made), re.IGNORECASE)
    assert "The rule of this visit names no council" in notes(made)
    assert "left out as a whole" in notes(made)


def test_a_rule_that_names_councils_leaves_out_what_names_people() -> None:
    named = replace(KENT, text="Zoë Quartermaine said so.", case_study="other")

    made = pack(Findings((finding(KENT), finding(named))), ruled(Attribution.ORGANISATION))

    assert made.quotes == (KENT,)
    assert "Qwertyshire County Council" in notes(made)
    assert "left out as a whole" in notes(made)


@given(
    st.lists(
        st.builds(
            Finding,
            st.builds(
                replace,
                st.sampled_from([KENT, MIDDLESBROUGH, LESSON, TOLD]),
                text=TEXTS,
                start=st.integers(0, 50),
                end=st.integers(51, 99),
            ),
            st.lists(st.sampled_from(Theme), unique=True).map(tuple),
            st.sampled_from([ON_QUESTION, ABOUT_HOST, NEAR_QUESTION]),
        ),
        max_size=6,
    ),
    st.sampled_from(Attribution),
)
def test_whatever_was_found_is_quoted_sign_for_sign_or_not_at_all(
    found: list[Finding], rule: Attribution
) -> None:
    made = pack(Findings(tuple(found)), ruled(rule))

    given_ = [one.quote for one in found]
    assert all(quote in given_ for quote in made.quotes)
    assert len({quote.case_study for quote in made.quotes}) == len(made.quotes)  # all of one overlap here
    if rule is Attribution.OPEN:
        assert {quote.case_study for quote in made.quotes} == {quote.case_study for quote in given_}


@given(TEXTS)
def test_nothing_that_was_told_is_markup(text: str) -> None:
    made = pack(Findings((finding(replace(KENT, text=text)),)))

    rendered = MarkdownIt("commonmark").render(to_markdown(made).decode())

    [told] = re.findall(r"<blockquote>\s*<p>(.*?)</p>\s*</blockquote>", rendered, flags=re.DOTALL)
    assert "<" not in told.replace("<br />", " ")


def test_the_word_document_has_its_sections_as_headings_in_its_contents_too() -> None:
    document: Any = docx.Document(io.BytesIO(to_docx(pack())))

    headings = [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]
    entries = [each for each in document.paragraphs if each.style.name.startswith("toc")]

    assert ["".join(node.text for node in each._p.iter(qn("w:t"))) for each in entries] == headings
    assert headings[:3] == ["The visit", "What is known", "Improvement drivers"]
    assert document.core_properties.author == "Peerbot"
