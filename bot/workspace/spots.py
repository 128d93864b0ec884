"""Where an element stands that a person wants to use, and what the fields around it hold.

Raises GestureError for what the person cannot see, and for elements that are not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.workspace import forms
from bot.workspace.blocks import elements_of
from bot.workspace.conversations import can_see
from bot.workspace.state import State
from bot.workspace.talk import GestureError
from bot.workspace.values import Channel, Entered, Json, Message, Place, View, ViewType
from bot.workspace.wire import file_json


@dataclass(frozen=True, slots=True)
class InMessage:
    """A message, and the channel it is in."""

    message: Message
    channel: Channel


@dataclass(frozen=True, slots=True)
class Spot:
    """An element, its block, and the message or view it is in."""

    element: Json
    block: Json
    where: View | InMessage

    @property
    def blocks(self) -> Sequence[Json]:
        return self.where.blocks if isinstance(self.where, View) else blocks_of(self.where.message)


def blocks_of(message: Message) -> tuple[Json, ...]:
    """The blocks of a message, those in its attachments and unfurls too."""
    attached = (*message.attachments, *message.unfurls)
    return (*message.blocks, *(block for one in attached for block in one.get("blocks") or ()))


@dataclass(frozen=True, slots=True)
class Spots:
    """Looks for things on a person's screen."""

    state: State
    base_url: str

    def find(self, user: str, place: Place, block_id: str, action_id: str) -> Spot:
        where = self._where(user, place)
        blocks = where.blocks if isinstance(where, View) else blocks_of(where.message)
        for block in blocks:
            for element in elements_of(block):
                if (block.get("block_id"), element.get("action_id")) == (block_id, action_id):
                    self._must_be_for(user, element)
                    return Spot(element, block, where)
        raise GestureError(f"there is no element {action_id!r} in a block {block_id!r}")

    def _where(self, user: str, place: Place) -> View | InMessage:
        if place.view_id:
            view = self.state.screens.find(place.view_id)
            if view is None or view.user != user:
                raise GestureError("this view is not on your screen")
            return view if view.type is ViewType.HOME else self.modal(user, place.view_id)
        return self.message(user, place.channel or "", place.ts or "")

    def _must_be_for(self, user: str, element: Json) -> None:
        visible_to = element.get("visible_to_user_ids")
        if visible_to and user not in visible_to:
            raise GestureError("this button is not shown to you")

    def modal(self, user: str, view_id: str) -> View:
        """The modal on top of the person's stack, which must be this one."""
        view = self.state.screens.modal(user)
        if view is None or view.id != view_id:
            raise GestureError("this modal is not the one you see")
        return view

    def channel(self, user: str, channel: str) -> Channel:
        where = self.state.conversations.channel(channel)
        if where is None or not can_see(where, user):
            raise GestureError("there is no such channel")
        return where

    def message(self, user: str, channel: str, ts: str) -> InMessage:
        where = self.channel(user, channel)
        message = self.state.conversations.message(channel, ts)
        if message is None or message.visible_to not in (None, user):
            raise GestureError("there is no such message")
        return InMessage(message, where)

    def values(self, user: str, blocks: Sequence[Json], entered: Entered) -> Mapping[str, Mapping[str, Any]]:
        """``state.values`` of the form that ``blocks`` are."""
        files = {file.id: file_json(file, self.base_url) for file in self.state.files.all()}
        try:
            return forms.state_values(blocks, entered, lambda *spot: self.offered(user, *spot), files)
        except KeyError as missing:
            raise GestureError(f"{missing} is not one of the options") from missing

    def offered(self, user: str, block_id: str, action_id: str) -> tuple[Json, ...]:
        """What an external select has offered the person so far."""
        return self.state.screens.offered(user, f"{block_id} {action_id}")

    def given(self, spot: Spot, given: str | Sequence[str] | None, held: Json | None) -> dict[str, Any]:
        """The part of an action that says what was pressed or chosen; ``held`` is its ``state`` value."""
        match spot.element["type"]:
            case "button" | "workflow_button" | "icon_button":
                return {}
            case "feedback_buttons":
                return self._feedback(spot.element, given)
            case "overflow":
                options = {option["value"]: option for option in spot.element["options"]}
                if given not in options:
                    raise GestureError(f"{given!r} is not one of the options")
                return {"selected_option": options[str(given)]}
            case _:
                return {key: value for key, value in (held or {}).items() if key != "type"}

    def _feedback(self, element: Json, given: str | Sequence[str] | None) -> dict[str, Any]:
        for name in ("positive_button", "negative_button"):
            if element[name]["value"] == given:
                return {"value": given, "text": element[name]["text"]}
        raise GestureError(f"{given!r} is neither of the two")
