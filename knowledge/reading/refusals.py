"""Why a file is not read, in words for the people whose file it is.

Readers raise RefusalError without knowing the file's name; ``knowledge.reading.reader`` makes the
UnreadableError of it that everybody else sees.
"""

from knowledge.errors import KnowledgeError, Reason

_SENTENCES = {
    Reason.UNSUPPORTED: "{name} is of a kind that is not read{detail}. "
    "Save it as PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), OpenDocument text (.odt), RTF, "
    "web page (.html), e-mail (.eml), Markdown (.md) or plain text (.txt).",
    Reason.MISSING: "{name} is not there. Check that it was not moved or renamed.",
    Reason.FORBIDDEN: "{name} may not be opened by the account Peerbot runs under. "
    "Give that account permission to read it.",
    Reason.EMPTY: "{name} has no words in it. Check that the right file was saved.",
    Reason.OVERSIZED: "{name} is too large{detail}. Split it, or save it with smaller pictures.",
    Reason.UNDECODABLE: "{name} cannot be read as text. Save it again as plain text in UTF-8.",
    Reason.MISLABELLED: "{name} is not what its name says: it holds {detail}. "
    "Give it the ending of what it holds, or save it anew in a kind that is read.",
    Reason.DAMAGED: "{name} is damaged or incomplete. Copy or download it again, "
    "or open it in the program it was made with and save it anew.",
    Reason.PASSWORD_PROTECTED: "{name} is protected with a password. "
    "Save a copy without the password and add that.",
    Reason.NO_TEXT_LAYER: "{name} has no text, only pictures of pages. "
    "Add the original document, or run text recognition (OCR) on it first.",
    Reason.BAD_METADATA: "{name} was not read because of what is written about it: {detail}",
    Reason.TOO_SLOW: "{name} was given up because reading it took longer than {detail}. "
    "It will be tried again; if that fails too, save it anew or split it.",
    Reason.CRASHED: "{name} was given up because the program that reads files stopped working. "
    "It will be tried again; if that fails too, save it anew in the program it was made with.",
}


class RefusalError(KnowledgeError):
    """A file is not read; ``detail`` is what only its reader could say of the reason."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def sentence(name: str, reason: Reason, detail: str) -> str:
    """What to tell the person who gave us the file called ``name``, which may be no text."""
    readable = name.encode(errors="replace").decode()
    return _SENTENCES[reason].format(name=readable, detail=detail)
