"""Asking for a report, and what stands with one that is handed over. Pure."""

from collections.abc import Mapping

from bot.blocks import limits
from bot.blocks.elements import Block, actions, button, confirm, plain, section
from bot.blocks.gestures import Action, Form
from bot.blocks.texts import shortened
from bot.forms import Option, Prompt, Shape, modal
from bot.wording import reports as wording

VISIT, FORMAT, KIND = "visit", "format", "kind"
_MOST_VISITS = 100


def form(visits: Mapping[str, str], preferred: str, format_: str, kind: str, *, drafts: bool) -> Block:
    """Which report of which visit, by the visits' ids and titles; ``drafts`` where there may be any."""
    chosen = {VISIT: preferred, FORMAT: format_, KIND: kind}
    kinds = [_choice(KIND, wording.WHICH_KIND, wording.KINDS)] if drafts else []
    prompts = (
        _choice(VISIT, wording.WHICH_VISIT, dict([*visits.items()][:_MOST_VISITS])),
        _choice(FORMAT, wording.WHICH_FORMAT, wording.FORMATS),
        *kinds,
    )
    return modal(Form.REPORT, wording.TITLE, prompts, chosen, submit=wording.MAKE, close=wording.CANCEL)


def _choice(name: str, label: str, options: Mapping[str, str]) -> Prompt:
    made = tuple(Option(value, said) for value, said in options.items())
    return Prompt(name, Shape.CHOICE, label, required=True, options=made)


def handed_over(said: str, visit: str, *, charts: bool, host: bool) -> list[Block]:
    """What is said with a report, and what a facilitator can do with it next."""
    buttons = [
        *(
            [_sure(wording.POST_CHARTS, Action.POST_CHARTS, visit, wording.POST_TITLE, wording.POST_WARNING)]
            if charts
            else []
        ),
        *(
            [
                _sure(
                    wording.SEND_TO_HOST, Action.SEND_TO_HOST, visit, wording.SEND_TITLE, wording.SEND_WARNING
                )
            ]
            if host
            else []
        ),
    ]
    return [*sentence(said), *([actions(*buttons)] if buttons else [])]


def unfit(said: str, visit: str) -> list[Block]:
    return [*sentence(said), actions(button(wording.MAKE_REPORT, Action.MAKE_REPORT, visit))]


def sentence(said: str) -> list[Block]:
    """Nothing but what is said."""
    return [section(plain(shortened(said, limits.SECTION)))]


def _sure(label: str, action: Action, visit: str, title: str, warning: str) -> Block:
    yes = wording.POST if action is Action.POST_CHARTS else wording.SEND
    return button(label, action, visit, confirm=confirm(title, warning, yes=yes, no=wording.NOT_YET))
