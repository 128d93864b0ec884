"""A thousand submissions from fifty people at once, and Peerbot killed ten times in the middle.

Slack sends a form once. What was not acknowledged stays on its author's screen, who presses Send
again: the same modal, so the same view id. The processes are real and die of SIGKILL; they are forked
from one that has loaded the libraries, as loading them takes longer than the whole storm.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Event
from typing import IO, Any

from bot.blocks.feedback import form
from bot.feedback import Feedback
from bot.workspace.deliveries import EnvelopeKind, UndeliveredError
from bot.workspace.interactions import Stage, submission
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Json, Person, View, ViewType
from knowledge.records import FeedbackRecord
from knowledge.store import Deed, RecordFilters, Store, open_store
from knowledge.visits import Participant, VisitState
from knowledge.visits import Person as KnownPerson
from tests.patience import PATIENCE, PATIENT
from tests.slack_bot import MANIFEST, ROOT
from tests.visit_samples import NOW, session, visit

PEOPLE, EACH, KILLS = 50, 20, 10

NURSERY = """
import os, sys
import tests.slack_bot

print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        tests.slack_bot.main(*sys.argv[1:])
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Starts a Peerbot for each line it is told; says its process id, then how it ended."""


@dataclass(slots=True)
class Nursery:
    """Starts one Peerbot after the other, and kills it."""

    ask: IO[bytes]
    hear: IO[bytes]
    child: int = 0

    def start(self) -> None:
        self.ask.write(b"\n")
        self.child = int(self.hear.readline())

    def end(self, how: signal.Signals) -> int:
        os.kill(self.child, how)
        return int(self.hear.readline())


@contextmanager
def nursery(workspace: RunningWorkspace, folder: Path) -> Iterator[Nursery]:
    given = (workspace.api_url, workspace.bot_token, workspace.app_token, str(folder))
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, *given],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,  # so that what was said can be waited for
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield Nursery(process.stdin, process.stdout)
        process.stdin.close()


@dataclass(slots=True)
class Storm:
    """What was sent how often, and what was acknowledged."""

    workspace: RunningWorkspace
    served: Event = field(default_factory=Event)
    sent: Counter[str] = field(default_factory=Counter)
    kept: set[str] = field(default_factory=set)
    changed: Condition = field(default_factory=Condition)

    def send(self, bodies: list[Json]) -> None:
        """One form after the other, as a person does: each until it is acknowledged."""
        for body in bodies:
            while not self._acknowledged(body):
                pass

    def _acknowledged(self, body: Json) -> bool:
        view = str(body["view"]["id"])
        assert self.served.wait(PATIENCE)
        with self.changed:
            self.sent[view] += 1
        try:
            reply = self.workspace.workspace.deliveries.send(EnvelopeKind.INTERACTIVE, body).result(PATIENCE)
        except UndeliveredError:
            return False
        assert reply["response_action"] == "update"
        with self.changed:
            self.kept.add(view)
            self.changed.notify_all()
        return True

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.kept) >= count, PATIENCE)


def everybody(store: Store, workspace: RunningWorkspace) -> list[list[Json]]:
    """Fifty people on an open visit, and the forms that each of them will send."""
    store.visits.add(visit(state=VisitState.OPEN), Deed("t", NOW, "planned the visit"), (session(),))
    return [forms(store, workspace, f"U0STORM{number:03}") for number in range(PEOPLE)]


def forms(store: Store, workspace: RunningWorkspace, user: str) -> list[Json]:
    app = workspace.workspace.app
    known = KnownPerson(id=user.lower(), display_name=user, slack_team=app.team_id, slack_user=user)
    store.people.meet(known)
    store.people.take_part(Participant(visit="v1", person=known.id, pseudonym=f"p-{user[-3:]}"))
    opened = form(Feedback(store).new(known, NOW))
    person = Person(user, app.team_id, user.lower(), user, f"{user}@storm.example", "")
    stage = Stage(app, workspace.state, person, "trigger", workspace.url)
    return [submission(stage, filled_in(opened, user, f"V{user}{number:02}"), ()) for number in range(EACH)]


def filled_in(content: Json, user: str, view: str) -> View:
    """A modal of this id, with everything that must be answered."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: typed(block["block_id"], view)}
        for block in content["blocks"]
        if block["type"] == "input"
    }
    return View(view, ViewType.MODAL, user, content, "hash", view, values=values)


def typed(name: str, view: str) -> dict[str, Any]:
    if name == "kind":
        return {"type": "radio_buttons", "selected_option": {"value": "risk"}}
    return {"type": "plain_text_input", "value": f"Seen in {view}." if name == "observation" else None}


def observations(store: Store) -> list[str]:
    found = store.records.find(RecordFilters(visit="v1"))
    return [record.observation for record in found if isinstance(record, FeedbackRecord)]


def test_a_thousand_submissions_at_once_with_ten_kills_between_are_each_stored_once(tmp_path: Path) -> None:
    with (
        RunningWorkspace.start(MANIFEST, timings=PATIENT) as workspace,
        open_store(f"sqlite:///{tmp_path / 'peerbot.sqlite3'}") as store,
        nursery(workspace, tmp_path) as processes,
        ThreadPoolExecutor(PEOPLE) as pool,
    ):
        storm = Storm(workspace)
        sending = [pool.submit(storm.send, bodies) for bodies in everybody(store, workspace)]
        for kill in range(KILLS):
            processes.start()
            workspace.wait_for_app(timeout=PATIENCE)
            storm.served.set()
            storm.wait_for((kill + 1) * PEOPLE * EACH // (KILLS + 1))
            storm.served.clear()
            assert processes.end(signal.SIGKILL) == -signal.SIGKILL
            acknowledged = {f"Seen in {view}." for view in storm.kept.copy()}
            assert acknowledged <= set(observations(store))
            workspace.wait_for_app(connections=0, timeout=PATIENCE)
        processes.start()
        workspace.wait_for_app(timeout=PATIENCE)
        storm.served.set()
        for one in sending:
            one.result(PATIENCE)
        assert processes.end(signal.SIGKILL) == -signal.SIGKILL

        assert len(storm.kept) == PEOPLE * EACH
        assert sorted(observations(store)) == sorted(f"Seen in {view}." for view in storm.kept)
        assert sum(storm.sent.values()) > PEOPLE * EACH
