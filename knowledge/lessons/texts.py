"""A lesson as a text: what is indexed, quoted and exported of it, and nothing that it may not name. Pure.

The text is made anew from the lesson whenever it is needed, so it is never edited: a lesson that
changes has another text. What was quoted to prove its claims is no part of it, for a record's
words are not shown to everybody who may see the lesson.
"""

from knowledge.attribution import Names, struck
from knowledge.lessons.base import Lesson, LessonStatus
from knowledge.model import CaseStudy, Heading, Metadata, Status
from knowledge.scopes import together

PARTS = (
    ("The lesson", "lesson"),
    ("Recommendation", "recommendation"),
    ("When it applies", "applies_when"),
    ("When it does not", "not_when"),
)
STANDINGS = {
    LessonStatus.ENDORSED: Status.ENDORSED,
    LessonStatus.SHARED: Status.SHARED,
    LessonStatus.APPLIED: Status.APPLIED,
    LessonStatus.STALE: Status.STALE,
    LessonStatus.CONTRADICTED: Status.CONTRADICTED,
}
"""Those that answers may quote, as they say it; a lesson of any other status is in no index."""


def text_of(lesson: Lesson, names: Names) -> CaseStudy:
    """The lesson as answers find and quote it; ``names`` is everybody and every council of its sources.

    KeyError when its status is none of STANDINGS.
    """
    shown = struck(lesson, lesson.attribution, names)
    text, headings = "", []
    for heading, field in PARTS:
        if words := getattr(shown, field):
            start = len(text)
            headings.append(Heading(start, start + len(heading), 1, heading))
            text += f"{heading}\n\n{words}\n\n"
    metadata = Metadata(
        title=shown.title,
        councils=lesson.councils,
        as_of=lesson.as_of,
        themes=(lesson.theme,),
        audience=lesson.audience,
        visit=together(lesson.visits),
    )
    return CaseStudy(lesson.id, metadata, text.rstrip(), tuple(headings), status=STANDINGS[lesson.status])
