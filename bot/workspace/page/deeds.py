"""What the page's forms do: each is a gesture of the person who sent it.

A deed answers with the address to go to, or with None to stay. It needs no script: the form is
posted, the gesture made, and the browser sent back to where it was. With the script the page stays
and hears of what changed through the stream of changes.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile

from bot.workspace.faults import Fault, FaultKind
from bot.workspace.page.desk import Desk
from bot.workspace.page.entered import Given, act, entered, fields
from bot.workspace.rendering.choices import SEARCH
from bot.workspace.rendering.scene import Spot, field_name
from bot.workspace.spots import blocks_of
from bot.workspace.talk import GestureError
from bot.workspace.values import Json, Message, Outcome, Person, Place, View
from bot.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Deed:
    """One posted form, and who posted it."""

    person: Person
    form: FormData

    @property
    def user(self) -> str:
        return self.person.id

    @property
    def place(self) -> Place:
        """The view or message the form stands in."""
        if view := self.text("view"):
            return Place(view_id=view)
        return Place(channel=self.text("channel"), ts=self.text("ts"))

    def text(self, name: str) -> str:
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""


class Deeds:
    """One method a form."""

    def __init__(self, workspace: Workspace, desk: Desk) -> None:
        self._workspace = workspace
        self._desk = desk

    def by_path(self) -> dict[str, Callable[[Deed], Awaitable[str | None]]]:
        """Address → deed: all that a person can do on the page."""
        return {
            "/ui/say": self.say,
            "/ui/prompt": self.choose_prompt,
            "/ui/act": self.act,
            "/ui/options": self.find_options,
            "/ui/submit": self.submit,
            "/ui/close": self.close,
            "/ui/shortcut": self.use_shortcut,
            "/ui/stop": self.stop,
            "/ui/react": self.react,
            "/ui/delete": self.delete,
            "/ui/dismiss": self.dismiss,
            "/ui/join": self.join,
            "/ui/leave": self.leave,
            "/ui/invite": self.invite,
            "/ui/dm": self.open_dm,
            "/ui/faults": self.switch_fault,
            "/ui/notices": self.read_notices,
        }

    async def say(self, deed: Deed) -> str | None:
        """Send a message, or a command when it starts like one."""
        typed, thread = deed.text("text").replace("\r\n", "\n"), deed.text("thread")
        if typed[:1] == "/" and typed[1:2].isalpha():
            await self._command(deed, typed, thread)
            return None
        files = [await self._keep(deed, one) for one in _uploads(deed.form, "files")]
        message = self._workspace.talk.post_message(
            deed.user,
            deed.text("channel"),
            typed,
            thread or None,
            files=files,
            broadcast=bool(deed.text("broadcast")),
        )
        return self._its_thread(message)

    async def _command(self, deed: Deed, typed: str, thread: str) -> None:
        if thread:
            raise GestureError("Commands are not for threads; use the channel’s message box.")
        channel = deed.text("channel")
        await self._answered(deed, self._workspace.gestures.slash_command(deed.user, channel, typed))

    def _its_thread(self, message: Message) -> str | None:
        """A conversation with an agent goes on in its thread, so that is what is looked at next."""
        channel = self._workspace.state.conversations.channel(message.channel)
        is_with_app = channel and channel.is_im and self._workspace.app.bot_user in channel.members
        if message.is_reply or not is_with_app or not self._workspace.app.manifest.is_agent:
            return None
        return f"/c/{message.channel}?thread={message.ts}"

    async def choose_prompt(self, deed: Deed) -> str | None:
        return self._its_thread(self._workspace.gestures.choose_prompt(deed.user, int(deed.text("index"))))

    async def act(self, deed: Deed) -> str | None:
        block_id, action_id, choice = act(deed.form)
        values = await self._entered(deed)
        given = choice if choice is not None else values.get((block_id, action_id))
        future = self._workspace.gestures.act(
            deed.user, deed.place, block_id, action_id, given=given, entered=values
        )
        await self._answered(deed, future)
        return None

    async def find_options(self, deed: Deed) -> str | None:
        """Ask the app what an external select offers."""
        spot = block_id, action_id = tuple(json.loads(deed.text("find")))
        query = deed.text(SEARCH + field_name(spot))
        self._keep_typed(deed, await self._entered(deed))
        future = self._workspace.gestures.suggest(deed.user, deed.place, block_id, action_id, query)
        outcome = await self._answered(deed, future)
        grouped = (option for group in outcome.option_groups for option in group["options"])
        self._desk.offer(deed.user, deed.place, (block_id, action_id), (*outcome.options, *grouped))
        if outcome.ok and not (outcome.options or outcome.option_groups):
            self._desk.notify(deed.user, f"Nothing found for “{query}”.")
        return None

    def _keep_typed(self, deed: Deed, values: dict[Spot, Given]) -> None:
        """Searching is no gesture of Slack's, yet without a script it prints the form anew."""
        view = self._workspace.state.screens.find(deed.place.view_id or "")
        if view and view.user == deed.user:
            kept = self._workspace.gestures.spots.values(deed.user, view.blocks, values)
            self._workspace.state.screens.put(replace(view, values=kept))

    async def submit(self, deed: Deed) -> str | None:
        values = await self._entered(deed)
        await self._answered(deed, self._workspace.gestures.submit_view(deed.user, deed.text("view"), values))
        return None

    async def close(self, deed: Deed) -> str | None:
        everything = bool(deed.text("all"))
        self._workspace.gestures.close_view(deed.user, deed.text("view"), all_of_them=everything)
        return None

    async def use_shortcut(self, deed: Deed) -> str | None:
        gestures, callback_id = self._workspace.gestures, deed.text("shortcut")
        if ts := deed.text("ts"):
            future = gestures.message_shortcut(deed.user, callback_id, deed.text("channel"), ts)
        else:
            future = gestures.global_shortcut(deed.user, callback_id)
        await self._answered(deed, future)
        return None

    async def stop(self, deed: Deed) -> str | None:
        self._workspace.gestures.stop(deed.user, deed.text("channel"), deed.text("thread"))
        return None

    async def react(self, deed: Deed) -> str | None:
        self._workspace.talk.react(deed.user, deed.text("channel"), deed.text("ts"), deed.text("name"))
        return None

    async def delete(self, deed: Deed) -> str | None:
        self._workspace.talk.delete_message(deed.user, deed.text("channel"), deed.text("ts"))
        return None

    async def dismiss(self, deed: Deed) -> str | None:
        self._workspace.talk.dismiss(deed.user, deed.text("channel"), deed.text("ts"))
        return None

    async def join(self, deed: Deed) -> str | None:
        self._workspace.talk.join(deed.user, deed.text("channel"))
        return None

    async def leave(self, deed: Deed) -> str | None:
        self._workspace.talk.leave(deed.user, deed.text("channel"))
        return "/"

    async def invite(self, deed: Deed) -> str | None:
        self._workspace.talk.invite(deed.user, deed.text("channel"), deed.text("person"))
        return None

    async def open_dm(self, deed: Deed) -> str | None:
        return f"/c/{self._workspace.talk.open_dm(deed.user, deed.text('person')).id}"

    async def switch_fault(self, deed: Deed) -> str | None:
        kind, method = FaultKind(deed.text("kind")), deed.text("method").strip() or None
        if deed.text("switch") == "off":
            self._workspace.faults.switch_off(kind, method)
        else:
            times, seconds = int(deed.text("times") or 0) or None, float(deed.text("seconds") or 1)
            self._workspace.faults.switch_on(Fault(kind, times, method, seconds))
        return None

    async def read_notices(self, _deed: Deed) -> str | None:
        """Every deed clears what was said before; this one does nothing else."""
        return None

    async def _entered(self, deed: Deed) -> dict[Spot, Given]:
        """What the fields of the form hold; files are kept first, and stand there by their ids."""
        blocks = self._blocks(deed)
        values = entered(deed.form, blocks, ZoneInfo(deed.person.tz))
        for spot, kind in fields(blocks):
            if kind == "file_input" and (uploads := _uploads(deed.form, field_name(spot))):
                values[spot] = [await self._keep(deed, one) for one in uploads]
        return values

    def _blocks(self, deed: Deed) -> Sequence[Json]:
        """The blocks of the view or message the form stands in; none when it is gone."""
        state, place = self._workspace.state, deed.place
        where: View | Message | None = (
            state.screens.find(place.view_id)
            if place.view_id
            else state.conversations.message(place.channel or "", place.ts or "")
        )
        return blocks_of(where) if isinstance(where, Message) else where.blocks if where else ()

    async def _keep(self, deed: Deed, upload: UploadFile) -> str:
        content = await upload.read()
        name = upload.filename or "file"
        return self._workspace.talk.keep_file(deed.user, name, content, upload.content_type).id

    async def _answered(self, deed: Deed, future: "Future[Outcome]") -> Outcome:
        """Wait for the app, and say what went wrong; errors at fields stand at the fields."""
        outcome = await asyncio.wrap_future(future)
        if outcome.error:
            app = self._workspace.app.manifest.bot_name
            self._desk.notify(deed.user, f"{app} did not manage that: {outcome.error.replace('_', ' ')}.")
        return outcome


def _uploads(form: FormData, name: str) -> list[UploadFile]:
    """The files that were chosen; a file input nobody touched sends one without a name."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]
