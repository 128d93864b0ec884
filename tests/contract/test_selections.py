"""A selection of lessons: word for word with where it stands, for its reader, naming nobody it must not."""

import io
import zipfile
from typing import Any

import docx
import pytest
from markdown_it import MarkdownIt

from knowledge.lessons import Lesson, LessonStatus, Stance
from knowledge.model import Audience, CaseStudy, Heading, Metadata, Page
from knowledge.records import RecordStatus
from knowledge.scopes import NETWORK, STRANGERS
from knowledge.selections import FORMATS, Selection, file_name, gather
from knowledge.selections.contents import GONE_SINCE, KEPT_BACK, NO_LESSON
from knowledge.store import Deed, Store
from knowledge.visits import Attribution, Participant, Person
from tests.lesson_samples import adoption, lesson, passage, words
from tests.slack_bot import add
from tests.visit_samples import NOW, feedback, visit

QUOTE = "We at Qwertyshire met Zoë Quartermaine each week; *really*."
REPAIRS = "Repairs were done in a day."
STUDY = CaseStudy(
    "westmere",
    Metadata("Repairs in Zedwick", ("Zedwick",), as_of="2024-05", audience=Audience.PUBLIC),
    f"# How\n\nTenants met. {REPAIRS}",
    headings=(Heading(0, 5, 1, "How"),),
    pages=(Page(0, 7),),
)
NAMED = ("qwertyshire", "zoë", "quartermaine", "zedwick", "wyxford")


@pytest.fixture
def teaching(store: Store) -> Store:
    """A store with a case study, and a visit on which something was told."""
    add(STUDY, store)
    planned = visit(host="Qwertyshire", visitors=("Wyxford",), audience=Audience.VISIT_TEAM)
    store.visits.add(planned, Deed("u", NOW, "planned the visit"))
    store.people.meet(Person(id="zoe", display_name="Zoë Quartermaine"))
    store.people.take_part(Participant(visit="v1", person="zoe", pseudonym="p-zoe", council="Wyxford"))
    store.records.add(feedback("r1", observation=QUOTE, status=RecordStatus.ACCEPTED))
    return store


def taught(store: Store, **fields: Any) -> Lesson:
    start = STUDY.text.index(REPAIRS)
    told = words(QUOTE, visit="v1")
    read = passage(REPAIRS, start=start, end=start + len(REPAIRS), stance=Stance.DISAGREES)
    claims = [{"text": "Zoë Quartermaine says meeting helps.", "evidence": [told, read]}]
    given = {"claims": claims, "status": LessonStatus.SHARED, "visit": "v1", "title": "Meet often"}
    made = lesson("l1", passage(), **(given | {"councils": ("Qwertyshire",), "as_of": "2026"} | fields))
    store.lessons.add(made)
    return made


def selection(store: Store, *lessons: Lesson, scopes: Any = None) -> Selection:
    return gather(store, lessons, made_at=NOW, scopes=scopes)


def texts(made: Selection) -> dict[str, str]:
    """What a reader of each format reads."""
    word, markdown = (format_.write(made) for format_ in FORMATS)
    paragraphs = (each.text for each in docx.Document(io.BytesIO(word)).paragraphs)
    return {"docx": "\n".join(paragraphs), "md": rendered(markdown.decode())}


def rendered(markdown: str) -> str:
    tokens = MarkdownIt().parse(markdown)
    inline = (child for token in tokens for child in token.children or ())
    return "\n".join(child.content for child in inline if child.type == "text")


def everything(made: Selection) -> str:
    """All that any format says, its parts, its properties and its name included."""
    word, markdown = (format_.write(made) for format_ in FORMATS)
    archive = zipfile.ZipFile(io.BytesIO(word))
    parts = " ".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())
    names = " ".join(file_name(made, each) for each in FORMATS)
    return f"{parts} {markdown.decode()} {names}".casefold()


def test_a_lesson_stands_there_with_its_quotes_word_for_word_and_where_they_stand(teaching: Store) -> None:
    made = taught(teaching)
    teaching.adoptions.add(adoption("a1", council="Wyxford", change="We meet weekly."))

    for text in texts(selection(teaching, made)).values():
        for said in (
            f"“{QUOTE}”",
            "Feedback on a visit to Qwertyshire, 4 to 5 March 2026",
            f"“{REPAIRS}”",
            "Disagrees: Zedwick · Repairs in Zedwick · How · page 7 · as of May 2024 · published case study",
            "Culture change and motivation · Shared lesson · Qwertyshire · as of 2026",
            "seen in 2 places, 1 disagrees",
            "Meeting often helps.",
            "Wyxford: We meet weekly.",
            "1 lesson, as they stood on 4 March 2026",
        ):
            assert said in text


@pytest.mark.parametrize("rule", [Attribution.CHATHAM_HOUSE, Attribution.ROLE])
def test_what_the_attribution_of_a_lesson_protects_is_in_no_file(teaching: Store, rule: Attribution) -> None:
    made = taught(
        teaching,
        attribution=rule,
        councils=(),
        title="Zoë Quartermaine of Zedwick met Wyxford",
        recommendation="Meet as Qwertyshire does.",
    )
    teaching.adoptions.add(adoption("a1", council="Wyxford", change="Wyxford meets weekly."))

    said = everything(selection(teaching, made))

    assert [name for name in NAMED if name in said] == []
    assert "feedback on a visit" in said
    assert "feedback on a visit to" not in said
    assert ("seen in" in said) == (rule is not Attribution.CHATHAM_HOUSE)


def test_a_quote_that_its_reader_may_not_see_is_kept_back_and_one_that_is_gone_is_said_to_be(
    teaching: Store,
) -> None:
    gone = words("It is gone.", visit="v1", fault="its author withdrew it")
    made = taught(teaching)
    claims = [made.claims[0].model_copy(update={"evidence": (*made.claims[0].evidence, gone)})]
    made = made.model_copy(update={"claims": tuple(claims)})

    for text in texts(selection(teaching, made, scopes=STRANGERS | {NETWORK})).values():
        assert QUOTE not in text
        assert REPAIRS in text
        assert KEPT_BACK in text
        assert GONE_SINCE in text
        assert "It is gone." not in text


def test_a_case_study_that_is_gone_leaves_the_quote_without_its_name_for_an_operator(
    teaching: Store,
) -> None:
    made = taught(teaching)
    teaching.case_studies.remove(STUDY.id)

    for text in texts(selection(teaching, made)).values():
        assert "A case study that is no longer there" in text


def test_without_a_lesson_a_file_says_so(store: Store) -> None:
    for text in texts(selection(store)).values():
        assert NO_LESSON in text
