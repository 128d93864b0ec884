"""An Answer as a message: streamed piece by piece, or whole.

Both forms show the same words, and the plain text that goes with them, which is all a notification
or a screen reader has, carries them too. However long the quotes and their titles are, a reply
stays within what Slack takes: quotes are shortened, at their end; citations, sources and buttons
are always there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from bot import wording
from bot.blocks.elements import (
    Block,
    actions,
    button,
    line,
    link,
    mrkdwn,
    option,
    plain,
    quotation,
    rich_text,
    section,
    web_address,
    words,
)
from bot.blocks.gestures import Action, ballot, choice_pointer, quote_pointer
from bot.blocks.texts import escape, markdown, mention, on_one_line, shortened
from bot.wording.saved import SAVE
from knowledge.model import Answer, Choice, Outcome, Part, Quote

MOST_QUOTES = 10  # nobody reads more of them on a telephone
_ROOM = 3_800  # characters of a reply; chat.update takes no text of more than 4,000
_LONGEST_QUOTE = 600
_LONGEST_NAME = 70  # of a title or heading in a citation
_LONGEST_COUNCIL = 50
_LONGEST_PART = 150  # of a question that is answered in part
_MOST_PARTS = 4
_MOST_BUTTONS = 5  # passages; more of them become one list to choose from
_MARKUP = 8  # characters, at most, that Markdown and mrkdwn need around a line


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to one question, in every form Slack may want it."""

    text: str
    """mrkdwn, at most 4,000 characters: what is read out and shown in notifications."""
    body: tuple[Block, ...]
    pieces: tuple[str, ...]
    """The body again, as Markdown to be streamed."""
    ending: tuple[Block, ...] = ()
    """Sources and buttons, which come last in either form."""

    @property
    def blocks(self) -> list[Block]:
        return [*self.body, *self.ending]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A quote as it will be shown, all its words short enough."""

    number: int
    council: str
    """The heading above it; empty when it stands under the same as the one before."""
    text: str
    citation: str


def sentence(words_: str) -> Reply:
    """A reply of our own words."""
    return Reply(words_, (section(plain(words_)),), (words_,))


def reply(answer: Answer, question_id: str, *, shareable: bool = False) -> Reply:
    """The reply to a question; ``shareable`` when only its asker sees it."""
    match answer.outcome:
        case Outcome.ASK_BACK:
            return _asked_back(answer.choices, question_id)
        case Outcome.EMPTY:
            return _nothing_to_quote(question_id)
        case Outcome.NOT_COVERED:
            shown = answer.related[:MOST_QUOTES]
            opening = [wording.NOT_COVERED, wording.RELATED if shown else wording.NOTHING_RELATED]
        case Outcome.ANSWERED | Outcome.PARTLY:
            shown = answer.quotes[:MOST_QUOTES]
            opening = [*_unsaid(answer.unsaid), wording.lead(shown)]
    entries = _entries(shown, room=_ROOM - sum(len(markdown(said)) + _MARKUP for said in opening))
    return _composed(opening, entries, _ending(answer, shown, question_id, shareable=shareable))


def _nothing_to_quote(question_id: str) -> Reply:
    opening = (wording.NOTHING_TO_QUOTE, wording.FILLED_BY_OTHERS)
    return _composed(opening, (), [actions(_person_button(question_id, urgent=True))])


def _asked_back(choices: Sequence[Choice], question_id: str) -> Reply:
    if not choices:
        return sentence(wording.ASK_BACK)
    buttons = (
        button(wording.choice(choice), f"{Action.CHOOSE}:{number}", choice_pointer(question_id, number))
        for number, choice in enumerate(choices, start=1)
    )
    return replace(sentence(wording.TOO_WIDE), ending=(actions(*buttons),))


def _unsaid(parts: Sequence[Part]) -> list[str]:
    """What an answer leaves open, however long the question was."""
    short = [
        Part(_name(part.asked, _LONGEST_PART), _name(part.council, _LONGEST_COUNCIL))
        for part in parts[:_MOST_PARTS]
    ]
    return [wording.partly(short)] if short else []


def shared(whole: Reply, question: str, sharer: str) -> Reply:
    """A reply that its asker, ``sharer``, lets others see; it says so, and what was asked."""
    by = wording.shared_by(mention(sharer))
    asked = shortened(on_one_line(question), _LONGEST_QUOTE, escape)
    head = (section(mrkdwn(by)), rich_text(quotation(words(asked))))
    return replace(whole, text=f"{by} {escape(asked)}\n\n{whole.text}", body=(*head, *whole.body))


def _composed(opening: Sequence[str], entries: Sequence[_Entry], ending: Iterable[Block]) -> Reply:
    return Reply(
        text="\n\n".join([*map(escape, opening), *map(_as_text, entries)]),
        body=(
            *(rich_text(line(words(said))) for said in opening),
            *(_as_block(entry) for entry in entries),
        ),
        pieces=("".join(f"{markdown(said)}\n\n" for said in opening), *map(_as_markdown, entries)),
        ending=tuple(ending),
    )


def _as_text(entry: _Entry) -> str:
    council = f"*{escape(entry.council)}*\n" if entry.council else ""
    return f"{council}> {escape(entry.text)}\n{escape(entry.citation)}"


def _as_markdown(entry: _Entry) -> str:
    council = f"**{markdown(entry.council)}**\n\n" if entry.council else ""
    return f"{council}> {markdown(entry.text)}\n\n{markdown(entry.citation)}\n\n"


def _as_block(entry: _Entry) -> Block:
    council = [line(words(entry.council, bold=True))] if entry.council else []
    citation = line(words(entry.citation, italic=True))
    return rich_text(*council, quotation(words(entry.text)), citation)


# Words, and how many of them


def _entries(quotes: Sequence[Quote], room: int) -> list[_Entry]:
    """The quotes under their councils when several speak, each with its number and citation."""
    several = len({quote.council for quote in quotes}) > 1
    short = [_briefly_named(quote, wording.NO_COUNCIL if several else "") for quote in quotes]
    entries = [
        _Entry(
            number,
            council=quote.council if several and (before is None or quote.council != before.council) else "",
            text=on_one_line(quote.text),
            citation=wording.citation(number, quote, council=not several),
        )
        for number, quote, before in zip(count(1), short, [None, *short], strict=False)
    ]
    longest = _longest_quote(entries, room)
    return [replace(entry, text=shortened(entry.text, longest, markdown)) for entry in entries]


def _briefly_named(quote: Quote, nobody: str) -> Quote:
    """The quote with names that leave room for it, and only the innermost of its headings.

    One that is about no council is said to be about ``nobody``.
    """
    return replace(
        quote,
        title=_name(quote.title, _LONGEST_NAME),
        heading=_name(quote.heading.rpartition(" > ")[2], _LONGEST_NAME),
        council=_name(quote.council or nobody, _LONGEST_COUNCIL),
    )


def _name(name: str, limit: int) -> str:
    return shortened(on_one_line(name), limit, markdown)


def _longest_quote(entries: Sequence[_Entry], room: int) -> int:
    """Characters each quote may have, so that all of the reply finds room."""
    taken = sum(
        len(markdown(entry.citation)) + len(markdown(entry.council)) + 3 * _MARKUP for entry in entries
    )
    return min(_LONGEST_QUOTE, (room - taken) // max(len(entries), 1))


# Sources and buttons


def _ending(answer: Answer, shown: Sequence[Quote], question_id: str, *, shareable: bool) -> Iterator[Block]:
    if sources := _sources(shown):
        yield sources
    yield actions(
        *_passage_buttons(shown, question_id),
        *([button(SAVE, Action.SAVE_ANSWER, question_id)] if answer.quotes else []),
        _person_button(question_id, urgent=answer.outcome is Outcome.NOT_COVERED),
        *([button(wording.SHARE, Action.SHARE, question_id)] if shareable else []),
    )
    yield {"type": "context_actions", "elements": [_thumbs(question_id)]}


def _sources(quotes: Sequence[Quote]) -> Block | None:
    """The only links there are: to where the case studies were published."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for number, quote in enumerate(quotes, start=1):
        if address := web_address(quote.source):
            numbers.setdefault((address, _name(quote.title, _LONGEST_NAME)), []).append(number)
    if not numbers:
        return None
    links: list[Block] = [words(wording.SOURCES)]
    for (address, title), cited in numbers.items():
        separator = " · " if len(links) > 1 else " "
        links += [words(f"{separator}{', '.join(map(str, cited))} "), link(address, title or address)]
    return rich_text(line(*links))


def _passage_buttons(quotes: Sequence[Quote], question_id: str) -> list[Block]:
    numbers = range(1, len(quotes) + 1)
    labels = [wording.show_passage(number, len(quotes)) for number in numbers]
    pointers = [quote_pointer(question_id, number) for number in numbers]
    if len(quotes) <= _MOST_BUTTONS:
        return [
            button(label, f"{Action.SHOW_PASSAGE}:{number}", pointer)
            for number, label, pointer in zip(numbers, labels, pointers, strict=True)
        ]
    options = [option(label, pointer) for label, pointer in zip(labels, pointers, strict=True)]
    placeholder = plain(wording.CHOOSE_A_PASSAGE)
    select = {"type": "static_select", "action_id": f"{Action.SHOW_PASSAGE}:any"}
    return [{**select, "placeholder": placeholder, "options": options}]


def _person_button(question_id: str, *, urgent: bool) -> Block:
    style = {"style": "primary"} if urgent else {}
    return button(wording.ASK_A_PERSON, Action.ASK_PERSON, question_id, **style)


def _thumbs(question_id: str) -> Block:
    return {
        "type": "feedback_buttons",
        "action_id": Action.VOTE,
        "positive_button": {"text": plain(wording.HELPFUL), "value": ballot(question_id, 1)},
        "negative_button": {"text": plain(wording.NOT_HELPFUL), "value": ballot(question_id, -1)},
    }
