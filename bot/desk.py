"""What every listener has at hand, made once when the app is built.

Listeners take nothing else from outside: what a gesture needs is here or in what Slack sent with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from slack_sdk import WebClient

from bot.acquaintances import Acquaintances
from bot.answering import Answering
from bot.direct_messages import DirectMessages
from bot.errands import Errands
from bot.homes import Homes
from bot.indexing import Indexes
from bot.lesson_views import LessonViews
from bot.near_lessons import NearLessons
from bot.nudging import Nudging
from bot.proposing import Proposing
from bot.publishing import Levelling
from bot.quoting import Quoting
from bot.readers import Identity, Readers, make_readers
from bot.record_changes import RecordChanges
from bot.replies import InThread
from bot.settings import Settings
from bot.showing import showing
from bot.turn_news import TurnNews
from bot.visit_channels import VisitChannels
from bot.visiting import Visiting
from bot.wording.visits import told_channel
from bot.workers import Workers
from embeddings import Embedder
from knowledge.packs import Answers, Packer
from knowledge.register import Register, load_register
from knowledge.store import Question, Store
from knowledge.unanswered import Unanswered
from knowledge.visits import Visit


class Supplies(Protocol):
    """What the Slack surface is built from; bot.services.Services is one."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def answerer(self) -> Answers: ...
    @property
    def publisher(self) -> Levelling: ...
    @property
    def index(self) -> Indexes: ...
    @property
    def embedder(self) -> Embedder: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The Slack surface's means."""

    client: WebClient
    bot_user: str
    """The id of our own user."""
    team: str
    """The id of the workspace that the app is installed in."""
    store: Store
    answering: Answering
    readers: Readers
    facilitators_channel: str | None
    homes: Homes
    nudging: Nudging
    unanswered: Unanswered
    packer: Packer
    register: Register
    embedder: Embedder
    now: Callable[[], datetime]

    @property
    def acquaintances(self) -> Acquaintances:
        return Acquaintances(self.client, self.store, self.team)

    @property
    def direct_messages(self) -> DirectMessages:
        return DirectMessages(self.client, self.store)

    @property
    def quoting(self) -> Quoting:
        return Quoting(self.client, self.store, self.acquaintances, self.now)

    @property
    def proposing(self) -> Proposing:
        return Proposing(self.store, self.visiting, self.readers, self.unanswered, self.now)

    @property
    def near_lessons(self) -> NearLessons:
        return NearLessons(self.store, self.readers, self.embedder, self.now)

    @property
    def record_changes(self) -> RecordChanges:
        return RecordChanges(self.store)

    @property
    def visiting(self) -> Visiting:
        return Visiting(self.store)

    def turn_news(self, at: datetime) -> TurnNews:
        """What is to be told of lessons under review."""
        return TurnNews(self.client, self.store, self.homes, self.facilitators_channel, at)

    def lesson_moved(self, lesson: str) -> None:
        """Let those be told, soon, whom a step of a lesson's review concerns; nobody waits for it."""
        self.homes.errands.run(("lesson", lesson), lambda: self.turn_news(self.now()).tell(lesson))

    def shown_visit(self, visit: Visit) -> Visit:
        """The visit in the words its attribution rule lets us say of it where others may read along."""
        return showing(self.store, visit).text(visit)

    def lesson_views(self, user: str) -> LessonViews:
        """The lessons as somebody in Slack may see them."""
        reader = self.acquaintances.of(user).id
        return LessonViews(self.store, self.register, self.readers.person(user), reader)

    def visit_changed(self, visit: str) -> None:
        """Let everything follow that a visit's programme, people, state or records are shown in."""
        self.homes.refresh_visit(visit)
        self.nudging.soon(visit)

    def visit_advanced(self, visit: Visit) -> None:
        """The same for a visit that has come to another state, of which its channel is told."""
        self.visit_changed(visit.id)
        VisitChannels(self.client).tell(visit, told_channel(self.shown_visit(visit)))

    def delivery(self, question: Question, asker_team: str | None = None) -> InThread:
        """The way to whoever asked in a message; without their team the reply is not streamed."""
        return InThread(self.client, self.store, question, self.bot_user, asker_team)


def make_desk(supplies: Supplies, client: WebClient, us: Identity) -> Desk:
    settings = supplies.settings
    readers = make_readers(client, supplies.store, us, settings.network_team_ids, supplies.now)
    answering = Answering(
        store=supplies.store,
        answers=supplies.answerer,
        readers=readers,
        workers=Workers(settings.answer_workers, settings.answer_queue),
        owner=uuid4().hex,
        now=supplies.now,
    )
    unanswered = Unanswered(supplies.store, supplies.embedder)
    return Desk(
        client=client,
        bot_user=us.user,
        team=us.team,
        store=supplies.store,
        answering=answering,
        readers=readers,
        facilitators_channel=settings.facilitators_channel,
        homes=Homes(client, supplies.store, readers, Errands(), supplies.now),
        nudging=Nudging(client, supplies.store, Errands(), supplies.now),
        unanswered=unanswered,
        packer=Packer(supplies.store, supplies.answerer, unanswered),
        register=load_register(settings.council_register),
        embedder=supplies.embedder,
        now=supplies.now,
    )
