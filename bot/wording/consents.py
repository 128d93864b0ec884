"""What people agree to before they log anything, word for word, by version.

A text that somebody may have agreed to is never changed: a new one gets a new version, and people
are shown the one that they agreed to.
"""

from collections.abc import Mapping

CONSENT = "2026-11"
"""The version that is asked for now."""

_FIRST = """
What you log is kept under a made-up name. Who you are is kept apart from it and is never given out with it.
Your facilitator reads it, and may take it into the report to the host and into lessons for other councils.
People and councils are named only as far as the rule of this visit lets them. You can ask for a stricter \
rule for anything that you log.
You can see, change and withdraw what you logged, and leave the visit at any time. What was accepted \
before you leave stays, without your name.
"""

CONSENTS: Mapping[str, str] = {"2026-11": _FIRST.strip()}
"""Each a paragraph a line; a version is when it was written."""


def text(version: str) -> tuple[str, ...]:
    """The paragraphs of a version; of the present one for a version that came from elsewhere."""
    return tuple(CONSENTS.get(version, CONSENTS[CONSENT]).splitlines())
