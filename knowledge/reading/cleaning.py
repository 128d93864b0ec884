"""Bytes to characters, and characters to text that can be stored, searched and quoted. Pure.

What a reader of the file cannot see (control, zero-width and direction characters, soft hyphens)
is left out: a quote has no hidden part, and a word is found however it was typeset.
"""

import codecs
import re
import unicodedata

from knowledge.errors import Reason
from knowledge.reading.refusals import RefusalError

_REPLACEMENTS = str.maketrans(
    {
        ligature: unicodedata.normalize("NFKC", ligature)
        for ligature in "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
    }
    | dict.fromkeys("\u00a0\u2007\u202f", " ")  # spaces that do not break
    | dict.fromkeys("\uf0a7\uf0b7\uf0d8\uf0fc", "\u2022")  # the bullets of Symbol and Wingdings
    | dict.fromkeys("\r\v\x85\u2028", "\n")
    | dict.fromkeys("\f\u2029", "\n\n")
)
_INVISIBLE = re.compile(
    "["
    r"\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls; the white space among them has been replaced
    r"\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"  # surrogates, private use, no characters
    "]"
)
_BLANK_LINES = re.compile(r"\n{3,}")
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NOISE_ALLOWED = 0.01
"""The share of control characters above which decoded bytes are taken for no text at all."""
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def clean(text: str) -> str:
    """``text`` in NFC without hidden characters, trailing spaces, or more than one blank line in a row."""
    text = text.replace("\r\n", "\n").translate(_REPLACEMENTS)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


def tidy(text: str) -> str:
    """``clean`` text whose lines have single spaces only, and none before or behind."""
    return clean("\n".join(" ".join(line.split()) for line in clean(text).split("\n")))


def decode(content: bytes, declared: str | None = None) -> str:
    """The characters of a text file: UTF-8, UTF-16 by its mark, ``declared``, or Windows-1252.

    Raises RefusalError when what comes out is noise.
    """
    try:
        text = content.decode(_encoding(content, declared), "replace")
    except LookupError:  # Nobody knows the encoding that was declared.
        text = content.decode("cp1252", "replace")
    if len(_NOISE.findall(text)) + text.count("\ufffd") > _NOISE_ALLOWED * len(text):
        raise RefusalError(Reason.UNDECODABLE)
    return text


def _encoding(content: bytes, declared: str | None) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return encoding
    return "utf-8" if _mostly_utf8(content) else declared or "cp1252"


def _mostly_utf8(content: bytes) -> bool:
    """Whether characters of several bytes outnumber the bytes that fit none, which are slips then."""
    characters = [character for character in content.decode("utf-8", "replace") if character > "\x7f"]
    slips = characters.count("\ufffd")
    return slips == 0 or slips < len(characters) - slips
