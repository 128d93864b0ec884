"""Words that say nothing about what a question is about, in English. Pure."""

import re

WORD = re.compile(r"\w+")

EMPTY = frozenset(
    WORD.findall("""
        a about above after again all also an and another any are as at be because been before being below
        between both but by can could did do does down during each either else eg ever every few find for
        from further get gets give given go got had has have he hello help her here hi his how i ie if in into
        is it its just know learn like made make may me might more most much must my neither no nor not now
        of off on once one only or other our out over own per please said same say says shall she should since
        so some still such take tell than thank thanks that the their them then there these they thing
        things this those through to too under until up us very via vs want was we were what when where
        which while who whom whose why will with would you your s t
    """)
)


def is_empty(text: str) -> bool:
    """Whether the text names nothing that could be looked for."""
    return all(word in EMPTY for word in WORD.findall(text.casefold()))
