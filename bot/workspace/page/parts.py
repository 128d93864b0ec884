"""The page in parts: each is HTML with an id, so that it can be printed and later replaced.

A full page and the stream of changes print the very same parts, hence a page that followed the
stream looks like one that was just loaded. A new part is a template and a line in PARTS.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.workspace.conversations import can_see, is_member
from bot.workspace.faults import FaultKind
from bot.workspace.page.desk import Desk
from bot.workspace.page.lines import Lines, channel_name, names_for
from bot.workspace.page.looking import Looking, Tab
from bot.workspace.page.sidebar import Sidebar
from bot.workspace.rendering.blocks import blocks
from bot.workspace.rendering.emoji import REACTIONS, emoji
from bot.workspace.rendering.scene import Names, Scene
from bot.workspace.rendering.text import words
from bot.workspace.values import Channel, Place, View
from bot.workspace.workspace import Workspace

PARTS = (
    "sidebar", "heading", "older", "timeline", "thread", "status", "prompts", "home", "modals", "notices",
    "faults", "exchanges",
)  # fmt: skip

_FOLDER = Path(__file__).parent.parent / "templates"
_EXCHANGES = 40
Context = Mapping[str, Any]


class Parts:
    """Prints the page for whoever looks."""

    def __init__(self, workspace: Workspace, desk: Desk) -> None:
        self._workspace = workspace
        self._desk = desk
        self._templates = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._templates.filters["pretty"] = _pretty

    def page(self, looking: Looking) -> str:
        context = self._context(looking)
        parts = {name: Markup(html) for name, html in self._printed(context)}  # noqa: S704  # from our templates
        return self._templates.get_template("page.html").render(context, parts=parts)

    def parts(self, looking: Looking) -> Mapping[str, str]:
        return dict(self._printed(self._context(looking)))

    def _printed(self, context: Context) -> Iterator[tuple[str, str]]:
        for name in PARTS:
            yield name, self._templates.get_template(f"parts/{name}.html").render(context)

    def _context(self, asked: Looking) -> Context:
        looking = self._allowed(asked)
        names = names_for(self._workspace, looking)
        return {
            "looking": looking,
            "app_name": self._workspace.app.manifest.bot_name,
            "manifest": self._workspace.app.manifest,
            "sidebar": Sidebar(self._workspace, self._desk, looking, names).sections(),
            "notices": self._desk.notices(looking.user),
            **self._people(looking),
            **self._talk(looking, names),
            **self._app_surfaces(looking, names),
            **self._inspector(looking),
        }

    def _allowed(self, asked: Looking) -> Looking:
        """Nothing of a channel that this person may not, or may no longer, see."""
        channel = self._workspace.state.conversations.channel(asked.channel)
        return asked if channel and can_see(channel, asked.user) else replace(asked, channel="", thread="")

    def _people(self, looking: Looking) -> Context:
        conversations = self._workspace.state.conversations
        bot = conversations.person(self._workspace.app.bot_user)
        people = [person for person in conversations.people() if not person.is_bot]
        commands = self._workspace.app.manifest.features.slash_commands
        mentions = [(f"@{one.name}", one.real_name) for one in (*people, *([bot] if bot else []))]
        return {
            "people": people,
            "team": conversations.team(looking.person.team_id),
            "app_handle": bot.name if bot else "",
            "completions": [
                *((one.command, f"{one.command} ", one.description) for one in commands),
                *((mention, f"{mention} ", note) for mention, note in mentions),
            ],
        }

    def _talk(self, looking: Looking, names: Names) -> Context:
        state = self._workspace.state
        channel = state.conversations.channel(looking.channel)
        lines = Lines(self._workspace, self._desk, looking, names)
        days, older = lines.timeline()
        bot = self._workspace.app.bot_user
        is_with_app = looking.tab is not Tab.CHANNEL or bool(
            channel and channel.is_im and bot in channel.members
        )
        shortcuts = self._workspace.app.manifest.features.shortcuts
        return {
            "channel": channel,
            "title": _title(channel, looking, names) if channel else self._workspace.app.manifest.bot_name,
            "is_member": bool(channel and is_member(channel, looking.user)),
            "is_with_app": is_with_app,
            "tabs": list(self._tabs(looking)) if is_with_app else [],
            "shared_between": self._shared_between(channel),
            **self._members(channel, names),
            "days": days,
            "older": older,
            "thread_lines": lines.thread() if looking.thread else (),
            "shortcuts": [one for one in shortcuts if one.type == "global"],
            "message_shortcuts": [one for one in shortcuts if one.type == "message"],
            "offered": [(name, emoji(name)) for name in REACTIONS],
        }

    def _members(self, channel: Channel | None, names: Names) -> Context:
        """Who is in the channel, and who could be brought in."""
        if channel is None or channel.is_im:
            return {"members": [], "guests": []}
        everybody = self._workspace.state.conversations.people()
        return {
            "members": [names.people[one] for one in channel.members],
            "guests": [one for one in everybody if one.id not in channel.members],
        }

    def _tabs(self, looking: Looking) -> Iterator[tuple[str, str, bool]]:
        enabled = self._workspace.app.manifest.features.app_home
        if enabled.home_tab_enabled:
            yield "Home", "/app/home", looking.tab is Tab.HOME
        if enabled.messages_tab_enabled:
            yield "Messages", "/app/messages", looking.tab is Tab.CHANNEL
        yield "About", "/app/about", looking.tab is Tab.ABOUT

    def _shared_between(self, channel: Channel | None) -> str:
        teams = channel.shared_team_ids if channel else ()
        return " and ".join(self._workspace.state.conversations.team(one).name for one in teams)

    def _app_surfaces(self, looking: Looking, names: Names) -> Context:
        """What the app shows this person besides messages: prompts, status, Home, modals."""
        state = self._workspace.state
        home, stack = state.screens.home(looking.user), state.screens.stack(looking.user)
        modal = stack[-1] if stack else None
        return {
            "prompts": state.assistance.prompts(looking.channel),
            "status": state.assistance.status(looking.channel, looking.thread),
            "session": state.assistance.session(looking.channel, looking.thread),
            "home": home if looking.tab is Tab.HOME else None,
            "home_body": self._body(home, names) if home and looking.tab is Tab.HOME else "",
            "modal": modal,
            "below": words(stack[-2].content.get("title")) if len(stack) > 1 else "",
            "modal_body": self._body(modal, names) if modal else "",
            "modal_title": words(modal.content.get("title")) if modal else "",
            "modal_submit": words(modal.content.get("submit")) if modal else "",
            "modal_close": words(modal.content.get("close")) if modal else "",
        }

    def _body(self, view: View, names: Names) -> Markup:
        held = {
            (block_id, action_id): entry
            for block_id, entries in view.values.items()
            for action_id, entry in entries.items()
        }
        found = self._desk.found(view.user, Place(view_id=view.id))
        scene = Scene(names=names, prefix=view.id, held=held, errors=view.errors, found=found)
        return blocks(view.blocks, scene)

    def _inspector(self, looking: Looking) -> Context:
        exchanges: Sequence[Any] = self._workspace.inspector.exchanges() if looking.inspects else ()
        return {
            "fault_kinds": list(FaultKind),
            "faults": self._workspace.faults.on(),
            "exchanges": exchanges[: -_EXCHANGES - 1 : -1],
        }


def _title(channel: Channel, looking: Looking, names: Names) -> str:
    return channel_name(channel, looking.user, names.people)


def _pretty(value: Any) -> str:
    return "none" if value is None else json.dumps(value, indent=2, ensure_ascii=False)
