"""Whether a question could be answered at all: what is asked of an empty library is no gap.

A gap says that the case studies leave something out, which says nothing of them where there were none.
Whoever finds answers sees only what was found; whether there was anything to find, the store knows.
"""

from dataclasses import replace

from knowledge.model import Answer, Outcome, Scopes
from knowledge.store import Store


def unless_empty(answer: Answer, store: Store, scopes: Scopes | None) -> Answer:
    """The answer; of outcome EMPTY when it says nothing, and there is nothing that its readers may read.

    ``scopes`` are those readers', None for whoever may see all.
    """
    if answer.says_nothing and store.case_studies.nothing_held(scopes):
        return replace(answer, outcome=Outcome.EMPTY)
    return answer
