"""Peerbot on a local workspace, with answers made up on the spot: real Bolt, real sockets, a real store.

Run as a program it is a Peerbot of its own, for tests that kill it:
``python -m tests.slack_bot API_URL BOT_TOKEN APP_TOKEN FOLDER``.
"""

import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Condition, Event, Lock, Thread
from typing import Self

from bot.desk import Supplies
from bot.logs import reference
from bot.serving import serve, serve_until
from bot.settings import Settings
from bot.workspace.changes import MessagePosted
from bot.workspace.deliveries import EnvelopeKind
from bot.workspace.events import callback, heard
from bot.workspace.people import PersonActing, is_finished
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Json, Message
from knowledge.answers import Asked
from knowledge.model import Answer, Audience, CaseStudy, Filters, Metadata, Outcome, Quote, Status
from knowledge.publication import Publisher
from knowledge.store import AskedQuestion, SourceFile, Store, open_store
from tests.embedders import HashedEmbedder
from tests.patience import PATIENCE, PING_SECONDS, patient_bolt

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / "bot" / "manifest.json"
NOTHING_SAID = {
    "type": "event_callback",
    "event": {"type": "message", "subtype": "channel_join", "ts": "1.0"},
}

ASHA, BRAN, CERYS, FARAH = "U0ASHA0001", "U0BRAN0002", "U0CERYS003", "U0FARAH004"
GENERAL, EXCHANGE, FACILITATORS, LUNCH = "C0GENERAL1", "C0EXCHANGE", "C0FACILIT8", "C0LUNCHCLB"

BEFORE = "The county had no plan at first.\n\nThen it asked around. "
SAID = "Each district signed an agreement of its own."
AFTER = " That took a year.\n\nIt worked."
KENT = CaseStudy(
    "kent",
    Metadata(
        "Kent: mini agreements",
        ("Kent",),
        "2003-03",
        source="https://kent.example/a",
        audience=Audience.PUBLIC,
    ),
    BEFORE + SAID + AFTER,
)
ECHO = CaseStudy("echo", Metadata("Echo", audience=Audience.PUBLIC), "They asked.")


@dataclass(frozen=True, slots=True)
class Means:
    """What Peerbot is built from."""

    settings: Settings
    store: Store
    answerer: "MadeUp"
    now: Callable[[], datetime]

    @property
    def embedder(self) -> HashedEmbedder:
        return HashedEmbedder()

    @property
    def publisher(self) -> Publisher:
        return Publisher(self.store, self.embedder, self.now, tell=lambda: None)

    @property
    def index(self) -> "NoIndex":
        return NoIndex()


def clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # Peerbot and the workspace go by the same


class NoIndex:
    """For answers that are made up there is nothing to keep level."""

    def catch_up(self) -> bool:
        return False

    def seal(self) -> None:
        pass


class MadeUp:
    """Answers at once, with one quote and another that repeats the question; or as it is told to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: list[Asked] = []
        self.instead: Mapping[str, Answer | Exception] = {}
        """By the question's text, what else comes of it."""
        self.going_on = Event()
        """While it is not set, nothing is answered."""
        self.going_on.set()
        self.near: tuple[Quote, ...] = ()
        """What comes nearest to anything."""

    @property
    def asked(self) -> list[Asked]:
        with self._lock:
            return list(self._asked)

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            self._asked.append(asked)
        assert self.going_on.wait(PATIENCE)
        instead = self.instead.get(asked.text)
        if isinstance(instead, Exception):
            raise instead
        return instead or Answer(asked.text, Outcome.ANSWERED, 0.9, quotes=(quoted(), echoed(asked.text)))

    def for_one_task(self) -> Self:
        return self

    def nearest(self, text: str, among: Sequence[Filters], limit: int) -> tuple[tuple[Quote, ...], ...]:
        return (self.near[:limit],) * len(among)


def quoted() -> Quote:
    return Quote(
        SAID,
        KENT.id,
        "Kent",
        KENT.metadata.title,
        heading="",
        page=3,
        start=len(BEFORE),
        end=len(BEFORE + SAID),
        as_of="2003-03",
        status=Status.PUBLISHED,
        source=KENT.metadata.source,
        score=1.0,
    )


def echoed(question: str) -> Quote:
    """A quote that shows which question was answered."""
    return replace(
        quoted(), text=f"They asked: {question}", case_study=ECHO.id, title=ECHO.metadata.title, source=None
    )


class Journal(logging.Handler):
    """What was logged, and a way to wait for it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._written: list[logging.LogRecord] = []
        self._more = Condition()

    @classmethod
    @contextmanager
    def kept(cls) -> Iterator["Journal"]:
        journal, logger = cls(), logging.getLogger("bot")
        before = logger.level
        logger.setLevel(logging.INFO)
        logger.addHandler(journal)
        try:
            yield journal
        finally:
            logger.removeHandler(journal)
            logger.setLevel(before)

    def emit(self, record: logging.LogRecord) -> None:
        with self._more:
            self._written.append(record)
            self._more.notify_all()

    def all(self) -> list[logging.LogRecord]:
        with self._more:
            return list(self._written)

    def lines(self, message: str, mark: str | None = None) -> list[logging.LogRecord]:
        """The lines that say so, about what has this reference."""
        with self._more:
            said = [one for one in self._written if one.getMessage() == message]
        return [one for one in said if mark in {None, getattr(one, "reference", None)}]

    def wait_for_another(self, message: str, times: int) -> None:
        """Waits until it was said this often."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.lines(message)) >= times, PATIENCE), message

    def wait_for(self, message: str, mark: str | None = None) -> logging.LogRecord:
        with self._more:
            assert self._more.wait_for(lambda: self.lines(message, mark), PATIENCE), message
        return self.lines(message, mark)[0]


@dataclass(frozen=True, slots=True)
class Bot:
    """A Peerbot that is running."""

    workspace: RunningWorkspace
    store: Store
    answers: MadeUp
    journal: "Journal"
    stop: Callable[[], None]
    """Lets it finish what it has begun; nothing comes of it after that."""

    def person(self, user: str) -> PersonActing:
        return self.workspace.as_person(user)

    def replies_to(self, message: Message) -> list[Message]:
        """All that we said in the message's thread, for everybody."""
        first = message.thread_ts or message.ts
        said = self.workspace.state.conversations.replies(message.channel, first)
        return [one for one in said if one.bot_id and one.ts > message.ts]

    def question_id(self, message: Message) -> str:
        return f"{self.workspace.workspace.app.team_id}:{message.channel}:{message.ts}"

    def answered(self, message: Message) -> AskedQuestion:
        """The question that was asked in a message, once the store has it as answered."""
        question_id = self.question_id(message)
        self.journal.wait_for("answered", reference(question_id))
        return self.store.questions.get(question_id)

    def deliver(self, message: Message, times: int = 1) -> None:
        """Deliver the events of a message once more, and wait until each delivery is acknowledged."""
        bodies = [body for body in bodies_of(self.workspace, message) for _ in range(times)]
        deliveries = self.workspace.workspace.deliveries
        for future in [deliveries.send(EnvelopeKind.EVENT, body) for body in bodies]:
            future.result(PATIENCE)

    def whispers_to(self, user: str, channel: str) -> list[Message]:
        """What only this person sees of us in the channel, threads included."""
        everything = self.workspace.state.conversations._seen_by(channel, user)
        return [one for one in everything if one.visible_to == user]

    def wait_for_whisper(self, user: str, channel: str, beginning: str) -> Message:
        return self.workspace.wait_for(
            lambda _state: next(
                (one for one in self.whispers_to(user, channel) if one.text.startswith(beginning)), None
            )
        )


@contextmanager
def running(
    workspace: RunningWorkspace,
    folder: Path,
    answers: MadeUp | None = None,
    now: Callable[[], datetime] = clock,
    ping_seconds: float = PING_SECONDS,
    **settings: object,
) -> Iterator[Bot]:
    """A Peerbot that serves this workspace from a store in ``folder``."""
    with open_store(f"sqlite:///{folder / 'peerbot.sqlite3'}") as store, Journal.kept() as journal:
        add(KENT, store)
        add(ECHO, store)
        means = Means(settings_for(workspace, folder, **settings), store, answers or MadeUp(), now)
        with serving(workspace, means, ping_seconds) as stop:
            try:
                yield Bot(workspace, store, means.answerer, journal, stop)
            finally:
                means.answerer.going_on.set()


@contextmanager
def serving(
    workspace: RunningWorkspace, supplies: Supplies, ping_seconds: float = PING_SECONDS
) -> Iterator[Callable[[], None]]:
    """Serve the workspace meanwhile; what is given stops it, and waits until it has stopped.

    The SDK's client closes its socket only between two envelopes, and looks up every three seconds
    when there is none: so it is sent some.
    """
    stopping = Event()
    thread = Thread(target=serve_until, args=(stopping, supplies), kwargs={"ping_seconds": ping_seconds})

    def stop() -> None:
        stopping.set()
        while thread.is_alive():
            workspace.workspace.deliveries.send(EnvelopeKind.EVENT, NOTHING_SAID)
            thread.join(0.05)

    connections = workspace.workspace.socket_mode.connections
    with patient_bolt():
        thread.start()
        try:
            workspace.wait_for_app(connections + 1)
            yield stop
        finally:
            stop()


def bodies_of(workspace: RunningWorkspace, message: Message) -> list[Json]:
    """The events of a message as Slack delivers them: for a mention in a channel, two."""
    inside, state = workspace.workspace, workspace.state
    change = MessagePosted(channel=message.channel, message=message)
    return [
        callback(event, state, inside.app, event_id=f"Ev{number}{message.ts}", event_ts=message.ts)
        for number, event in enumerate(heard(change, state, inside.app, workspace.url))
    ]


def settings_for(workspace: RunningWorkspace, folder: Path, **more: object) -> Settings:
    return Settings(
        **{
            "_env_file": None,
            "slack_bot_token": workspace.bot_token,
            "slack_app_token": workspace.app_token,
            "slack_api_url": workspace.api_url,
            "data_dir": folder,
            "facilitators_channel": FACILITATORS,
            **more,
        }  # type: ignore[arg-type]  # pydantic reads them
    )


def add(case_study: CaseStudy, store: Store) -> None:
    """Keep a case study that answers quote from; nothing searches it."""
    digest = sha256(case_study.text.encode()).hexdigest()
    source = SourceFile(f"/in/{case_study.id}.md", digest, digest, len(case_study.text), clock())
    store.case_studies.put(
        case_study, [], {}, model="none", source=source, original=case_study.text.encode(), now=clock()
    )


def finished(messages: list[Message]) -> list[Message]:
    return [message for message in messages if is_finished(message)]


def main(api_url: str, bot_token: str, app_token: str, folder: str) -> None:
    """Serve until it is killed, or stopped."""
    given = {"slack_bot_token": bot_token, "slack_app_token": app_token, "slack_api_url": api_url}
    settings = Settings(**{"_env_file": None, "data_dir": Path(folder), **given})  # type: ignore[arg-type]
    with open_store(f"sqlite:///{Path(folder) / 'peerbot.sqlite3'}") as store:
        serve(Means(settings, store, MadeUp(), clock))


if __name__ == "__main__":
    main(*sys.argv[1:])
