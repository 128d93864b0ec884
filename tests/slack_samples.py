"""What the tests of the Slack surface share: quotes and answers, whole ones and any ones."""

from collections.abc import Iterable

from hypothesis import strategies as st

from knowledge.model import Answer, Outcome, Part, Quote, Status

QUESTION_ID = "T0NETWORK1:C0GENERAL1:1795380949.725001"

KENT = Quote(
    text="Each district signed an agreement of its own with the county.",
    case_study="kent",
    council="Kent County Council",
    title="Kent: mini agreements with local partners",
    heading="Kent > Partners > Districts",
    page=4,
    start=120,
    end=181,
    as_of="2003-03",
    status=Status.PUBLISHED,
    source="https://kent.example/agreements",
    score=0.9,
)
MIDDLESBROUGH = Quote(
    text="The mayor put crime first.",
    case_study="middlesbrough",
    council="Middlesbrough Council",
    title="Middlesbrough: regeneration and partnership",
    heading="",
    page=None,
    start=0,
    end=26,
    as_of=None,
    status=Status.SHARED,
    source=None,
    score=0.7,
)


def answered(*quotes: Quote) -> Answer:
    return Answer("How was it?", Outcome.ANSWERED, 0.9, quotes=quotes)


def partly(quotes: Iterable[Quote], unsaid: Iterable[Part]) -> Answer:
    return Answer("How was it?", Outcome.PARTLY, 0.2, quotes=tuple(quotes), unsaid=tuple(unsaid))


def not_covered(*related: Quote) -> Answer:
    return Answer("How was it?", Outcome.NOT_COVERED, 0.1, related=related)


SIGNS = st.text(alphabet="\\`*_~[](){}<>#|!@&:/.+-=1 \nahttpsw'\"$^%,;?")
"""Text made of what means something to Slack."""

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")))
TEXTS = PLAIN | SIGNS
ADDRESSES = st.sampled_from(
    [
        "https://evil.example/x?a=1&b=2",
        "http://kent.gov.uk.",
        "www.example.org/path",
        "kent.gov.uk",
        "somebody@council.example.org",
        "mailto:somebody@council.example",
        "//evil.example/x",
        "<https://evil.example|click>",
        "[click](https://evil.example)",
        "<@U0ASHA0001>",
        "<!channel>",
        "<#C0GENERAL1|general>",
        "<!subteam^S1>",
    ]
)
HOSTILE = st.lists(TEXTS | ADDRESSES, max_size=8).map("".join)
LONG = st.builds(lambda text, times: text * times, HOSTILE, st.integers(1, 300))

_quotes = st.builds(
    Quote,
    text=LONG,
    case_study=st.sampled_from(["one", "two", "three"]),
    council=HOSTILE | LONG,
    title=HOSTILE | LONG,
    heading=HOSTILE | LONG,
    page=st.none() | st.integers(0, 10**6),
    start=st.just(0),
    end=st.just(1),
    as_of=st.sampled_from([None, "2003", "2003-03", "2003-03-01"]),
    status=st.sampled_from(Status),
    source=st.none() | HOSTILE | ADDRESSES | st.just(f"https://kent.example/{'x' * 790}"),
    score=st.just(1.0),
)
QUOTES = st.lists(_quotes, max_size=20).map(tuple)
_parts = st.lists(st.builds(Part, asked=HOSTILE | LONG, council=st.just("") | HOSTILE | LONG), min_size=1)
ANSWERS = (
    QUOTES.map(lambda quotes: answered(*quotes))
    | QUOTES.map(lambda quotes: not_covered(*quotes))
    | st.builds(partly, QUOTES, _parts)
)
"""Any answer there could be, and some there could not."""
