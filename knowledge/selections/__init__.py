"""Lessons that somebody chose, to be read away from here: gathered, then written as any of ``FORMATS``.

``gather`` is where each lesson's attribution and its reader's rights are applied; a Selection holds
nothing that may not be shown.
"""

from knowledge.selections.contents import Claim, Ground, Selection, Sheet
from knowledge.selections.formats import FORMATS, file_name
from knowledge.selections.gathering import claim_for, gather

__all__ = [
    "FORMATS",
    "Claim",
    "Ground",
    "Selection",
    "Sheet",
    "claim_for",
    "file_name",
    "gather",
]
