"""The Bolt app: every listener, the one error handler, and threads enough for acknowledgements.

Bolt's own pool has five threads, so five slow listeners would make the next press fail after three
seconds; and what an error says never reaches a person, only an apology and a reference do.
"""

import inspect
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, Args, BoltContext, Respond
from slack_sdk import WebClient

from bot import wording
from bot.blocks.notices import notice, noticed
from bot.blocks.texts import escape
from bot.desk import Desk
from bot.listeners import LISTENERS
from bot.listeners.gesture import OPENED_VIEW, in_modal, show_if_open, whisper
from bot.logs import reference

log = logging.getLogger(__name__)

THREADS = 64
"""Of Bolt's listeners, which are short: an answer is worked on elsewhere."""


def build_app(desk: Desk, executor: Executor) -> App:
    """The app; making it asks Slack once whether the token is good, and no request asks again."""
    app = App(
        name="peerbot",
        client=desk.client,
        listener_executor=executor,
        request_verification_enabled=False,  # Socket Mode's requests come over our own connection.
    )
    apology = Apology(desk.client)
    for listener in LISTENERS:
        listener(desk).register(Guarded(app, apology))  # type: ignore[arg-type]  # all of App that they use
    app.error(apology.say)
    return app


@dataclass(frozen=True, slots=True)
class Guarded:
    """An app whose listeners apologise themselves for what goes wrong once they have acknowledged.

    Bolt waits for an acknowledgement by looking every ten milliseconds, and forgets it when the listener
    fails in between: whoever was refused at once would read that Slack had trouble reaching us.

    A form that is refused before it is acknowledged is sent back with the reason; whatever else goes wrong
    with one leaves it unacknowledged and open, for Slack never sends a form again.
    """

    app: App
    apology: "Apology"

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Callable[..., None]], None]]:
        register = getattr(self.app, kind)
        return lambda name: lambda listener: register(name)(self._guarded(listener))

    def _guarded(self, listener: Callable[..., None]) -> Callable[[Args], None]:
        names = tuple(inspect.signature(listener).parameters)

        def guarded(args: Args) -> None:
            try:
                listener(**{name: getattr(args, name) for name in names})
            except Exception as error:
                if args.ack.response is not None:
                    self.apology.say(error, args.body, args.context, args.respond)
                elif not _sent_back(error, args):
                    raise

        return guarded


def _sent_back(error: Exception, args: Args) -> bool:
    """Whether a form is refused: that is acknowledged with the sentence above what was typed, which stays."""
    said = wording.refusal(error)
    if said is None or args.body.get("type") != "view_submission":
        return False
    _note_refusal(error, args.body)
    args.ack(response_action="update", view=noticed(args.body["view"], said))
    return True


def _note_refusal(error: Exception, body: dict[str, Any]) -> None:
    log.info("refused", extra={"gesture": _gesture(body), "why": type(error).__name__})


@dataclass(frozen=True, slots=True)
class Apology:
    """Tells the log what went wrong, and the person that something did, where they are looking."""

    client: WebClient

    def say(
        self,
        error: Exception,
        body: dict[str, Any],
        context: BoltContext,
        respond: Respond,
    ) -> None:
        said = wording.refusal(error)
        if said:
            _note_refusal(error, body)
        else:
            mark = reference(_sent(body))
            log.error("failed", exc_info=error, extra={"gesture": _gesture(body), "reference": mark})
            said = wording.apology(error, mark)
        opened = context.get(OPENED_VIEW)
        if opened and show_if_open(self.client, opened, notice(said)):
            return
        if not opened and in_modal(body) and "trigger_id" in body:  # a search in a list has none
            self.client.views_push(trigger_id=body["trigger_id"], view=notice(said))
        elif context.response_url:
            whisper(respond, body, escape(said))
        elif context.channel_id and context.user_id:
            self.client.chat_postEphemeral(
                channel=context.channel_id,
                user=context.user_id,
                thread_ts=body.get("event", {}).get("thread_ts"),
                text=escape(said),
            )


def _sent(body: dict[str, Any]) -> str:
    """What Slack sent, by the id it has."""
    view = body.get("view") or {}
    return str(body.get("event_id") or body.get("trigger_id") or view.get("id") or "")


def _gesture(body: dict[str, Any]) -> str:
    """What somebody did, by Slack's name for it."""
    named = body.get("event", {}).get("type") or body.get("command") or body.get("type")
    return str(named or "unknown")
