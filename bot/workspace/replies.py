"""What the app's answers do: acknowledgements with a payload, and posts to a response_url.

Where Slack shows the person an error and tells the app nothing, so do we: the outcome carries it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.workspace.blocks.objects import option_group, select_option
from bot.workspace.blocks.shapes import listing
from bot.workspace.contents import Content, read_content
from bot.workspace.hooks import HookTarget
from bot.workspace.ids import Ids
from bot.workspace.posting import Posting
from bot.workspace.refusals import RefusedError
from bot.workspace.state import State
from bot.workspace.values import Channel, Json, Message, Outcome, View
from bot.workspace.views import Views

_COMMON = {"text", "blocks", "attachments", "response_type", "replace_original", "delete_original"}
_KNOWN = _COMMON | {"thread_ts", "metadata", "unfurl_links", "unfurl_media", "mrkdwn", "markdown_text"}


@dataclass(frozen=True, slots=True)
class Replies:
    """Carries out what the app answers."""

    state: State
    posting: Posting
    views: Views
    ids: Ids

    def to_submission(self, view_id: str, reply: Json) -> Outcome:
        """Follow the ``response_action`` of a view_submission's acknowledgement."""
        view = self.state.screens.find(view_id)
        if view is None:  # Its person has closed it while the app was thinking.
            return Outcome()
        try:
            match reply.get("response_action"):
                case None:
                    self.state.screens.close(view)
                case "clear":
                    self.state.screens.clear(view.user)
                case "errors":
                    return self._send_back(view, reply.get("errors") or {})
                case "update":
                    self.views.update(view, _view_of(reply))
                case "push":
                    self.views.push(view.user, _view_of(reply))
                case _:
                    return Outcome(error="invalid_response_action")
        except RefusedError as refused:
            return Outcome(error="; ".join((refused.error, *refused.messages)))
        return Outcome()

    def _send_back(self, view: View, errors: Mapping[str, str]) -> Outcome:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not errors or not inputs.issuperset(errors):
            return Outcome(error="invalid_errors: each key must be the block_id of an input")
        self.state.screens.put(replace(view, errors=dict(errors)))
        return Outcome(errors=dict(errors))

    def to_suggestion(self, user: str, element: str, reply: Json) -> Outcome:
        """Keep what an external select offers, so that a value can become its option again."""
        options = tuple(reply.get("options") or ())
        groups = tuple(reply.get("option_groups") or ())
        errors = (
            *listing(select_option, 100, at_least=0)(options, "/options"),
            *listing(option_group, 100, at_least=0)(groups, "/option_groups"),
        )
        if errors:
            return Outcome(error=str(errors[0]))
        inside = tuple(option for group in groups for option in group["options"])
        self.state.screens.offer(user, element, (*options, *inside))
        return Outcome(options=options, option_groups=groups)

    def to_command(self, target: HookTarget, reply: Json) -> Outcome:
        """Post what a slash command's acknowledgement says, if it says anything."""
        if not reply:
            return Outcome()
        try:
            self.at_hook(target, reply)
        except RefusedError as refused:
            return Outcome(error=refused.error)
        return Outcome()

    def at_hook(self, target: HookTarget, body: Json) -> None:
        """Do what a post to a response_url asks; RefusedError for what Slack would not take."""
        if unknown := set(body) - _KNOWN:
            raise RefusedError("invalid_payload", *(f"invalid additional property: {key}" for key in unknown))
        channel = self.state.conversations.channel(target.channel)
        original = self.state.conversations.message(target.channel, target.ts or "")
        if channel is None:
            raise RefusedError("channel_not_found")
        if body.get("delete_original"):
            self._delete(original)
            return
        content = read_content(body, self.ids)
        if body.get("replace_original") and original:
            self._replace(original, content)
        else:
            self._post(channel, target, content, body)

    def _delete(self, original: Message | None) -> None:
        if original is None:
            raise RefusedError("message_not_found")
        self.state.conversations.delete(original.channel, original.ts)

    def _replace(self, original: Message, content: Content) -> None:
        self.state.conversations.put(
            replace(
                original,
                text=content.text,
                blocks=content.blocks,
                attachments=content.attachments,
                metadata=content.metadata or original.metadata,
            )
        )

    def _post(self, channel: Channel, target: HookTarget, content: Content, body: Json) -> None:
        response_type = body.get("response_type") or "ephemeral"
        if response_type not in ("ephemeral", "in_channel"):
            raise RefusedError("invalid_response_type")
        visible_to = target.user if response_type == "ephemeral" else None
        draft = self.posting.draft(channel, content, body.get("thread_ts"), visible_to=visible_to)
        self.posting.post(draft)


def _view_of(reply: Json) -> dict[str, Any]:
    view = reply.get("view")
    if not isinstance(view, dict):
        raise RefusedError("invalid_arguments", "missing required field: view")
    return view
