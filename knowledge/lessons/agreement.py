"""How solid a lesson is: how many places it was seen in, and how many disagree. Pure.

A visit or a case study is one source however many quotes come from it, and a quote that no longer
stands counts for nothing. Where few organisations stand behind a lesson and none may be named, no
number is shown at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.attribution import count_shown
from knowledge.lessons.base import LessonDraft, Stance
from knowledge.visits import Attribution


class Verdict(StrEnum):
    """What a lesson's sources say of it together."""

    SUPPORTED = "supported"
    MIXED = "mixed"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    """None of its quotes stands any more."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is shown of a lesson's sources; None where the attribution withholds a number."""

    verdict: Verdict
    seen_in: int | None
    """Visits and case studies."""
    disagree: int | None
    """Those among them with something to say against it."""
    organisations: int | None


def verdict(lesson: LessonDraft) -> Verdict:
    """Contradicted when as many sources disagree as agree, or more."""
    against = origins(lesson, Stance.DISAGREES)
    agreeing = origins(lesson) - against
    if not agreeing | against:
        return Verdict.UNSUPPORTED
    if not against:
        return Verdict.SUPPORTED
    return Verdict.MIXED if len(agreeing) > len(against) else Verdict.CONTRADICTED


def agreement(
    lesson: LessonDraft, rule: Attribution, organisations: Mapping[str, Sequence[str]]
) -> Agreement:
    """The organisations are those that each origin of evidence is about: see ``Evidence.origin``."""
    found = origins(lesson)
    named = [council for origin in found for council in organisations.get(origin, ())]
    count = count_shown(named, rule)
    withheld = count is None
    return Agreement(
        verdict=verdict(lesson),
        seen_in=None if withheld else len(found),
        disagree=None if withheld else len(origins(lesson, Stance.DISAGREES)),
        organisations=count,
    )


def origins(lesson: LessonDraft, stance: Stance | None = None) -> frozenset[str]:
    """Where its quotes come from that stand, all of them or those of one stance."""
    return frozenset(
        each.origin for each in lesson.evidence if each.fault is None and stance in {None, each.stance}
    )
