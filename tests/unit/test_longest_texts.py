"""Screens and messages of visits, feedback and lessons at their fullest: Slack takes each of them.

Every text is as long as its field lets it be, every list longer than what is shown of it, and all is
made of signs that take several characters once they are escaped.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.assents import Assent
from bot.blocks import (
    boards,
    browsing,
    commitments,
    feedback,
    gaps,
    group_feedback,
    lesson_cards,
    lesson_exports,
    lesson_reviews,
    own_feedback,
    packs,
    participants,
    planning,
    programmes,
    quotations,
    reports,
    reviews,
    saved,
    sessions,
    visits,
    welcomes,
)
from bot.blocks.elements import Block
from bot.boards import Look
from bot.enquiries import TakenAlong
from bot.feedback_forms import Errand, Filling
from bot.forms import Option
from bot.queues import Spot
from bot.wording import commitments as commitment_wording
from bot.wording import consents
from bot.workspace.blocks import Surface, validate_blocks, validate_view
from knowledge.attendance import Attendance, Delegation
from knowledge.attribution import Author, Shown
from knowledge.fields import LINE_LIMIT, PROSE_LIMIT
from knowledge.lessons import Agreement, LessonStatus, Verdict
from knowledge.model import CaseStudy, Heading, Metadata, Theme
from knowledge.records import Evidence, EvidenceKind, RecordGesture, RecordStatus
from knowledge.saved import SavedItem, SavedKind
from knowledge.store import AskedQuestion, Progress, Question, Quotation
from knowledge.store import Surface as Asked
from knowledge.unanswered import Gap
from knowledge.visits import Participant, Person, Role, VisitState
from tests.lesson_samples import lesson
from tests.visit_samples import NOW, commitment, session, visit
from tests.visit_samples import feedback as record
from tests.visit_samples import group_feedback as group_record

LINE = "<&>" * (LINE_LIMIT // 3)
PROSE = "& <b> " * (PROSE_LIMIT // 6)
COUNCIL = "<&>" * 50
ID = "x" * 200
MANY = 120
VISIT = visit(
    title=LINE,
    focus=LINE,
    host=COUNCIL,
    visitors=tuple(f"{n:02}{COUNCIL[2:]}" for n in range(50)),
    selection=PROSE,
    channel="C1",
    state=VisitState.DISCUSSION,
)
PROGRAMME = tuple(
    session(
        f"s{n}",
        start=NOW + timedelta(days=n),
        end=NOW + timedelta(days=n, hours=1),
        title=LINE,
        place=LINE,
        speakers=(LINE,) * 20,
        theme=Theme.CULTURE,
    )
    for n in range(MANY)
)
PART = Participant(visit="v1", person="p1", pseudonym="heron", role=Role.FACILITATOR, council=LINE, post=LINE)
PEER = PART.model_copy(update={"role": Role.PARTICIPANT})
PERSON = Person(id="p1", display_name=LINE)
TAKEN = tuple(TakenAlong(f"q{n}", PROSE, f"s{n}", LINE) for n in range(MANY))
FEEDBACK = record(
    observation=PROSE,
    discussion=PROSE,
    conclusion=PROSE,
    recommendation=PROSE,
    respondent_role=LINE,
    evidence=[Evidence(kind=EvidenceKind.MESSAGE, reference=LINE, quote=PROSE)] * 5,
)
GROUP = group_record(strengths=(PROSE,) * 9, questions=(PROSE,) * 9)
COMMITMENT = commitment(
    council=LINE, current_state=PROSE, desired_state=PROSE, measure=PROSE, owner_role=LINE
)
LESSON = lesson(
    status=LessonStatus.SHARED,
    title=LINE,
    prompt=PROSE,
    lesson=PROSE,
    recommendation=PROSE,
    applies_when=PROSE,
)
PUBLISHED = CaseStudy(
    "lesson",
    Metadata(LINE, (COUNCIL,) * 50, as_of="2026-03-04"),
    (LINE + PROSE) * 6,
    tuple(
        Heading(start, start + LINE_LIMIT, 1, LINE)
        for start in range(0, 6 * (LINE_LIMIT + PROSE_LIMIT), LINE_LIMIT + PROSE_LIMIT)
    ),
)
AGREED = Agreement(Verdict.CONTRADICTED, 99, 99, 99)
QUOTED = Quotation("m1", PROSE, "https://northshire.example/m1", "p1", NOW)


def gap(name: str) -> Gap:
    question = Question(name, PROSE, "U1", NOW, Asked.DIRECT)
    return Gap((AskedQuestion(question, Progress.ANSWERED, "worker", NOW),))


def attendance() -> Attendance:
    return Attendance(MANY, 50, tuple(Delegation(LINE, 9, (LINE,) * 9) for _ in range(50)))


def filling(**fields: object) -> Filling:
    errand = Errand(visit="v1", detailed=True, consent=consents.CONSENT)
    answers = {name: str(value) for name, value in FEEDBACK if isinstance(value, str)}
    others = tuple(VISIT.model_copy(update={"id": f"v{n}"}) for n in range(2, MANY))
    full = Filling(errand, VISIT, PROGRAMME, answers, TAKEN, "s1", NOW, others=others)
    return replace(full, **fields)  # type: ignore[arg-type]  # fields of a Filling, by name


VIEWS: dict[str, Callable[[], Block]] = {
    "card": lambda: visits.card(
        visits.Card(VISIT, PART, attendance(), PROGRAMME, [("accepted", 9)], TAKEN, PROSE)
    ),
    "card of a peer": lambda: visits.card(
        visits.Card(VISIT, PEER, attendance(), PROGRAMME, [("accepted", 9)], TAKEN, PROSE)
    ),
    "visits": lambda: visits.visit_list(
        visits.Listed([(VISIT, Role.FACILITATOR)] * visits.PAGE, 20, 99, LINE)
    ),
    "plan": lambda: planning.new_visit_form({"title": LINE, "visitors": PROSE}, more=True),
    "change": lambda: planning.visit_change_form(VISIT),
    "changed by two": lambda: planning.visit_change_form(
        VISIT, planning.Meanwhile({"title": "a", "focus": "b"}, {"title": LINE[1:], "focus": LINE[2:]})
    ),
    "programme": lambda: programmes.programme(
        programmes.Programme(VISIT, Role.FACILITATOR, PROGRAMME, TAKEN, 40, PROSE)
    ),
    "programme file": lambda: programmes.import_form(VISIT, [PROSE] * MANY),
    "programme preview": lambda: programmes.preview(
        programmes.Preview(VISIT, "F1", PROGRAMME[:60], PROGRAMME[50:], PROSE)
    ),
    "session": lambda: sessions.session_form(
        sessions.SessionForm(
            VISIT, sessions.answers_for(VISIT, PROGRAMME[0]), "s0", asks_which=True, said=PROSE
        )
    ),
    "people": lambda: participants.people(participants.People(VISIT, [(PERSON, PART)] * MANY, 40, PROSE)),
    "people to add": lambda: participants.adding_form(VISIT),
    "somebody's part": lambda: participants.seat_form(VISIT, PERSON, PART),
    "people file": lambda: participants.import_form(VISIT, [PROSE] * MANY),
    "feedback": lambda: feedback.form(filling()),
    "feedback of a message": lambda: feedback.form(filling(quotation=QUOTED)),
    "thanks": lambda: feedback.thanks(filling()),
    "own feedback": lambda: own_feedback.listed(
        [own_feedback.Told(FEEDBACK, LINE, LINE, changeable=True)] * MANY, 1, "Done."
    ),
    "queue": lambda: reviews.view(
        VISIT,
        Spot(visit="v1"),
        reviews.Card(Shown(FEEDBACK, Author(LINE, LINE, LINE)), LINE, PROSE),
        dict.fromkeys(RecordStatus, 99),
        length=MANY,
        said=LINE,
    ),
    "board": lambda: boards.view(
        VISIT,
        Look(visit="v1"),
        [Shown(FEEDBACK.model_copy(update={"id": f"r{n}"}), Author(LINE, LINE, LINE)) for n in range(MANY)],
        [boards.composing("v1"), boards.proposing("v1")],
    ),
    "group feedback": lambda: group_feedback.view(
        LINE,
        GROUP,
        Assent(49, 50, 1, (LINE,) * 49),
        group_feedback.May(agree=True, revise=True, settle=True, withdraw=True),
        said=LINE,
    ),
    "commitments": lambda: commitments.view(
        VISIT,
        [
            commitments.Entry(
                COMMITMENT.model_copy(update={"id": f"c{n}"}), (RecordGesture.SETTLE,), teaches=True
            )
            for n in range(MANY)
        ],
        "Nothing.",
        making=True,
        said=PROSE,
    ),
    "commitment": lambda: commitments.form(
        commitments.Errand(visit="v1"), commitments.prompts(VISIT.visitors, whole=True), {"measure": PROSE}
    ),
    "gaps": lambda: gaps.gap_list(
        gaps.Listed(
            [gap(f"q{n}") for n in range(MANY)],
            [gaps.Placed(f"q{n}", PROSE, LINE) for n in range(MANY)],
            1,
            PROSE,
        )
    ),
    "answer to a gap": lambda: gaps.answer_form(gaps.About(gap=LINE), PROSE),
    "place for a gap": lambda: gaps.place_form(
        gaps.About(gap=LINE), PROSE, [Option(f"v{n} {ID[:100]}", LINE) for n in range(100)]
    ),
    "themes": lambda: browsing.themes(dict.fromkeys(Theme, 99)),
    "lessons": lambda: browsing.page(
        [browsing.Entry(LESSON.model_copy(update={"councils": (COUNCIL,) * 50}), AGREED)] * browsing.PAGE,
        MANY,
        ID,
        browsing.Chosen(council=LINE, mine=LINE),
    ),
    "lesson": lambda: browsing.card(
        PUBLISHED,
        browsing.Entry(LESSON, AGREED),
        [PROSE] * MANY,
        lesson_cards.beneath([lesson_cards.Shown(PROSE, (PROSE,) * 9, (LINE,))] * 10, LESSON.history * 30),
        reviews=True,
        said=PROSE,
    ),
    "use of a lesson": lambda: lesson_cards.use_form(
        lesson_cards.Errand(lesson=ID), {"council": LINE, "change": PROSE, "evidence": PROSE}
    ),
    "lessons to export": lambda: lesson_exports.export_form({f"l{n}": LINE for n in range(100)}, ["l1"]),
    "saved": lambda: saved.saved_list(
        saved.Listed(
            [saved.Kept(SavedItem(kind=SavedKind.LESSON, item=ID), LINE, PROSE)] * saved.PAGE, 1, 99, LINE
        )
    ),
    "lessons to review": lambda: lesson_reviews.page(
        lesson_reviews.Listed(
            [lesson_reviews.Waiting(ID, LINE, LINE)] * lesson_reviews.PAGE,
            1,
            99,
            [lesson_reviews.Waiting(ID, LINE, LINE)] * lesson_reviews.PAGE,
        ),
        PROSE,
    ),
    "pack": lambda: packs.form({f"v{n}": LINE for n in range(MANY)}, "v1"),
    "report": lambda: reports.form({f"v{n}": LINE for n in range(MANY)}, "v1", "docx", "draft", drafts=True),
}

MESSAGES: dict[str, Callable[[], list[Block]]] = {
    "welcome": lambda: welcomes.welcome_blocks(VISIT, PEER),
    "to an author": lambda: reviews.to_author(LINE, FEEDBACK, PROSE[:1_000], RecordGesture.ASK),
    "group feedback": lambda: group_feedback.message(LINE, GROUP, Assent(49, 50, 1, (LINE,) * 49)),
    "question about a quote": lambda: quotations.question(QUOTED, LINE),
    "report": lambda: reports.handed_over(PROSE * 2, "v1", charts=True, host=True),
    "no report": lambda: list(reports.unfit(PROSE * 2, "v1")),
    "news of a use": lambda: lesson_cards.news(LINE, LINE, PROSE, ID),
    "news of a gap": lambda: gaps.news(LINE, PROSE, LINE),
    "lesson": lambda: browsing.posted(PUBLISHED, browsing.Entry(LESSON, AGREED)),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_slack_takes_the_fullest_of_each_screen(view: Callable[[], Block]) -> None:
    assert validate_view(view()) == []


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_slack_takes_the_fullest_of_each_message(message: Callable[[], list[Block]]) -> None:
    assert validate_blocks(message(), Surface.MESSAGE) == []


def test_commitments_that_are_not_shown_are_counted() -> None:
    assert commitment_wording.more(MANY - 30) in str(VIEWS["commitments"]())
