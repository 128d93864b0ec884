"""Whoever asks, and wherever: no text that a reader may not see is ever quoted, and every other is found.

Real indexes over a real store, and the local workspace to say who reads along. Each text has a word
of its own, so an answer tells which texts it holds; who may see which is said once more, plainly.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.readers import Identity, Readers, make_readers
from bot.workspace.running import RunningWorkspace
from bot.workspace.seed import NETWORK as OURS
from bot.workspace.seed import WESTMERE
from bot.workspace.values import Channel, ChannelKind, Team
from bot.workspace.values import Person as Member
from knowledge.answers import Answerer, Asked
from knowledge.coverage import Decision
from knowledge.index import PassageIndex
from knowledge.ingest import IngestReport, keep
from knowledge.lessons import LessonStatus, PassageEvidence, RecordEvidence, Stance
from knowledge.model import Audience, CaseStudy, Filters, Metadata, Scopes
from knowledge.preparing import prepare
from knowledge.publication import Publisher
from knowledge.records import RecordStatus
from knowledge.scopes import together
from knowledge.shelf import Shelf
from knowledge.store import Deed, SourceFile, Store, open_store
from knowledge.visits import Participant, Person, Role
from tests.contract.test_answers import ALWAYS, NEVER
from tests.embedders import HashedEmbedder
from tests.lesson_samples import lesson, words
from tests.patience import PATIENT
from tests.slack_bot import MANIFEST
from tests.visit_samples import NOW, feedback, visit

PARTNERS = Team("T0PARTNERS", "Partners", "partners")
HOMES = (OURS.id, PARTNERS.id, WESTMERE.id)
"""Ours, one that the settings name, and one that nobody knows."""
ON_A_VISIT = (Role.FACILITATOR, Role.PARTICIPANT, Role.HOST)
VISITS = ("v1", "v2")
COUNT = count()


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person: where they come from, and what they are to each visit."""

    home: str
    roles: tuple[Role | None, ...]
    id: str = field(default_factory=lambda: f"U0RND{next(COUNT):05}")

    def on(self, visits: Iterable[str], *roles: Role) -> bool:
        """Whether they are something of this kind to any of the visits."""
        return any(self.roles[VISITS.index(visit_id)] in roles for visit_id in visits)

    @property
    def in_network(self) -> bool:
        return self.home != WESTMERE.id or self.on(VISITS, *ON_A_VISIT)


@dataclass(frozen=True, slots=True)
class Text:
    """A case study, a lesson or a record that says something nobody else says."""

    status: LessonStatus | RecordStatus | None
    audience: Audience
    visits: tuple[str, ...]
    """Those it comes from; several for lessons alone."""
    word: str = field(default_factory=lambda: f"marker{next(COUNT)}")

    @property
    def words(self) -> str:
        return f"The council and its partners saw {self.word} in the parks that day."

    def is_for(self, reader: Somebody) -> bool:
        match self.status:
            case RecordStatus.ACCEPTED:
                return reader.on(self.visits, Role.FACILITATOR)
            case LessonStatus.ENDORSED:
                return reader.on(self.visits, *ON_A_VISIT)
            case (
                None
                | LessonStatus.SHARED
                | LessonStatus.APPLIED
                | LessonStatus.STALE
                | LessonStatus.CONTRADICTED
            ):
                return self._is_for_audience(reader)
        return False

    def _is_for_audience(self, reader: Somebody) -> bool:
        if self.audience is Audience.VISIT_TEAM:
            return reader.on(self.visits, *ON_A_VISIT)
        return self.audience is Audience.PUBLIC or reader.in_network


PEOPLE = st.builds(
    Somebody,
    home=st.sampled_from(HOMES),
    roles=st.tuples(*(st.sampled_from([None, None, None, *Role]) for _ in VISITS)),
)
TEXTS = st.one_of(
    st.builds(
        Text,
        status=st.none() | st.sampled_from(LessonStatus) | st.sampled_from([*LessonStatus][3:8]),
        audience=st.sampled_from(Audience),
        visits=st.lists(st.sampled_from(VISITS), max_size=1).map(tuple),
    ),
    st.builds(
        Text,
        status=st.sampled_from([*LessonStatus][3:8]),
        audience=st.sampled_from(Audience),
        visits=st.permutations(VISITS).map(tuple),
    ),
    st.builds(
        Text,
        status=st.sampled_from([RecordStatus.ACCEPTED, RecordStatus.SUBMITTED, RecordStatus.DISTILLED]),
        audience=st.just(Audience.VISIT_TEAM),
        visits=st.sampled_from(VISITS).map(lambda visit_id: (visit_id,)),
    ),
)


@dataclass(frozen=True, slots=True)
class World:
    """A store with everything told in it, and what answers from it."""

    store: Store
    answerer: Answerer

    def settle(self, people: list[Somebody], texts: list[Text]) -> None:
        for name in VISITS:
            self.store.visits.add(visit(name, audience=Audience.NETWORK), Deed("u", NOW, "planned"))
        for one in people:
            person = Person(id=one.id, display_name=one.id, slack_team=OURS.id, slack_user=one.id)
            self.store.people.meet(person)
            for name, role in zip(VISITS, one.roles, strict=True):
                if role is not None:
                    part = Participant(visit=name, person=one.id, pseudonym=f"{name}-{one.id}", role=role)
                    self.store.people.take_part(part)
        for text in texts:
            self.tell(text, texts)
        Publisher(self.store, self.answerer.embedder, lambda: NOW, self.answerer.index.catch_up).level()

    def tell(self, text: Text, texts: list[Text]) -> None:
        if isinstance(text.status, RecordStatus):
            [where] = text.visits
            told = feedback(text.word, visit=where, observation=text.words, status=text.status)
            self.store.records.add(told)
        elif isinstance(text.status, LessonStatus):
            gone = {LessonStatus.MERGED: "merged_into", LessonStatus.SUPERSEDED: "superseded_by"}
            extra = {gone[text.status]: "other"} if text.status in gone else {}
            told_so = {"lesson": text.words, "status": text.status, "audience": text.audience}
            evidence = [disagreeing(other) for other in texts if other.status is None][:2]
            quoted = self.told_on(text.visits, text.word) if len(text.visits) > 1 else []
            grounds: list[PassageEvidence | RecordEvidence] = [*evidence, *quoted] or [disagreeing(text)]
            first = next(iter(text.visits), None)
            self.store.lessons.add(lesson(text.word, **told_so, visit=first, **extra, claims=claims(grounds)))
        else:
            study = CaseStudy(
                text.word,
                Metadata("Study", audience=text.audience, visit=together(text.visits)),
                text.words,
            )
            source = SourceFile(f"/{text.word}", text.word, text.word, 1, NOW)
            prepared = [prepare(study, source, text.word.encode(), new=True)]
            keep(prepared, self.store, self.answerer.embedder, lambda: NOW, IngestReport())

    def told_on(self, visits: Iterable[str], word: str) -> list[RecordEvidence]:
        """What was told on each of the visits, for a lesson to rest on."""
        found = []
        for each in visits:
            record = feedback(
                f"{word}-{each}", visit=each, observation="It is so.", status=RecordStatus.DISTILLED
            )
            self.store.records.add(record)
            found.append(words("It is so.", record=record.id, visit=each))
        return found

    def quoted(self, question: str, scopes: Scopes, decision: Decision = ALWAYS) -> str:
        """All that is quoted in answer to a question, of whichever kind."""
        asked = Asked(question, filters=Filters(scopes=scopes), limit=100)
        answer = replace(self.answerer, decision=decision).answer(asked)
        return "\n".join(quote.text for quote in (*answer.quotes, *answer.related))


@contextmanager
def world_in(folder: Path, empty_database: Path) -> Iterator[World]:
    shutil.copy(empty_database, folder / "store.sqlite3")
    embedder = HashedEmbedder()
    with open_store(f"sqlite:///{folder / 'store.sqlite3'}") as store:
        shelf = Shelf(store, embedder.name)
        index = PassageIndex.open(folder / "var", shelf, embedder.name)
        try:
            yield World(store, Answerer(embedder, index, shelf))
        finally:
            index.close()  # Before the folder goes, whatever a check has said.


def disagreeing(text: Text) -> PassageEvidence:
    quoted = {"case_study": text.word, "start": 0, "end": len(text.words), "quote": text.words}
    return PassageEvidence.model_validate(quoted | {"stance": Stance.DISAGREES})


def claims(evidence: Sequence[PassageEvidence | RecordEvidence]) -> list[dict[str, object]]:
    return [{"text": "It is so.", "evidence": evidence}]


@pytest.fixture(scope="module")
def slack() -> Iterator[RunningWorkspace]:
    with RunningWorkspace.start(MANIFEST, timings=PATIENT) as workspace:
        workspace.state.conversations.add_team(PARTNERS)
        yield workspace


def readers_of(slack: RunningWorkspace, store: Store) -> Readers:
    app = slack.workspace.app
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    return make_readers(client, store, Identity(app.bot_user, app.team_id), [PARTNERS.id], lambda: NOW)


def open_channel(slack: RunningWorkspace, members: list[Somebody]) -> str:
    homes = {OURS.id, *(member.home for member in members)}
    users = (*(member.id for member in members), slack.workspace.app.bot_user)
    shared = tuple(sorted(homes)) if len(homes) > 1 else ()
    name = f"C0RND{next(COUNT):05}"
    channel = Channel(
        name, name.lower(), ChannelKind.PRIVATE, OURS.id, users, 1, users[0], shared_team_ids=shared
    )
    slack.state.conversations.open(channel)
    return name


def test_nobody_is_quoted_what_is_not_for_them_and_everybody_finds_what_is(
    slack: RunningWorkspace, empty_database: Path
) -> None:
    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(
        people=st.lists(PEOPLE, min_size=1, max_size=4),
        texts=st.lists(TEXTS, min_size=1, max_size=8),
        data=st.data(),
    )
    def hold(people: list[Somebody], texts: list[Text], data: st.DataObject) -> None:
        for one in people:
            slack.state.conversations.add_person(Member(one.id, one.home, one.id.lower(), one.id))
        members = data.draw(st.lists(st.sampled_from(people), min_size=1, unique_by=lambda one: one.id))
        channel = open_channel(slack, members)
        with TemporaryDirectory() as folder, world_in(Path(folder), empty_database) as world:
            world.settle(people, texts)
            readers = readers_of(slack, world.store)
            for who, scopes in [
                *(([one], readers.person(one.id)) for one in people),
                (members, readers.channel(channel)),
            ]:
                check(world, scopes, texts, who)

    hold()


def check(world: World, scopes: Scopes, texts: list[Text], who: list[Somebody]) -> None:
    visible = {text.word for text in texts if all(text.is_for(reader) for reader in who)}
    hidden = {text.word for text in texts} - visible
    for decision in (ALWAYS, NEVER):
        everything = world.quoted("What did the council and its partners see in the parks?", scopes, decision)
        assert not [word for word in hidden if word in everything.split()]
    for text in texts:
        found = text.word in world.quoted(f"Who saw {text.word}?", scopes).split()
        assert found == (text.word in visible), (text, who)
