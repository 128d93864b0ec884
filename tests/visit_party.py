"""A visit that is under way, with the people of the local workspace on it, for tests of its screens.

Each function is a step that a longer walk can take too.
"""

from typing import Any

from slack_sdk import WebClient

from bot.acquaintances import Acquaintances
from bot.blocks.elements import actions, button
from bot.blocks.gestures import Action
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Message
from knowledge.records import FeedbackKind, FeedbackRecord
from knowledge.store import Deed, Store
from knowledge.visits import Attribution, Participant, Role, Session, Visit, VisitState
from tests.slack_bot import ASHA, BRAN, CERYS, FARAH
from tests.visit_samples import NOW, feedback, session, visit

HELEN = "U0HELEN006"
VISIT = "visit-2026-03-04"
COUNCILS = {ASHA: "Northshire", BRAN: "Eastborough", CERYS: "Westmere", FARAH: None, HELEN: "Eastborough"}
PEERS = (ASHA, BRAN, CERYS)
PROGRAMME = (
    session("s1", title="Estate walk"),
    session("s2", title="The repairs desk", start=NOW.replace(hour=11), end=NOW.replace(hour=12)),
)


def client_of(workspace: RunningWorkspace) -> WebClient:
    return WebClient(workspace.bot_token, base_url=workspace.api_url)


def gather(
    store: Store,
    workspace: RunningWorkspace,
    rule: Attribution = Attribution.OPEN,
    state: VisitState = VisitState.OPEN,
    programme: tuple[Session, ...] = PROGRAMME,
    **fields: Any,
) -> Visit:
    """A visit to Eastborough: Farah facilitates, Helen hosts, one peer of each council takes part."""
    given = {"title": "Repairs on time", "host": "Eastborough", "visitors": ("Northshire", "Westmere")}
    planned = visit(VISIT, **(given | {"attribution": rule, "state": state} | fields))
    store.visits.add(planned, Deed("tests", NOW, "planned the visit"), programme)
    people = Acquaintances(client_of(workspace), store, workspace.workspace.app.team_id)
    for user, council in COUNCILS.items():
        role = {FARAH: Role.FACILITATOR, HELEN: Role.HOST}.get(user, Role.PARTICIPANT)
        part = Participant(
            visit=VISIT, person=people.of(user).id, pseudonym=pseudonym(user), council=council, role=role
        )
        store.people.take_part(part)
    return store.visits.get(VISIT)


def pseudonym(user: str) -> str:
    """What the records of the visit call one of its people."""
    return f"p-{user[-4:].lower()}"


def told(store: Store, name: str, by: str = ASHA, **fields: Any) -> FeedbackRecord:
    """Feedback that one of the peers has logged."""
    given: dict[str, Any] = {
        "visit": VISIT,
        "respondent": pseudonym(by),
        "session": "s1",
        "observation": f"Seen: {name}.",
    }
    given |= {"kind": FeedbackKind.WORKED_WELL, "created_at": NOW}
    record = feedback(name, **(given | fields))
    store.records.add(record)
    return record


def handed(workspace: RunningWorkspace, user: str, action: Action, value: str = VISIT) -> Message:
    """A direct message with a button, as the screens of a visit have it."""
    posted = client_of(workspace).chat_postMessage(
        channel=user, text="Begin", blocks=[actions(button("Begin", action, value))]
    )
    return workspace.as_person(user).latest(posted["channel"], lambda one: one.ts == posted["ts"])
