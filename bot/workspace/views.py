"""Modals and App Homes: how they are made, changed and stacked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.workspace.blocks import validate_view
from bot.workspace.forms import state_values
from bot.workspace.identities import with_ids
from bot.workspace.ids import Ids
from bot.workspace.refusals import RefusedError, invalid, refuse_view
from bot.workspace.screens import STACK_LIMIT
from bot.workspace.state import State
from bot.workspace.values import Json, View, ViewType


@dataclass(frozen=True, slots=True)
class Views:
    """Makes views out of what the app sends, and puts them on people's screens.

    RefusedError for what Slack would not take.
    """

    state: State
    ids: Ids
    now: Callable[[], datetime]

    def open(self, user: str, content: Json) -> View:
        """Show a modal; modals that are open already make way."""
        self._check(content, ViewType.MODAL)
        self.state.screens.clear(user)
        view = self._new(user, ViewType.MODAL, content, None)
        self.state.screens.push(view)
        return view

    def push(self, user: str, content: Json) -> View:
        """Put a modal on the one ``user`` sees."""
        below = self.state.screens.modal(user)
        if below is None:
            raise RefusedError("not_found")
        if len(self.state.screens.stack(user)) >= STACK_LIMIT:
            raise RefusedError("push_limit_reached")
        self._check(content, ViewType.MODAL)
        view = self._new(user, ViewType.MODAL, content, below)
        self.state.screens.push(view)
        return view

    def update(self, view: View, content: Json) -> View:
        """Show other content in a view; fields that are still there keep what was entered."""
        self._check(content, view.type, view)
        filled = self._filled(content)
        values = _carried_over(view.values, state_values(filled["blocks"], {}, _no_options, {}))
        updated = replace(view, content=filled, hash=self._hash(), values=values, errors={})
        self.state.screens.put(updated)
        return updated

    def publish(self, user: str, content: Json) -> View:
        """Show an App Home to ``user``."""
        self._check(content, ViewType.HOME)
        before = self.state.screens.home(user)
        if before:
            return self.update(before, content)
        view = self._new(user, ViewType.HOME, content, None)
        self.state.screens.publish(view)
        return view

    def _check(self, content: Json, kind: ViewType, view: View | None = None) -> None:
        refuse_view(validate_view(content))
        if content["type"] != kind:
            raise invalid(f"must be of type {kind} [json-pointer:/view/type]")
        same_name = self.state.screens.find_external(str(content.get("external_id") or ""))
        if same_name and (view is None or same_name.id != view.id):
            raise RefusedError("duplicate_external_id")

    def _new(self, user: str, kind: ViewType, content: Json, below: View | None) -> View:
        filled = self._filled(content)
        view_id = self.ids.new("V")
        return View(
            id=view_id,
            type=kind,
            user=user,
            content=filled,
            hash=self._hash(),
            root_view_id=below.root_view_id if below else view_id,
            previous_view_id=below.id if below else None,
            values=state_values(filled["blocks"], {}, _no_options, {}),
        )

    def _filled(self, content: Json) -> dict[str, Any]:
        return {**content, "blocks": list(with_ids(content["blocks"], self.ids))}

    def _hash(self) -> str:
        return f"{int(self.now().timestamp())}.{self.ids.secret(8)}"


def _no_options(_block_id: str, _action_id: str) -> tuple[Json, ...]:
    return ()


def _carried_over(before: Json, after: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        block_id: {
            action_id: _same_kind(before.get(block_id, {}).get(action_id), value)
            for action_id, value in fields.items()
        }
        for block_id, fields in after.items()
    }


def _same_kind(before: Json | None, after: Json) -> Json:
    return before if before and before["type"] == after["type"] else after
