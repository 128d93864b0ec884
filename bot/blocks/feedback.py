"""What people see who log feedback: the form, what it turns into once it is sent, and why there is none."""

from bot import forms
from bot.blocks import limits
from bot.blocks.elements import (
    Block,
    actions,
    button,
    confirm,
    context,
    line,
    mrkdwn,
    option,
    plain,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Form, log_pointer
from bot.blocks.notices import modal, notice
from bot.blocks.texts import escape, shortened
from bot.blocks.visits import no_visit
from bot.feedback_forms import Filling, prompts
from bot.wording import consents
from bot.wording import feedback as wording
from knowledge.store import Quotation
from knowledge.visits import Attribution, Visit

_LONGEST_QUOTE = 1_000
_MOST_VISITS = 100


def opening() -> Block:
    """What is shown at once, while the visit is found."""
    return notice(wording.OPENING, wording.TITLE)


def nowhere(said: str, to_open: str | None, *, may_plan: bool = False) -> Block:
    """Why nothing can be logged; with a button for those who can open the visit, or may plan one."""
    if may_plan:
        return no_visit(said, wording.TITLE)
    opens = button(wording.OPEN_IT, Action.OPEN_AND_LOG, to_open or "", style="primary")
    return modal(wording.TITLE, section(plain(said)), *([actions(opens)] if to_open else []))


def form(filling: Filling) -> Block:
    """The form with what was answered so far."""
    errand = filling.errand
    return forms.modal(
        Form.FEEDBACK,
        wording.CHANGE_TITLE if errand.record else wording.TITLE,
        prompts(filling),
        filling.answers,
        submit=_submit(filling),
        close=wording.CLOSE,
        about=errand.model_dump_json(exclude_defaults=True),
        before=[*_which_visit(filling), *_quoted(filling), *_restored(filling)],
        after=[*([] if errand.detailed else [_more()]), *_consent(filling)],
        drafted=True,
        edition=errand.edition,
    )


def thanks(filling: Filling) -> Block:
    """What the form turns into once it is kept."""
    done = wording.CHANGED if filling.errand.record else wording.THANKS
    another = button(wording.LOG_ANOTHER, Action.LOG_FEEDBACK, log_pointer(filling.visit.id))
    mine = button(wording.MINE, Action.MY_FEEDBACK, filling.visit.id)
    return modal(
        wording.TITLE, section(mrkdwn(f"*{done}*")), section(plain(wording.NEXT)), actions(another, mine)
    )


def _submit(filling: Filling) -> str:
    if filling.errand.consent:
        return wording.AGREE_AND_SEND
    return wording.SAVE if filling.errand.record else wording.SEND


def _which_visit(filling: Filling) -> list[Block]:
    title = f"*{escape(shortened(filling.visit.title, limits.OPTION))}*"
    rule = wording.RULES[filling.visit.attribution]
    said = section(mrkdwn(f"{title}\n{rule}"))
    if not filling.others:
        return [said]
    visits = [filling.visit, *filling.others][:_MOST_VISITS]
    choice = {
        "type": "static_select",
        "action_id": Action.CHOOSE_VISIT,
        "placeholder": plain(wording.WHICH_VISIT),
        "initial_option": _visit_option(filling.visit),
        "options": [_visit_option(visit) for visit in visits],
    }
    return [said, actions(choice)]


def _visit_option(visit: Visit) -> Block:
    return option(visit.title, visit.id)


def _quoted(filling: Filling) -> list[Block]:
    if filling.quotation is None:
        return []
    quote = shortened(filling.quotation.quote, _LONGEST_QUOTE)
    said = rich_text(line(words(wording.QUOTED)), quotation(words(quote)))
    return [said, context(plain(_what_becomes_of_it(filling, filling.quotation)))]


def _what_becomes_of_it(filling: Filling, quoted: Quotation) -> str:
    if quoted.author is None:
        return wording.QUOTES_AN_APP
    if quoted.agreed:
        return wording.QUOTES_ONESELF
    named = filling.visit.attribution is Attribution.OPEN
    return wording.QUOTES_SOMEBODY if named else wording.QUOTES_NOBODY


def _restored(filling: Filling) -> list[Block]:
    if filling.typed_at is None:
        return []
    said = wording.restored(filling.visit.local(filling.typed_at))
    sure = confirm(
        wording.START_AFRESH_TITLE, wording.START_AFRESH_WARNING, yes=wording.THROW_AWAY, no=wording.KEEP
    )
    afresh = button(wording.START_AFRESH, Action.START_AFRESH, filling.errand.about, confirm=sure)
    return [section(plain(said), accessory=afresh)]


def _more() -> Block:
    return actions(button(wording.ADD_DETAIL, Action.ADD_DETAIL, Form.FEEDBACK))


def _consent(filling: Filling) -> list[Block]:
    if filling.errand.consent is None:
        return []
    paragraphs = [section(plain(said)) for said in consents.text(filling.errand.consent)]
    return [{"type": "divider"}, rich_text(line(words(wording.CONSENT, bold=True))), *paragraphs]
