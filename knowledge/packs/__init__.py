"""What is known before a visit: found for its readers, composed, then written as any of ``FORMATS``.

``compose`` is where the visit's rule is kept, and what a reader may not see is never found for them;
so a Pack holds nothing that may not be shown.
"""

from knowledge.packs.composing import Finding, Findings, Gap, Occasion, compose
from knowledge.packs.contents import Enquiry, Excerpt, Note, Pack, Section
from knowledge.packs.formats import FORMATS, file_name
from knowledge.packs.gathering import Answers, Packer, Readership

__all__ = [
    "FORMATS",
    "Answers",
    "Enquiry",
    "Excerpt",
    "Finding",
    "Findings",
    "Gap",
    "Note",
    "Occasion",
    "Pack",
    "Packer",
    "Readership",
    "Section",
    "compose",
    "file_name",
]
