"""What a listener is, and what the listeners do alike.

Acknowledge first, then work; a modal is opened before anything is read, for a trigger lives three
seconds. The work is done by a method of the class, so that Bolt fills its parameters by name: a
misspelt one is None, without an error, which is why a test compares them with Bolt's own.
"""

from typing import Any, ClassVar, Protocol

from slack_bolt import App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.elements import Block
from bot.clients import refusal
from bot.desk import Desk

Json = dict[str, Any]
Names = tuple[str, ...]

OPENED_VIEW = "opened_view"
"""Where a request's context keeps the id of the modal it opened, for the error handler."""


class Listener(Protocol):
    """A gesture: what it asks of the manifest, and how it is registered."""

    events: ClassVar[Names]
    """Subscriptions, as the manifest names them."""
    commands: ClassVar[Names]
    scopes: ClassVar[Names]

    def __init__(self, desk: Desk) -> None: ...

    def register(self, app: App) -> None: ...


def open_modal(client: WebClient, body: Json, context: BoltContext, view: Block) -> str:
    """Show a modal for what was pressed, on top of the one it was pressed in; the id of the modal.

    Slack takes it only while the press is fresh, so nothing is read before it.
    """
    show = client.views_push if in_modal(body) else client.views_open
    context[OPENED_VIEW] = show(trigger_id=body["trigger_id"], view=view)["view"]["id"]
    return str(context[OPENED_VIEW])


def show_if_open(client: WebClient, view: str, content: Block) -> bool:
    """Bring a modal up to date; False when it was closed meanwhile, which is anybody's right.

    Whoever has closed it misses nothing, and what else their press was to bring about goes on.
    """
    try:
        client.views_update(view_id=view, view=content)
    except SlackApiError as error:
        if refusal(error) != "not_found":
            raise
        return False
    return True


def in_modal(body: Json) -> bool:
    """Whether something was pressed in a modal, and not in a message or on the Home tab."""
    return (body.get("view") or {}).get("type") == "modal"


def modal_at_hand(client: WebClient, body: Json, context: BoltContext, opening: Block) -> str:
    """The id of the modal that something was pressed in, else of a new one; to be shown something else."""
    if not in_modal(body):
        return open_modal(client, body, context, opening)
    context[OPENED_VIEW] = body["view"]["id"]
    return str(body["view"]["id"])


def edition_of(action: Json) -> str:
    """Another one for each press, so that a form shown for it holds what we put there."""
    return str(action["action_ts"]).replace(".", "")


def whisper(respond: Respond, body: Json, said: str) -> None:
    """Tell whoever pressed something a sentence, in mrkdwn, that nobody else sees, where they pressed it."""
    respond(
        text=said,
        response_type="ephemeral",
        replace_original=False,
        thread_ts=(body.get("container") or {}).get("thread_ts"),
        unfurl_links=False,
        unfurl_media=False,
    )
