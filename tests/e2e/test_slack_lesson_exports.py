"""Export: chosen lessons come as a file in a direct message, as their reader may see them then."""

import io

import docx

from bot.blocks.gestures import Action, Form
from bot.wording import lesson_exports as wording
from bot.workspace.values import View
from knowledge.lessons import LessonStatus
from knowledge.model import Theme
from tests.e2e.test_slack_browsing import opened, shows, teach
from tests.e2e.test_slack_feedback import field
from tests.e2e.test_slack_reports import files_of
from tests.e2e.test_slack_saved import listed, save
from tests.slack_bot import ASHA, Bot


def form(bot: Bot, pressed: View, action: Action) -> View:
    assert bot.person(ASHA).press(pressed, action).ok
    return bot.person(ASHA).modal(lambda view: view.content.get("callback_id") == Form.LESSON_EXPORT)


def chosen(view: View) -> list[str]:
    return [one["value"] for one in field(view, "lessons")["element"].get("initial_options", [])]


def send(bot: Bot, view: View, lessons: list[str], format_: str) -> None:
    names = {name: field(view, name)["element"]["action_id"] for name in ("lessons", "format")}
    assert bot.person(ASHA).submit(view, **{names["lessons"]: lessons, names["format"]: format_}).ok


def told(bot: Bot, said: str) -> None:
    person = bot.person(ASHA)
    person.latest(person.dm.id, lambda one: one.text == said)


def test_saved_lessons_come_as_a_word_document_in_a_direct_message(peerbot: Bot) -> None:
    for name in ("l1", "l2"):
        teach(peerbot, name)
        save(peerbot, name)
    view = form(peerbot, listed(peerbot, "Lesson l1"), Action.EXPORT_SAVED)
    assert sorted(chosen(view)) == ["l1", "l2"]

    send(peerbot, view, ["l2"], "docx")

    told(peerbot, wording.made(1, 0))
    [file] = files_of(peerbot, ASHA)
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "Lesson l2" in text
    assert "Meeting often helps." in text
    assert "Lesson l1" not in text
    assert file.channels == (peerbot.person(ASHA).dm.id,)


def test_lessons_of_a_page_are_chosen_and_come_as_markdown(peerbot: Bot) -> None:
    teach(peerbot, "l1")
    teach(peerbot, "other", theme=Theme.INNOVATION)
    peerbot.person(ASHA).press(opened(peerbot, "All lessons: 2 lessons"), Action.SHOW_THEME)
    view = form(peerbot, shows(peerbot, "Lesson l1"), Action.EXPORT_LESSONS)
    assert chosen(view) == ["l1"]

    send(peerbot, view, ["l1"], "md")

    told(peerbot, wording.made(1, 0))
    [file] = files_of(peerbot, ASHA)
    assert file.name.endswith(".md")
    assert "## Lesson l1" in file.content.decode()


def test_what_was_withdrawn_meanwhile_is_left_out_and_said_to_be(peerbot: Bot) -> None:
    for name in ("l1", "l2"):
        teach(peerbot, name)
        save(peerbot, name)
    view = form(peerbot, listed(peerbot, "Lesson l1"), Action.EXPORT_SAVED)
    seen = peerbot.store.lessons.get("l1")
    gone = seen.model_copy(update={"status": LessonStatus.WITHDRAWN})
    before = len(peerbot.journal.lines("published"))
    peerbot.store.lessons.change(gone, seen.version)
    peerbot.journal.wait_for_another("published", before + 1)

    send(peerbot, view, ["l1", "l2"], "md")

    told(peerbot, wording.made(1, 1))
    [file] = files_of(peerbot, ASHA)
    assert "Lesson l1" not in file.content.decode()
