"""What the app shows one person at a time: stacks of modals, and App Homes."""

from bot.workspace.changes import Changes, HomeOpened, ViewsChanged
from bot.workspace.values import HomeTab, Json, View

STACK_LIMIT = 3
"""Modals on top of each other: https://docs.slack.dev/surfaces/modals"""


class Screens:
    """Modals by person, the one on top last; and one App Home a person."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._stacks: dict[str, tuple[View, ...]] = {}
        self._homes: dict[str, View] = {}
        self._suggested: dict[tuple[str, str], tuple[Json, ...]] = {}

    def stack(self, user: str) -> tuple[View, ...]:
        """The open modals of ``user``, the one they see last."""
        return self._stacks.get(user, ())

    def modal(self, user: str) -> View | None:
        """The modal ``user`` sees."""
        return next(reversed(self.stack(user)), None)

    def home(self, user: str) -> View | None:
        """The App Home the app has published for ``user``; None before it did."""
        return self._homes.get(user)

    def views(self) -> tuple[View, ...]:
        with self._changes.lock:
            stacks = tuple(view for stack in self._stacks.values() for view in stack)
            return stacks + tuple(self._homes.values())

    def find(self, view_id: str) -> View | None:
        return next((view for view in self.views() if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        return next((view for view in self.views() if external_id and view.external_id == external_id), None)

    def push(self, view: View) -> None:
        """Put a modal on top of the stack of its user."""
        self._set_stack(view.user, (*self.stack(view.user), view))

    def put(self, view: View) -> None:
        """Replace the view with the same id."""
        if view.id in {one.id for one in self._homes.values()}:
            self.publish(view)
        else:
            stack = tuple(view if one.id == view.id else one for one in self.stack(view.user))
            self._set_stack(view.user, stack)

    def close(self, view: View) -> None:
        """Take a modal from its stack; the one below it is seen again."""
        self._set_stack(view.user, tuple(one for one in self.stack(view.user) if one.id != view.id))

    def clear(self, user: str) -> None:
        """Close all modals of ``user``."""
        self._set_stack(user, ())

    def publish(self, view: View) -> None:
        with self._changes.lock:
            self._homes[view.user] = view
            self._changes.tell(ViewsChanged(user=view.user))

    def open_home(self, user: str, channel: str, tab: HomeTab) -> None:
        """``user`` looks at a tab of the app's page; ``channel`` is their direct message with it."""
        self._changes.tell(HomeOpened(user=user, by=user, channel=channel, tab=tab))

    def offer(self, user: str, element: str, options: tuple[Json, ...]) -> None:
        """Remember what an external select offered, so that a value can be given back as its option."""
        kept = [option for option in self.offered(user, element) if option not in options]
        self._suggested[user, element] = (*kept, *options)

    def offered(self, user: str, element: str) -> tuple[Json, ...]:
        return self._suggested.get((user, element), ())

    def _set_stack(self, user: str, stack: tuple[View, ...]) -> None:
        with self._changes.lock:
            self._stacks[user] = stack
            self._changes.tell(ViewsChanged(user=user))
