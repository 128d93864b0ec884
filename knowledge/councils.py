"""Names of councils as people write them, and what makes two of them the same. Pure."""

import re
from collections.abc import Iterable

_KIND = re.compile(
    r"\b(?:the|royal|city|county|borough|district|metropolitan|unitary|council|corporation|authority"
    r"|london borough of|borough of|city of|of|combined)\b"
)
_BETWEEN = r"(?:\W+(?:and|of|the))*\W+"


def council_key(name: str) -> str:
    """What is left of a name without its kind of council: "Kent County Council" and "kent" are one."""
    words = _words(name)
    short = " ".join(_KIND.sub(" ", words).split())
    return short or words


def named_in(question: str, councils: Iterable[str]) -> tuple[str, ...]:
    """The councils among ``councils`` that the question names, in the order it names them."""
    words = f" {council_key(question)} "  # without kinds too, so that "Isle of Wight" is found in it
    places = {name: words.find(f" {council_key(name)} ") for name in councils}
    return tuple(sorted((name for name in places if places[name] >= 0), key=lambda name: places[name]))


def mention(name: str) -> re.Pattern[str]:
    """What finds the council in a text as it was typed, its kind of council left out."""
    words = [re.escape(word) for word in council_key(name).split() if word != "and"]
    return re.compile(rf"\b{_BETWEEN.join(words)}\b", re.IGNORECASE)


def _words(text: str) -> str:
    return " ".join(re.sub(r"\W+", " ", text.casefold().replace("&", " and ")).split())
