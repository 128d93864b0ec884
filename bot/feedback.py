"""Logging feedback: what somebody's form holds, and keeping what they send.

What is sent is stored before it is acknowledged, and under an id of its form's, so that sending
it again changes nothing; sending it again in other words, for want of an answer, changes the words.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.blocks.gestures import Form
from bot.enquiries import taken_along
from bot.feedback_forms import (
    Errand,
    Filling,
    answers_to_change,
    given,
    has_details,
    prompts,
    record_id,
)
from bot.forms import Answers, RejectedFormError, made
from bot.open_visits import OpenVisits
from bot.quoting import evidence
from bot.showing import showing
from bot.visiting import Part, Visiting
from bot.wording import consents
from bot.wording import feedback as wording
from knowledge.errors import NotAllowedError, StaleRecordError, UnknownRecordError, UnknownSessionError
from knowledge.fields import PROSE_LIMIT
from knowledge.records import FeedbackRecord, Source, revised
from knowledge.store import Draft, Store
from knowledge.visits import Person, VisitGesture, running


@dataclass(frozen=True, slots=True)
class Feedback:
    """What people log about the visits they are on."""

    store: Store

    # Forms

    def new(
        self,
        person: Person,
        at: datetime,
        *,
        visit: str | None = None,
        session: str | None = None,
        enquiry: str | None = None,
        quotation: str | None = None,
        edition: str = "",
        said: str = "",
    ) -> Filling:
        """A form for what the person has just seen; NowhereToLogError says why there can be none.

        What they have ``said`` already stands in it, beneath what they typed before and did not send.
        """
        part = OpenVisits(self.store).chosen(person, at, visit)
        errand = Errand(
            visit=part.visit.id, session=session, enquiry=enquiry, quotation=quotation, edition=edition
        )
        filling = self._drafted(person, part, errand, at, self._own_words(person, quotation))
        return replace(filling, answers=_adding(filling.answers, said)) if said else filling

    def change(self, person: Person, record: str, at: datetime, *, edition: str = "") -> Filling:
        """A form with the person's own feedback; NotAllowedError when it cannot be changed any more."""
        told = self.store.records.get(record)
        part = Visiting(self.store).part(told.visit, person, VisitGesture.LOG)
        own = self._own(part, record)
        revised(own, part.actor, at=at)
        errand = Errand(visit=own.visit, record=own.id, version=own.version, edition=edition)
        return self._drafted(person, part, errand, at, answers_to_change(own))

    def again(self, person: Person, errand: Errand, answers: Answers, at: datetime) -> Filling:
        """The same form with what has been typed into it."""
        part = Visiting(self.store).part(errand.visit, person, VisitGesture.LOG)
        return self._filling(person, part, errand, at, answers)

    def afresh(self, person: Person, errand: Errand, at: datetime, *, edition: str) -> Filling:
        """The form as it was before anything was typed, which is forgotten."""
        self.store.drafts.drop(person.id, Form.FEEDBACK, errand.about)
        if errand.record:
            return self.change(person, errand.record, at, edition=edition)
        return self.new(
            person,
            at,
            visit=errand.visit,
            session=errand.session,
            enquiry=errand.enquiry,
            quotation=errand.quotation,
            edition=edition,
        )

    def _own_words(self, person: Person, quotation: str | None) -> Answers:
        """Who logs their own message has said already what they saw."""
        quoted = self.store.quotations.get(quotation) if quotation else None
        return {"observation": quoted.quote[:PROSE_LIMIT]} if quoted and quoted.author == person.id else {}

    # What is typed, and what is sent

    def save(self, person: Person, errand: Errand, view: str, answers: Answers, typed_at: datetime) -> None:
        """Keeps what is typed until it is sent; what was sent meanwhile leaves no draft."""
        if errand.record or self._stored(record_id(errand, view)) is None:
            typed = _typed(answers)
            self.store.drafts.save(Draft(person.id, Form.FEEDBACK, errand.about, typed, typed_at))

    def keep(self, person: Person, errand: Errand, view: str, answers: Answers, at: datetime) -> Filling:
        """Stores what was sent; RejectedFormError has the sentences that stand at its fields."""
        part = Visiting(self.store).part(errand.visit, person, VisitGesture.LOG)
        filling = self._filling(person, part, errand, at, answers)
        if errand.consent:
            self.store.people.agree(errand.visit, person.id, errand.consent, at)
        try:
            self._store(part, filling, record_id(errand, view), at)
        except UnknownSessionError as error:
            raise RejectedFormError({"session": wording.SESSION_GONE}) from error
        self.store.drafts.drop(person.id, Form.FEEDBACK, errand.about)
        return filling

    def _store(self, part: Part, filling: Filling, record: str, at: datetime) -> None:
        if filling.errand.record:
            self._revise(part, filling, at)
            return
        told = made(
            FeedbackRecord,
            prompts(filling),
            given(filling),
            id=record,
            visit=part.visit.id,
            respondent=part.participant.pseudonym,
            respondent_role=part.participant.post,
            created_at=at,
            source=Source.MESSAGE if filling.quotation else Source.MODAL,
            evidence=evidence(self.store, filling.quotation),
        )
        if not self.store.records.add(told):
            self._say_again(part, filling, told, at)
        if filling.quotation:
            self.store.quotations.attach(filling.quotation.id, record)

    def _revise(self, part: Part, filling: Filling, at: datetime) -> None:
        before = self._own(part, filling.errand.record or "")
        whole = {name: value for name, value in before if name not in _asked(filling)}
        after = made(FeedbackRecord, prompts(filling), given(filling), **whole)
        self._change(part, before, after, filling, at, seen=filling.errand.version)

    def _say_again(self, part: Part, filling: Filling, told: FeedbackRecord, at: datetime) -> None:
        """What was sent before got no answer, and was sent again: the later words are meant."""
        before = self._own(part, told.id)
        if any(getattr(before, name) != getattr(told, name) for name in _asked(filling)):
            self._change(part, before, told, filling, at, seen=before.version)

    def _change(
        self,
        part: Part,
        before: FeedbackRecord,
        after: FeedbackRecord,
        filling: Filling,
        at: datetime,
        *,
        seen: int,
    ) -> None:
        changes = {name: getattr(after, name) for name in _asked(filling)}
        try:
            self.store.records.change(revised(before, part.actor, at=at, **changes), seen)
        except (StaleRecordError, NotAllowedError) as error:
            raise RejectedFormError({"observation": wording.CHANGED_MEANWHILE}) from error

    def _own(self, part: Part, record: str) -> FeedbackRecord:
        """The record, if it is what this person told; UnknownRecordError otherwise."""
        found = self.store.records.get(record)
        if not isinstance(found, FeedbackRecord) or found.respondent != part.participant.pseudonym:
            raise UnknownRecordError(record)
        return found

    def _stored(self, record: str) -> FeedbackRecord | None:
        try:
            found = self.store.records.get(record)
        except UnknownRecordError:
            return None
        return found if isinstance(found, FeedbackRecord) else None

    # What a form holds

    def _drafted(
        self, person: Person, part: Part, errand: Errand, at: datetime, otherwise: Answers
    ) -> Filling:
        """The form with what was typed into it before and not sent, else with these answers."""
        draft = self.store.drafts.get(person.id, Form.FEEDBACK, errand.about)
        if draft is None:
            return self._filling(person, part, errand, at, otherwise)
        filling = self._filling(person, part, errand, at, draft.answers)
        return replace(filling, typed_at=draft.updated_at)

    def _filling(self, person: Person, part: Part, errand: Errand, at: datetime, answers: Answers) -> Filling:
        visible = showing(self.store, part.visit)
        on = running(visible.programme, at)
        agreed = part.participant.consent_version == consents.CONSENT
        shown = {
            "detailed": errand.detailed or has_details(answers),
            "consent": None if agreed else consents.CONSENT,
        }
        return Filling(
            errand=errand.model_copy(update=shown),
            visit=visible.text(part.visit),
            programme=tuple(visible.text(session) for session in visible.programme),
            answers=answers,
            enquiries=taken_along(self.store, visible),
            running=on.id if on else None,
            quotation=self.store.quotations.get(errand.quotation) if errand.quotation else None,
            others=()
            if errand.record or errand.quotation
            else OpenVisits(self.store).others(person, part.visit),
        )


def _asked(filling: Filling) -> list[str]:
    return [prompt.name for prompt in prompts(filling)]


def _typed(answers: Answers) -> dict[str, str]:
    asked = {*FeedbackRecord.asked, *FeedbackRecord.details}
    return {name: answer for name, answer in answers.items() if name in asked}


def _adding(answers: Answers, said: str) -> Answers:
    """The answers with something more that was seen."""
    seen = "\n".join(filter(None, (answers.get("observation"), said)))
    return {**answers, "observation": seen[:PROSE_LIMIT]}
