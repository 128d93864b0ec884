"""Fifty people ask at once, in a local workspace.

    python -m tests.benchmarks.fifty_people [HOW_MANY]

Everything is the product's: sockets, Bolt, the store, the shipped model, the sample library. The workspace
runs in the same process as Peerbot, as with `peerbot workspace`, so both share what the processor and the
interpreter give. Prints how long it took from a post to its finished answer, and from an event being sent
to its being acknowledged.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.workspace.changes import Change
from bot.workspace.inspector import Exchanged, ExchangeKind
from bot.workspace.people import is_finished
from bot.workspace.running import RunningWorkspace
from bot.workspace.state import State
from tests.slack_bot import ASHA, BRAN, EXCHANGE, GENERAL
from tests.walks import peerbot_at_work, shipped_services

PATIENCE = 120  # seconds
SUBJECTS = (
    "regeneration",
    "partnerships",
    "mini agreements",
    "the reward grant",
    "peer reviews",
    "study visits",
)
FORMS = (
    "What did councils learn about {}?",
    "How did Kent go about {}?",
    "Who pays for {}?",
    "What went wrong with {} in Middlesbrough?",
    "How long do {} take?",
    "Which partners took part in {}?",
    "What should we ask about {} on a visit?",
    "Why do {} fail?",
    "What is the evidence for {}?",
)


def main(how_many: str = "50") -> None:
    asked = [form.format(subject) for form in FORMS for subject in SUBJECTS][: int(how_many)]
    with (
        TemporaryDirectory() as folder,
        shipped_services(Path(folder)) as services,
        peerbot_at_work(services) as workspace,
    ):
        answered(workspace, asked[:1])
        acknowledged = note_acknowledgements(workspace)
        took = sorted(answered(workspace, asked))
    acks = sorted(acknowledged)
    figures = {
        "answers": len(took),
        "answer_seconds": {"median": at(took, 0.5), "p95": at(took, 0.95), "slowest": at(took, 1)},
        "acknowledgements": len(acks),
        "ack_ms": {name: round(1000 * at(acks, share)) for name, share in (("median", 0.5), ("p99", 0.99))},
    }
    print(json.dumps(figures, indent=1))


def answered(workspace: RunningWorkspace, asked: list[str]) -> list[float]:
    """Seconds from each post to the end of its answer, all posted at once, half of them in each channel."""
    posted: dict[str, float] = {}
    finished: dict[str, float] = {}

    def post(number: int) -> None:
        person, channel = ((ASHA, GENERAL), (BRAN, EXCHANGE))[number % 2]
        began = time.perf_counter()
        message = workspace.as_person(person).post(channel, f"@peerbot {asked[number]}")
        posted[message.ts] = began

    def all_finished(state: State) -> bool:
        for channel in (GENERAL, EXCHANGE):
            for message in state.conversations.messages(channel):
                if message.bot_id and message.thread_ts and is_finished(message) and message.blocks:
                    finished.setdefault(message.thread_ts, time.perf_counter())
        return len(posted) == len(asked) and posted.keys() <= finished.keys()

    with ThreadPoolExecutor(len(asked)) as people:
        list(people.map(post, range(len(asked))))
    workspace.wait_for(all_finished, PATIENCE)
    return [finished[ts] - began for ts, began in posted.items()]


def note_acknowledgements(workspace: RunningWorkspace) -> list[float]:
    """Seconds from each event that is sent from now on to its being acknowledged."""
    acknowledged: list[float] = []

    def note(change: Change) -> None:
        if isinstance(change, Exchanged) and change.exchange.kind is ExchangeKind.ENVELOPE:
            acknowledged.append((change.exchange.milliseconds or PATIENCE * 1000) / 1000)

    workspace.state.changes.subscribe(note)
    return acknowledged


def at(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)


if __name__ == "__main__":
    main(*sys.argv[1:])
