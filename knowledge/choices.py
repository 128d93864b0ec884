"""What to ask instead of a question that is too wide: "what works?". Pure.

A question is too wide when it names nothing but, perhaps, a council: then whatever is found was found
by chance. The choices are texts that the reader may see, one of each theme, those of the commonest
themes first; whoever offers them has to see whether the library answers them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge.councils import council_key
from knowledge.model import Choice, Metadata, Theme
from knowledge.words import EMPTY, WORD

MOST = 3

_WIDE = frozenset(
    WORD.findall("""
        advice answer answers approach approaches authorities authority best better borough case cases city
        council councils county details different district done example examples experience experiences going
        good great help helped helpful helps idea ideas important improve improved improvement improvements
        info information interesting learned learning learnings learnt lesson lessons list local main many new
        practice practices problem problems question questions really show studies study succeed success
        successful tip tips topic topics try useful well went work worked working works
    """)
)
_QUESTION = "What can we learn from what is said in “{}”?"
"""Of no word that says what it is about, and too long to be taken for a follow-up."""


def is_wide(question: str, named: Sequence[str]) -> bool:
    """Whether the question says nothing of what it is about; ``named`` are the councils it names."""
    councils = {word for name in named for word in council_key(name).split()}
    return all(word in EMPTY | _WIDE | councils for word in WORD.findall(question.casefold()))


def choices(held: Sequence[Metadata]) -> Iterator[Choice]:
    """Narrower questions about what is ``held``, the likeliest first: one text of each theme, the latest."""
    latest = sorted(held, key=lambda metadata: (metadata.as_of or "", metadata.title), reverse=True)
    offered: set[str] = set()
    for theme in _commonest(held):
        titles = (metadata.title for metadata in latest if theme in metadata.themes)
        title = next((title for title in titles if title not in offered), None)
        if title:
            offered.add(title)
            yield Choice(_QUESTION.format(title), title, theme)
    for metadata in latest:
        if metadata.title and metadata.title not in offered:
            offered.add(metadata.title)
            yield Choice(_QUESTION.format(metadata.title), metadata.title)


def _commonest(held: Sequence[Metadata]) -> list[Theme]:
    counts = Counter(theme for metadata in held for theme in metadata.themes)
    return sorted(counts, key=lambda theme: (-counts[theme], list(Theme).index(theme)))
