"""Questions that lean on the one before: "and in Middlesbrough?". Pure.

A follow-up is understood by writing out what it leaves out, so that what is searched, what is
stored and what a facilitator reads later are one and the same self-contained question.
"""

import re
from collections.abc import Sequence

from knowledge.councils import council_key, mention, named_in
from knowledge.words import EMPTY, WORD, is_empty

_LEANS = re.compile(
    r"^\W*(?:and|but|or|so|also|then|what about|how about|what else|anything else|any other|any more|more"
    r"|why(?= not\b|\W*$)|how so|in what way|for example|such as|same for|which one|which ones)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|this|those|these|there|he|she|his|her|the same"
    r"|such|one|ones|else)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:compar\w*|differ\w*|versus|vs|both|each (?:council|authority)|which councils"
    r"|other councils|between)\b",
    re.IGNORECASE,
)
_LONG = 9  # words; a longer question stands on its own unless it begins by leaning


def compares(question: str) -> bool:
    """Whether the question asks for councils side by side."""
    return bool(_COMPARES.search(question))


def standalone(question: str, earlier: Sequence[str], councils: Sequence[str] = ()) -> str:
    """The question as it would be asked without the thread's ``earlier`` ones (oldest first)."""
    question = question.strip()
    if not earlier or not _leans_back(question):
        return question
    before = earlier[-1].strip()
    swapped = _with_other_council(before, question, councils)
    if swapped and _only_names_councils(question, councils):
        return swapped
    return f"{swapped or before} {question}"


def _leans_back(question: str) -> bool:
    if _LEANS.match(question) or is_empty(question):
        return True
    words = len(WORD.findall(question))
    return words <= _LONG and (bool(_POINTS_BACK.search(question)) or words <= 2)  # noqa: PLR2004  # "Kent?"


def _with_other_council(before: str, question: str, councils: Sequence[str]) -> str | None:
    """The earlier question about the councils named now; None when that is not what is asked."""
    now, then = named_in(question, councils), named_in(before, councils)
    if not now or len(then) != 1 or then[0] in now:
        return None
    typed = " and ".join(match[0] for name in now if (match := mention(name).search(question)))
    swapped, mentions = mention(then[0]).subn(lambda _: typed, before)
    return swapped if typed and mentions else None


def _only_names_councils(question: str, councils: Sequence[str]) -> bool:
    named = {word for name in named_in(question, councils) for word in council_key(name).split()}
    words = (word for word in WORD.findall(question.casefold()) if word not in named)
    return all(word in EMPTY or word in {"council", "county", "city", "borough", "s"} for word in words)
