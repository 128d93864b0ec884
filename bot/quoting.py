"""Quoting messages as feedback: who wrote one is asked, once, before they are named with it.

Until they agree, a record holds their words without a name and without the link that leads to them.
"""

from bot.blocks.texts import shortened
from knowledge.fields import LINE_LIMIT
from knowledge.records import Evidence, EvidenceKind
from knowledge.store import Quotation, Store

_LONGEST_NAME = 100


def evidence(store: Store, quotation: Quotation | None) -> tuple[Evidence, ...]:
    """What a record that quotes the message holds of it, by what its author has said so far."""
    if quotation is None:
        return ()
    return (
        Evidence(kind=EvidenceKind.MESSAGE, reference=_reference(store, quotation), quote=quotation.quote),
    )


def _reference(store: Store, quotation: Quotation) -> str | None:
    """Who wrote it, and where; None for who has not agreed."""
    if not quotation.agreed or quotation.author is None:
        return None
    name = shortened(store.people.get(quotation.author).display_name, _LONGEST_NAME)
    return ", ".join(filter(None, (name, quotation.link)))[:LINE_LIMIT]
