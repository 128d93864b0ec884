from collections.abc import Iterator
from typing import Any, TypeVar

import pytest

from bot.workspace.running import RunningWorkspace
from bot.workspace.timings import Timings
from bot.workspace.values import Message, View
from tests.html_reading import Untouched
from tests.page_walk import Visitor, walking
from tests.workspace_samples import EXCHANGE, FACILITATORS, GENERAL, LUNCH

T = TypeVar("T")

NOT_FOUND = 404


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with walking() as running:
        yield running


@pytest.fixture
def asha(workspace: RunningWorkspace) -> Iterator[Visitor]:
    with Visitor(workspace, "asha") as visitor:
        yield visitor


@pytest.fixture
def bran(workspace: RunningWorkspace) -> Iterator[Visitor]:
    with Visitor(workspace, "bran") as visitor:
        yield visitor


def answer_to(workspace: RunningWorkspace, channel: str) -> Message:
    """The app's finished answer to the only question in the channel."""

    def finished(_state: object) -> Message | None:
        answers = [one for one in workspace.state.conversations.messages(channel) if one.is_reply]
        return next((one for one in answers if one.stream and one.stream.state == "completed"), None)

    return found(workspace.wait_for(finished))


def found(thing: T | None) -> T:
    assert thing is not None
    return thing


def modal(visitor: Visitor) -> View:
    return found(visitor.workspace.wait_for(lambda state: state.screens.modal(visitor.user)))


def ephemeral(visitor: Visitor) -> Message:
    def seen(_state: object) -> Message | None:
        timeline = visitor.workspace.state.conversations.timeline(GENERAL, visitor.user)
        return next((one for one in timeline if one.is_ephemeral), None)

    return found(visitor.workspace.wait_for(seen))


def open_form(visitor: Visitor) -> View:
    visitor.post("/ui/shortcut", shortcut="give")
    return modal(visitor)


def filled(view: View, **changed: str) -> dict[str, Any]:
    """The view's form as it is shown, with some fields changed; names as the page prints them."""
    names = {kind: f"{kind}-input/{kind}-action" for kind in changed}
    return {"view": view.id, **{names[kind]: value for kind, value in changed.items()}}


def test_a_message_is_on_everybody_s_page(asha: Visitor, bran: Visitor) -> None:
    shown = asha.say(GENERAL, "Good *morning* <b>all</b>")

    assert shown.url.path == f"/c/{GENERAL}"
    for page in (shown.text, bran.page(f"/c/{GENERAL}")):
        assert "Good *morning* &lt;b&gt;all&lt;/b&gt;" in page
        assert "Asha (peer, Northshire)" in page


def test_the_app_s_streamed_answer_is_in_the_thread(asha: Visitor) -> None:
    asha.say(GENERAL, "@gallery what was seen?")

    answer = answer_to(asha.workspace, GENERAL)

    thread = asha.page(f"/c/{GENERAL}?thread={answer.thread_ts}")
    assert "Kent <strong>reads every letter aloud</strong> to a resident first." in thread
    assert "1 reply" in asha.page(f"/c/{GENERAL}")
    assert 'aria-label="Good answer"' in thread


def test_a_question_to_the_app_leads_to_its_thread(asha: Visitor) -> None:
    page = asha.get("/app/messages")
    assert "What was seen?" in page.text

    asked = asha.post("/ui/prompt", on=page.url.path, index="0")

    [question] = asha.workspace.state.conversations.timeline(page.url.path.rpartition("/")[2], asha.user)
    assert asked.url.params["thread"] == question.ts
    assert "What was seen in Kent?" in asked.text


def test_an_ephemeral_message_is_on_one_person_s_page_and_stream_only(asha: Visitor, bran: Visitor) -> None:
    asha.say(GENERAL, "/lessons culture")
    ephemeral(asha)

    with bran.events(tab="channel", channel=GENERAL) as events:
        others = next(events)

    assert "Only visible to you" in asha.page(f"/c/{GENERAL}")
    assert "Two lessons on culture" in asha.page(f"/c/{GENERAL}")
    for page in (bran.page(f"/c/{GENERAL}"), "".join(others.values())):
        assert "Only visible to you" not in page
        assert "Two lessons on culture" not in page


def test_an_ephemeral_answer_can_be_shared_or_dismissed(asha: Visitor, bran: Visitor) -> None:
    asha.say(GENERAL, "/lessons culture")
    first = ephemeral(asha)
    asha.post("/ui/act", channel=GENERAL, ts=first.ts, act='["found", "share"]')

    asha.workspace.wait_for(lambda state: state.conversations.messages(GENERAL))

    assert "Shared: lessons on culture" in bran.page(f"/c/{GENERAL}")
    asha.say(GENERAL, "/lessons costs")
    asha.post("/ui/dismiss", channel=GENERAL, ts=ephemeral(asha).ts)
    assert "Two lessons on costs" not in asha.page(f"/c/{GENERAL}")


def test_a_form_with_a_mistake_comes_back_with_the_error_at_its_field(asha: Visitor) -> None:
    view = open_form(asha)

    page = asha.post("/ui/submit", **filled(view, plain_text_input="short", static_select="one")).text

    assert "A little more, please." in page
    assert 'aria-invalid="true"' in page
    kept = Untouched(page[page.index("<dialog") : page.index("</dialog>")]).sent
    assert ("plain_text_input-input/plain_text_input-action", "short") in kept
    assert ("static_select-input/static_select-action", "one") in kept


def test_a_required_field_that_is_empty_is_refused_before_the_app_is_asked(asha: Visitor) -> None:
    view = open_form(asha)

    page = asha.post("/ui/submit", **filled(view, plain_text_input="", datepicker="")).text

    assert page.count('class="error"') == len(["text", "date"])
    assert "view_submission" not in {one.name for one in asha.workspace.workspace.inspector.exchanges()}


def test_a_second_form_is_pushed_on_the_first_and_both_can_be_closed(asha: Visitor) -> None:
    form = filled(open_form(asha), plain_text_input="enough words now")

    pushed = asha.post("/ui/submit", **form).text
    assert "on top of “Give feedback”" in pushed

    back = asha.post("/ui/close", view=modal(asha).id, close="1").text
    assert "Give feedback</h2>" in back

    asha.post("/ui/submit", **form)
    assert "<dialog" not in asha.post("/ui/close", view=modal(asha).id, all="1").text


def test_an_external_select_is_searched_and_the_rest_of_the_form_kept(asha: Visitor) -> None:
    view = open_form(asha)
    search: dict[str, Any] = {
        "find": '["external_select-input", "external_select-action"]',
        "find:external_select-input/external_select-action": "ee",
    }

    page = asha.post("/ui/options", **filled(view, plain_text_input="typed already"), **search).text

    assert "typed already" in page
    assert [option for option in ("Kent", "Leeds", "Middlesbrough") if f"<span>{option}</span>" in page] == [
        "Leeds"
    ]
    submitted = asha.post(
        "/ui/submit", **filled(view, plain_text_input="enough words now", external_select="leeds")
    )
    assert "Thank you" in submitted.text


def test_a_vote_opens_a_form_that_asks_why(asha: Visitor) -> None:
    asha.say(GENERAL, "@gallery what was seen?")
    answer = answer_to(asha.workspace, GENERAL)
    [block_id] = [block["block_id"] for block in answer.blocks if block["type"] == "context_actions"]

    page = asha.post("/ui/act", channel=GENERAL, ts=answer.ts, act=f'["{block_id}", "vote", "down"]').text

    assert "Why?" in page


def test_a_message_s_menu_has_the_app_s_shortcut(asha: Visitor) -> None:
    asha.say(GENERAL, "They read letters aloud")
    [message] = asha.workspace.state.conversations.messages(GENERAL)

    page = asha.post("/ui/shortcut", shortcut="save", channel=GENERAL, ts=message.ts).text

    assert "Save as lesson</h2>" in page
    assert "They read letters aloud" in page[page.index("<dialog") :]


def test_the_app_home_is_what_the_app_published_for_this_person(asha: Visitor, bran: Visitor) -> None:
    asha.get("/app/home")
    asha.workspace.wait_for(lambda state: state.screens.home(asha.user))

    assert "Three councils speak of it" in asha.page("/app/home")
    about = bran.page("/app/about")
    assert "/lessons theme" in about
    assert "Three councils speak of it" not in about


def test_reactions_come_and_go(asha: Visitor, bran: Visitor) -> None:
    asha.say(GENERAL, "hello")
    [message] = asha.workspace.state.conversations.messages(GENERAL)

    bran.post("/ui/react", channel=GENERAL, ts=message.ts, name="tada")
    assert 'aria-pressed="false" title="Bran (peer, Eastborough)"' in asha.page(f"/c/{GENERAL}")
    bran.post("/ui/react", channel=GENERAL, ts=message.ts, name="tada")
    assert 'title="Bran (peer, Eastborough)"' not in asha.page(f"/c/{GENERAL}")


def test_one_s_own_message_can_be_deleted_and_nobody_else_s(asha: Visitor, bran: Visitor) -> None:
    asha.say(GENERAL, "hello")
    [message] = asha.workspace.state.conversations.messages(GENERAL)

    refused = bran.post("/ui/delete", channel=GENERAL, ts=message.ts)
    assert "This is not a message of yours" in refused.text
    asha.post("/ui/delete", channel=GENERAL, ts=message.ts)
    assert asha.workspace.state.conversations.messages(GENERAL) == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/nothing here", "/nothing is not a command of this workspace"),
        ("   ", "There is nothing to send"),
    ],
)
def test_what_cannot_be_done_is_said_once(asha: Visitor, typed: str, said: str) -> None:
    assert said in asha.say(GENERAL, typed).text
    assert said not in asha.say(GENERAL, "hello").text


def test_what_is_never_answered_is_said_once() -> None:
    with walking(Timings(ack_seconds=1)) as running, Visitor(running, "asha") as asha:
        said = "Gallery did not manage that: operation timeout."
        assert said in asha.say(GENERAL, "/slow").text
        assert said not in asha.say(GENERAL, "hello").text


def test_a_command_in_a_thread_is_refused(asha: Visitor) -> None:
    asha.say(GENERAL, "hello")
    [message] = asha.workspace.state.conversations.messages(GENERAL)

    assert "Commands are not for threads" in asha.say(GENERAL, "/lessons", thread=message.ts).text


def test_unread_messages_are_counted_until_the_channel_is_looked_at(asha: Visitor, bran: Visitor) -> None:
    asha.say(EXCHANGE, "one")
    asha.say(EXCHANGE, "two")

    assert '2<span class="hidden-label"> unread' in bran.page(f"/c/{GENERAL}")
    bran.get(f"/c/{EXCHANGE}")
    assert "unread" not in bran.page(f"/c/{GENERAL}").replace("unread {", "")


def test_a_direct_message_is_on_the_pages_of_two_people(asha: Visitor, bran: Visitor) -> None:
    opened = asha.post("/ui/dm", person=bran.user)
    channel = opened.url.path.removeprefix("/c/")
    asha.say(channel, "between us")

    with Visitor(asha.workspace, "farah") as farah:
        assert farah.get(f"/c/{channel}").url.path == f"/c/{GENERAL}"
        assert "between us" not in farah.page(f"/c/{channel}")
    assert "between us" in bran.page(f"/c/{channel}")


def test_a_private_channel_is_there_for_its_members_only(asha: Visitor) -> None:
    with Visitor(asha.workspace, "farah") as farah:
        farah.say(FACILITATORS, "for facilitators")
        [message] = asha.workspace.state.conversations.messages(FACILITATORS)
        assert "for facilitators" in farah.page(f"/c/{FACILITATORS}")

    assert asha.get(f"/c/{FACILITATORS}").url.path == f"/c/{GENERAL}"
    assert "facilitators</span>" not in asha.page(f"/c/{GENERAL}")
    with asha.events(tab="channel", channel=FACILITATORS, thread=message.ts) as events:
        assert "for facilitators" not in "".join(next(events).values())


def test_who_leaves_a_private_channel_sees_nothing_more_of_it(asha: Visitor) -> None:
    with Visitor(asha.workspace, "farah") as farah, Visitor(asha.workspace, "owen") as owen:
        farah.post("/ui/invite", channel=FACILITATORS, person=owen.user)
        with farah.events(tab="channel", channel=FACILITATORS) as events:
            next(events)
            farah.post("/ui/leave", channel=FACILITATORS)
            owen.say(FACILITATORS, "among ourselves")
            asha.say(GENERAL, "for everybody")
            seen = ""
            while "1<span" not in seen:  # The count of what is unread in #general.
                seen += "".join(next(events).values())

    assert "among ourselves" not in seen


def test_a_file_is_downloaded_by_those_who_see_its_channel_and_never_run(
    asha: Visitor, bran: Visitor
) -> None:
    private = asha.post("/ui/dm", person=bran.user).url.path.removeprefix("/c/")
    sent = {"files": ("notes.html", b"<script>alert(1)</script>", "text/html")}
    asha.post("/ui/say", channel=private, text="my notes", thread="", files=sent)
    [file] = asha.workspace.state.files.all()

    got = bran.get(f"/ui/files/{file.id}")

    assert got.content == b"<script>alert(1)</script>"
    assert got.headers["content-disposition"] == "attachment"
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    with Visitor(asha.workspace, "farah") as farah:
        assert farah.get(f"/ui/files/{file.id}").status_code == NOT_FOUND


def test_somebody_who_is_not_in_a_channel_is_asked_to_join_it(workspace: RunningWorkspace) -> None:
    with Visitor(workspace, "cerys") as cerys:
        before = cerys.page(f"/c/{LUNCH}")
        after = cerys.post("/ui/join", on=f"/c/{LUNCH}", channel=LUNCH).text

    assert "Join the channel" in before
    assert 'id="say"' not in before
    assert 'id="say"' in after


def test_the_app_is_brought_into_a_channel_and_one_leaves_it(asha: Visitor) -> None:
    bot = asha.workspace.workspace.app.bot_user

    asha.post("/ui/invite", on=f"/c/{LUNCH}", channel=LUNCH, person=bot)
    found_by_app = found(asha.workspace.state.conversations.channel(LUNCH)).members
    asha.post("/ui/leave", on=f"/c/{LUNCH}", channel=LUNCH)

    assert bot in found_by_app
    assert "Join the channel" in asha.page(f"/c/{LUNCH}")


def test_the_inspector_shows_what_went_to_and_fro_without_secrets(asha: Visitor) -> None:
    asha.say(GENERAL, "@gallery what was seen?")
    answer_to(asha.workspace, GENERAL)

    page = asha.post("/ui/inspector", on=f"/c/{GENERAL}").text

    assert "chat.startStream" in page
    assert "app_mention" in page
    for secret in (asha.workspace.bot_token, asha.workspace.app_token, asha.workspace.signing_secret):
        assert secret not in page


def test_a_fault_is_switched_on_and_off(asha: Visitor) -> None:
    asha.post("/ui/inspector")
    fault: dict[str, Any] = {"kind": "rate_limited", "method": "views.open", "times": "2", "seconds": "0"}

    on = asha.post("/ui/faults", **fault, switch="on").text
    assert "rate limited for views.open, 2 more" in on
    assert len(asha.workspace.workspace.faults.on()) == 1

    asha.post("/ui/faults", **fault, switch="off")
    assert asha.workspace.workspace.faults.on() == ()


def test_a_change_reaches_an_open_page_as_the_parts_that_differ(asha: Visitor, bran: Visitor) -> None:
    with bran.events(tab="channel", channel=GENERAL) as events:
        everything = next(events)
        asha.say(GENERAL, "news")
        changed = next(events)

    assert "news" in changed["timeline"]
    assert set(changed) < set(everything)
    assert "heading" not in changed
