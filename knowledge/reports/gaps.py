"""What a report still lacks, and whether it can be handed over. Pure.

Counts follow the attribution rule: where one must not be shown, a sentence says "some".
"""

from collections.abc import Iterable, Iterator, Sequence

from knowledge.attribution import names_organisations
from knowledge.councils import council_key
from knowledge.errors import UnfitReportError
from knowledge.model import Theme
from knowledge.records import RecordStatus
from knowledge.reports.material import Material
from knowledge.reports.phrases import listed
from knowledge.visits import Role, VisitGesture, VisitState, next_state


def require_fit(material: Material, role: Role) -> None:
    """NotAllowedError, or UnfitReportError with all that stands in the way of a report that is no draft."""
    next_state(VisitGesture.REPORT, role, material.visit.state)
    if problems := list(_hindrances(material)):
        raise UnfitReportError(problems)


def missing(material: Material) -> tuple[str, ...]:
    """A sentence for each thing that the report lacks."""
    parts = (
        _of_the_visit,
        _of_the_group,
        _of_the_feedback,
        _of_the_enquiries,
        _of_the_participants,
        _of_the_commitments,
    )
    return tuple(sentence for part in parts for sentence in part(material))


def _hindrances(material: Material) -> Iterator[str]:
    group = material.group_feedback(draft=False)
    if not (material.feedback or group or material.commitments(draft=False)):
        yield "nothing that was told is accepted or agreed yet"
    if material.visit.state is VisitState.DISCUSSION:  # later, nobody can mend these any more
        if not group:
            yield "no group feedback is agreed"
        if material.waiting:
            yield "feedback waits for review"


def _of_the_visit(material: Material) -> Iterator[str]:
    if material.visit.state in {VisitState.PLANNED, VisitState.OPEN}:
        yield f"The visit is {material.visit.state.said}: the group discussion has not begun."
    if not material.visit.selection:
        yield "Nobody has said how the councils were chosen."
    if not material.programme:
        yield "The visit has no programme."


def _of_the_group(material: Material) -> Iterator[str]:
    if not material.group_feedback(draft=False):
        waiting = material.group_feedback(draft=True)
        yield "The group feedback is not agreed yet." if waiting else "There is no group feedback."


def _of_the_feedback(material: Material) -> Iterator[str]:
    if material.waiting:
        behind = _organisations(material, (record.respondent for record in material.waiting))
        yield f"Waiting for review: {material.counted('piece', len(material.waiting), behind)} of feedback."
    themes = {record.theme for record in material.feedback}
    if bare := [theme for theme in Theme if theme not in themes]:
        yield f"No accepted feedback is on {listed(bare, 'or')}."
    sessions = {record.session for record in material.feedback}
    for session in material.programme:
        if session.id not in sessions:
            yield f"No accepted feedback is about the session “{material.struck(session.title)}”."


def _of_the_enquiries(material: Material) -> Iterator[str]:
    for enquiry in material.enquiries:
        if not material.answering(enquiry):
            asked = material.struck(enquiry.question)
            yield f"No accepted feedback answers the question taken along “{asked}”."


def _of_the_participants(material: Material) -> Iterator[str]:
    told = {record.respondent for record in material.records if record.status is not RecordStatus.WITHDRAWN}
    silent = [one for one in material.visitors_present if one.pseudonym not in told]
    if silent:
        councils = [one.council for one in silent if one.council]
        yield f"Yet to tell anything: {material.counted('participant', len(silent), councils)}."
    heard = {council_key(name) for name in _organisations(material, told)}
    quiet = [council for council in material.visit.visitors if council_key(council) not in heard]
    if quiet:
        yield f"Visiting councils that have told nothing yet: {_councils(material, quiet)}."


def _of_the_commitments(material: Material) -> Iterator[str]:
    made = {council_key(each.council) for each in material.commitments(draft=False)}
    without = [council for council in material.visit.visitors if council_key(council) not in made]
    if without:
        yield f"Visiting councils without an agreed commitment: {_councils(material, without)}."
    pending = set(material.commitments(draft=True)) - set(material.commitments(draft=False))
    if pending:
        councils = [each.council for each in pending]
        yield f"Waiting to be agreed: {material.counted('commitment', len(pending), councils)}."


def _councils(material: Material, councils: Sequence[str]) -> str:
    """Who they are, or how many."""
    if names_organisations(material.rule):
        return listed(councils)
    return material.counted("council", len(councils), councils)


def _organisations(material: Material, respondents: Iterable[str]) -> set[str]:
    known = (material.authors.get(name) for name in respondents)
    return {author.organisation for author in known if author and author.organisation}
