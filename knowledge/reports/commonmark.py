"""Texts as CommonMark in which nothing that was told is markup. Pure."""

import re

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_BEGINS_A_BLOCK = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=:])")


def line(words: str) -> str:
    """The words on one line."""
    return _escaped(" ".join(words.split()))


def text(words: str) -> str:
    """Lines as lines; no blank one, which would end a list."""
    lines = (line(each) for each in words.splitlines())
    return "\\\n".join(each for each in lines if each)


def _escaped(words: str) -> str:
    return _BEGINS_A_BLOCK.sub(_not_a_block, _MARKUP.sub(r"\\\1", words))


def _not_a_block(found: re.Match[str]) -> str:
    ordinal, sign, bullet = found.groups()
    return f"{ordinal}\\{sign}" if sign else f"\\{bullet}"
