"""The app's own page: what it offers before anybody has asked."""

from dataclasses import replace

from bot import wording
from bot.blocks.gestures import Action, Field
from bot.wording import forms
from bot.wording import homes as said
from bot.workspace.values import HomeTab, Prompts
from knowledge.model import Audience
from tests.slack_bot import ASHA, KENT, Bot, add


def test_opening_the_messages_tab_suggests_what_to_ask(peerbot: Bot) -> None:
    channel = peerbot.person(ASHA).open_home(HomeTab.MESSAGES)

    prompts = peerbot.workspace.wait_for(lambda state: _given(state.assistance.prompts(channel.id)))

    assert prompts.title == wording.PROMPTS_TITLE
    assert [(prompt.title, prompt.message) for prompt in prompts.prompts] == list(wording.PROMPTS)


def _given(prompts: Prompts | None) -> Prompts | None:
    """Those that were given a title: the manifest's have none."""
    return prompts if prompts and prompts.title else None


def test_a_suggested_prompt_is_answered(peerbot: Bot) -> None:
    peerbot.person(ASHA).open_home(HomeTab.MESSAGES)

    question = peerbot.workspace.workspace.gestures.choose_prompt(ASHA, 0)

    assert "They asked: How did Kent work" in peerbot.person(ASHA).reply_to(question).text


def test_the_home_tab_says_what_peerbot_does_and_how_much_it_has_read(peerbot: Bot) -> None:
    add(
        replace(KENT, id="leeds", text="Leeds.", metadata=replace(KENT.metadata, councils=("Leeds",))),
        peerbot.store,
    )
    private = replace(KENT.metadata, audience=Audience.VISIT_TEAM, councils=("Hull",))
    add(replace(KENT, id="hull", text="Hull.", metadata=private), peerbot.store)

    peerbot.person(ASHA).open_home()
    shown = str(peerbot.person(ASHA).home().blocks)

    assert wording.HOME_GREETING in shown
    assert "I have read 3 case studies about 2 councils." in shown
    assert wording.PROMPTS[0][1] in shown


def test_a_question_typed_into_the_home_s_form_is_answered_in_a_direct_message(peerbot: Bot) -> None:
    asha = peerbot.person(ASHA)
    asha.open_home()
    asha.press(asha.home(), Action.ASK)
    form = asha.modal()

    assert asha.submit(form, wanted="  ").errors == {Field.WANTED: forms.MISSING}
    asha.submit(form, wanted="Who <@U1> pays?")

    assert "I answer in Messages" in str(asha.modal(lambda view: said.ASKED in str(view.blocks)).blocks)
    channel = asha.open_home(HomeTab.MESSAGES)
    asked = asha.latest(channel.id, lambda message: "You asked" in message.text)
    assert "<@U1>" not in asked.text
    assert "They asked: Who &lt;@U1&gt; pays?" in asha.reply_to(asked).text
    follow_up = asha.post(channel.id, "And in Leeds?", asked.ts)
    assert "They asked: And in Leeds?" in asha.reply_to(follow_up).text
