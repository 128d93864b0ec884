"""A whole visit under the Chatham House rule: whatever people write, nobody is named anywhere.

Everybody's names, councils, handles and addresses are planted in every field that people fill in. Then
everybody's App Home, answers, reports, exports, files, the log and the indexes are searched. A call may
hold the address it goes to, which is left out.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pytest

from bot.blocks.gestures import Action, Form, log_pointer
from bot.recorded import export, shown_records
from bot.reporting import report_of, written
from bot.services import Services
from bot.visit_terminal import record_json
from bot.wording import boards as board_wording
from bot.wording import commitments as commitment_wording
from bot.wording import feedback as feedback_wording
from bot.wording import group_feedback as group_wording
from bot.wording import reports as report_wording
from bot.wording import reviews as review_wording
from bot.wording import visits as wording
from bot.workspace.changes import Change
from bot.workspace.inspector import Exchange, Exchanged, ExchangeKind
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Message, View
from knowledge.exports import records_csv
from knowledge.index.terms import TermIndex
from knowledge.records import RecordGesture, RecordStatus, Source
from knowledge.reports import FORMATS
from knowledge.store import RecordFilters
from knowledge.visits import Attribution, Role, SessionKind, VisitGesture, VisitState
from tests.e2e.test_slack_feedback import command, form, kept, send
from tests.e2e.test_slack_group_feedback import chosen, submitted
from tests.e2e.test_slack_quotations import log_message
from tests.e2e.test_slack_reports import made
from tests.e2e.test_slack_reviews import queue, titled
from tests.slack_bot import ASHA, BRAN, CERYS, EXCHANGE, FARAH, GENERAL, Bot, Journal, MadeUp, clock
from tests.visit_party import HELEN, PEERS, VISIT, gather, handed
from tests.visit_samples import NOW, session
from tests.walks import peerbot_at_work, shipped_services

OWEN = "U0OWEN0005"
EVERYBODY_ON_IT = (ASHA, BRAN, CERYS, FARAH, HELEN)
PEOPLE = ("Asha", "Bran", "Cerys", "Farah", "Helen")
COUNCILS = ("Northshire", "Eastborough", "Westmere")
HANDLES = ("@asha", "@helen", ASHA, HELEN, "asha@knowledge-exchange.example")
PLANTED = (*PEOPLE, *COUNCILS, *HANDLES)
NAMES = f"{', '.join((*PEOPLE, *COUNCILS))} (<@{ASHA}>, <@{HELEN}>, {', '.join(HANDLES[:2])}, {HANDLES[-1]})"

ADDRESSES = frozenset(
    {"channel", "channel_id", "channels", "user", "user_id", "users", "team_id", "recipient_user_id"}
)
STREAMED = ("chat.startStream", "chat.appendStream", "chat.stopStream")
CLOSED = (Role.FACILITATOR, Role.HOST)


@dataclass(frozen=True, slots=True)
class Visited:
    """What was left behind when everybody had done everything."""

    bot: Bot
    services: Services
    exchanges: list[Exchange]


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    with (
        shipped_services(tmp_path_factory.mktemp("chatham")) as services,
        Journal.kept() as journal,
        peerbot_at_work(services) as workspace,
    ):
        bot = Bot(workspace, services.store, MadeUp(), journal, lambda: None)
        exchanges = overheard(workspace)
        plan(bot)
        log_feedback(bot)
        review(bot)
        discuss(bot)
        close(bot)
        ask(bot)
        yield Visited(bot, services, exchanges)


def overheard(workspace: RunningWorkspace) -> list[Exchange]:
    """All that goes to and fro from now on."""
    heard: list[Exchange] = []
    lock = Lock()

    def listen(change: Change) -> None:
        if isinstance(change, Exchanged):
            with lock:
                heard.append(change.exchange)

    workspace.state.changes.subscribe(listen)
    return heard


# What people do, naming everybody wherever they can write


def plan(bot: Bot) -> None:
    programme = (
        session("s1", title=f"Walk with {NAMES}", place=f"Hall of {NAMES}", speakers=(f"Head, {NAMES}",)),
        session(
            "s2",
            title=f"Talk by {NAMES}",
            start=NOW.replace(hour=11),
            end=NOW.replace(hour=12),
            kind=SessionKind.DISCUSSION,
        ),
    )
    gather(
        bot.store,
        bot.workspace,
        Attribution.CHATHAM_HOUSE,
        VisitState.PLANNED,
        programme,
        title=f"Repairs with {NAMES}",
        focus=f"How does Eastborough mend homes? Ask {NAMES}.",
        selection=f"They were chosen by {NAMES}.",
        channel=EXCHANGE,
    )
    for user in EVERYBODY_ON_IT:
        bot.person(user).open_home()
        look(bot, user, "/visit", wording.CARD_TITLE)
        look(bot, user, "/visit list", wording.LIST_TITLE)
    card = look(bot, FARAH, "/visit", wording.CARD_TITLE)
    for action in (Action.SHOW_PROGRAMME, Action.SHOW_PEOPLE):
        shown = pressed(bot, FARAH, card, action)
        bot.person(FARAH).close(shown, all_of_them=True)
        card = look(bot, FARAH, "/visit", wording.CARD_TITLE)
    advance(bot, VisitGesture.OPEN, VisitState.OPEN)


def log_feedback(bot: Bot) -> None:
    for number, user in enumerate((*PEERS, *PEERS)):
        command(bot, user)
        bot.person(user).press(form(bot, user), Action.ADD_DETAIL)
        detailed = bot.person(user).modal(lambda view: "recommendation" in str(view.blocks))
        said = {
            "kind": "worked well",
            "observation": f"Number {number}: vans are stocked by {NAMES}.",
            "discussion": f"Because {NAMES} wanted it.",
            "conclusion": f"So {NAMES} say.",
            "recommendation": f"Ask {NAMES}.",
            "session": "s1",
            "usefulness": "4",
            "theme": "leadership",
        }
        refused = send(bot, user, detailed, **{**said, "observation": "\u200b"})
        assert refused.errors
        assert send(bot, user, detailed, **said).ok
        bot.person(user).modal(lambda view: feedback_wording.THANKS in str(view.blocks))
        command(bot, user, "/visit-feedback mine")
        bot.person(user).modal(lambda view: feedback_wording.MINE_INTRODUCTION in str(view.blocks))
    message = bot.person(BRAN).post(EXCHANGE, f"I am Bran, and {NAMES} stock vans.")
    log_message(bot, message)
    assert send(bot, ASHA, form(bot, ASHA), kind="risk", observation=f"They say {NAMES}.").ok
    bot.person(ASHA).modal(lambda view: feedback_wording.THANKS in str(view.blocks))
    assert [one.source for one in kept(bot)].count(Source.MESSAGE) == 1
    button = handed(bot.workspace, OWEN, Action.LOG_FEEDBACK, log_pointer(VISIT))
    bot.person(OWEN).press(button, Action.LOG_FEEDBACK)
    bot.person(OWEN).modal(lambda view: feedback_wording.NOT_ON_IT in str(view.blocks))


def review(bot: Bot) -> None:
    """Ask about one, reject one, and accept five."""
    farah = bot.person(FARAH)
    for action, title, gesture in (
        (Action.ASK_FOR_INFORMATION, review_wording.ASK_TITLE, RecordGesture.ASK),
        (Action.REJECT_FEEDBACK, review_wording.REJECT_TITLE, RecordGesture.REJECT),
    ):
        farah.press(queue(bot), action)
        farah.submit(farah.modal(titled(title)), reason=f"Was it {NAMES}?")
        shows(bot, FARAH, review_wording.DECIDED[gesture])
    for left in range(5, 0, -1):
        farah.press(shows(bot, FARAH, f"1 of {left} waiting"), Action.ACCEPT_FEEDBACK)
    farah.modal(lambda view: "5 accepted" in str(view.blocks))
    farah.close(farah.modal(), all_of_them=True)


def discuss(bot: Bot) -> None:
    advance(bot, VisitGesture.DISCUSS, VisitState.DISCUSSION)
    accepted = [one.id for one in kept(bot) if one.status is RecordStatus.ACCEPTED]
    composing = chosen(bot, *accepted[:3])
    lists = {name: f"On {name}: {NAMES}" for name in group_wording.LISTS}
    submitted(bot, composing, **lists)
    for user in PEERS:
        message = bot.person(user).latest(EXCHANGE, lambda one: one.text.startswith("The group feedback"))
        bot.person(user).press(message, Action.AGREE_TO_WORDS)
        bot.wait_for_whisper(user, EXCHANGE, group_wording.AGREED)
        look(bot, user, "/visit board", board_wording.TITLE)
    commit(bot)
    group = look(bot, FARAH, "/visit group", group_wording.TITLE)
    bot.person(FARAH).press(group, Action.SETTLE)
    bot.person(FARAH).modal(lambda view: group_wording.SETTLED in str(view.blocks))


def commit(bot: Bot) -> None:
    asha, farah = bot.person(ASHA), bot.person(FARAH)
    asha.press(look(bot, ASHA, "/visit commitments", commitment_wording.TITLE), Action.MAKE_COMMITMENT)
    asked = asha.modal(lambda view: view.content.get("callback_id") == Form.COMMITMENT)
    states = {"current_state": f"Slow, says {NAMES}.", "desired_state": f"As fast as {NAMES}."}
    typed = {**states, "measure": f"Ask {NAMES}", "owner_role": f"Head, {NAMES}"}
    assert asha.submit(asked, **{f"{Form.COMMITMENT}.{name}": said for name, said in typed.items()}).ok
    asha.modal(lambda view: commitment_wording.MADE in str(view.blocks))
    shown = look(bot, FARAH, "/visit commitments", commitment_wording.TITLE)
    farah.press(shown, Action.STEP_COMMITMENT, f"{RecordGesture.SETTLE.name} 0")
    farah.modal(lambda view: commitment_wording.TAKEN[RecordGesture.SETTLE] in str(view.blocks))


def close(bot: Bot) -> None:
    """The report is made as everything, handed over, and looked at by its host."""
    advance(bot, VisitGesture.CLOSE, VisitState.CLOSED)
    for format_ in FORMATS:
        before = len(handed_over(bot))
        made(bot, FARAH, format_.name)
        wait_for_reports(bot, before + 1)
    said = handed_over(bot)[-1]
    for action, answer in (
        (Action.POST_CHARTS, report_wording.CHARTS_POSTED),
        (Action.SEND_TO_HOST, "The report is with"),
    ):
        bot.person(FARAH).press(said, action)
        bot.wait_for_whisper(FARAH, said.channel, answer)
    for user in EVERYBODY_ON_IT:
        bot.person(user).open_home()
        look(bot, user, "/visit list", wording.LIST_TITLE)
        group = handed(bot.workspace, user, Action.SHOW_GROUP_FEEDBACK)
        bot.person(user).press(group, Action.SHOW_GROUP_FEEDBACK)
        bot.person(user).modal(lambda view: group_wording.SETTLED in str(view.blocks))


def wait_for_reports(bot: Bot, number: int) -> None:
    bot.workspace.wait_for(lambda _state: len(handed_over(bot)) == number)


def handed_over(bot: Bot) -> list[Message]:
    """What was said with each report."""
    farah = bot.person(FARAH)
    timeline = bot.workspace.state.conversations.timeline(farah.dm.id, FARAH)
    return [one for one in timeline if one.text.startswith("Here is")]


def ask(bot: Bot) -> None:
    """In a channel, and where a facilitator is answered from what was accepted."""
    for user, channel, question in (
        (ASHA, GENERAL, "@peerbot how are vans stocked?"),
        (FARAH, bot.person(FARAH).dm.id, "How are vans stocked?"),
    ):
        asked = bot.person(user).post(channel, question)
        bot.person(user).reply_to(asked)


# Steps


def look(bot: Bot, user: str, typed: str, title: str) -> View:
    """What a command puts up, once it is there in full."""
    assert bot.person(user).command(GENERAL, typed).ok
    openings = (wording.OPENING, board_wording.OPENING, group_wording.OPENING, commitment_wording.OPENING)
    return bot.person(user).modal(
        lambda view: (
            view.content["title"]["text"] == title and not any(said in str(view.blocks) for said in openings)
        )
    )


def shows(bot: Bot, user: str, said: str) -> View:
    return bot.person(user).modal(lambda view: said in str(view.blocks))


def pressed(bot: Bot, user: str, view: View, action: Action) -> View:
    before = view.content
    bot.person(user).press(view, action)
    return bot.person(user).modal(lambda now: now.content != before and len(now.blocks) > 1)


def advance(bot: Bot, gesture: VisitGesture, now: VisitState) -> None:
    card = look(bot, FARAH, "/visit", wording.CARD_TITLE)
    assert wording.ADVANCE[gesture] in str(card.blocks)
    bot.person(FARAH).press(card, Action.ADVANCE_VISIT)
    bot.person(FARAH).modal(lambda view: wording.WHAT_STATES_MEAN[now] in str(view.blocks))
    bot.person(FARAH).close(bot.person(FARAH).modal(), all_of_them=True)


# What is searched


def named(text: str) -> set[str]:
    return {name for name in PLANTED if name in text}


def readable(value: Any) -> str:
    """All that can be read in what was sent, without addresses."""
    if isinstance(value, Mapping):
        return " ".join(readable(one) for key, one in value.items() if key not in ADDRESSES)
    if isinstance(value, list | tuple):
        return " ".join(map(readable, value))
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return readable(json.loads(value))
        except json.JSONDecodeError:
            return value
    return str(value)


def test_no_app_home_and_no_answer_names_anybody(visited: Visited) -> None:
    shown = [
        readable(one.sent)
        for one in visited.exchanges
        if one.kind is ExchangeKind.REQUEST and one.name in {"views.publish", *STREAMED}
    ]

    assert len(shown) >= len(EVERYBODY_ON_IT)
    assert [text for text in shown if named(text)] == []


def test_no_file_that_was_handed_over_names_anybody(visited: Visited) -> None:
    files = [one for one in visited.bot.workspace.state.files.all() if one.user not in EVERYBODY_ON_IT]

    assert {one.name.rpartition(".")[2] for one in files} >= {each.name for each in FORMATS} | {"png"}
    for one in files:
        assert named(f"{one.name} {one.title} {one.alt_text} {text_of(one.content)}") == set(), one.name


def text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


@pytest.mark.parametrize("role", CLOSED)
@pytest.mark.parametrize("draft", [True, False])
def test_no_report_names_anybody(visited: Visited, role: Role, *, draft: bool) -> None:
    if draft and role is Role.HOST:
        pytest.skip("drafts are for facilitators")
    report = report_of(visited.services.store, VISIT, made_at=clock(), role=role, draft=draft)

    for format_ in FORMATS:
        file = written(report, format_)
        assert named(file.name + text_of(file.content)) == set(), format_.name


def test_no_export_names_anybody(visited: Visited) -> None:
    store = visited.services.store
    shown = shown_records(store, RecordFilters(visit=VISIT, withdrawn=True))
    exported = (records_csv(shown), json.dumps([record_json(one) for one in shown]), *export(store, VISIT))

    assert len(shown) == 9
    assert [named(text) for text in exported if named(text)] == []


def test_no_line_of_the_log_names_anybody(visited: Visited) -> None:
    lines = [f"{line.getMessage()} {vars(line)}" for line in visited.bot.journal.all()]

    assert len(lines) > 20
    assert [line for line in lines if named(line)] == []


def test_no_index_names_anybody(visited: Visited) -> None:
    store, index = visited.services.store, visited.services.index
    published = [name for name in store.case_studies.standings() if name.startswith("record:")]
    assert len(published) == 5
    texts = [repr(store.case_studies.get(name)) for name in published]
    for collection in index._vectors.index._collections.values():
        held = collection.get(include=["documents", "metadatas"])
        texts += [repr(held)]
    texts += words_in(index._terms.index)

    assert [named(text) for text in texts if named(text)] == []


def words_in(terms: TermIndex) -> list[str]:
    from tantivy import Query

    searcher = terms._searcher
    hits = searcher.search(Query.all_query(), limit=100_000).hits
    return [repr(searcher.doc(address).to_dict()) for _score, address in hits]
