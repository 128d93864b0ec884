"""Who somebody is, for us, from who they are in Slack.

Whoever does something with a visit is met: kept as a person, by the name that Slack shows. The
listeners go by the person's id from there on, and records by a pseudonym. Slack is asked only about
somebody new; ``greet`` asks again, for people change their names.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import uuid4

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clients import may_pass
from knowledge.store import Store
from knowledge.visits import Person

_REMARK = re.compile(r"\s*[(\[{].*?[)\]}]")  # "(she/her)" is no part of a name that texts are searched for

_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Acquaintances:
    """The people of one Slack workspace, and those its shared channels bring."""

    client: WebClient
    store: Store
    team: str
    """The workspace that the app is installed in: everybody is known by what they are called there."""

    def of(self, user: str) -> Person:
        """The person behind a Slack user."""
        return self.store.people.known(self.team, user) or self.greet(user)

    def greet(self, user: str) -> Person:
        """The same, under the name that Slack shows today."""
        profile = self.client.users_info(user=user)["user"]
        name = profile.get("real_name") or profile.get("name") or user
        return self.store.people.meet(
            Person(
                id=uuid4().hex,
                display_name=_REMARK.sub("", str(name)).strip() or str(name),
                slack_team=self.team,
                slack_user=user,
            )
        )

    def all_of(self, users: Sequence[str]) -> list[Person]:
        """The people behind several Slack users; Slack is asked about the new ones all at once."""
        if not users:
            return []
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(self.of, users))

    def by_email(self, address: str) -> Person | None:
        """Whoever has this e-mail address in Slack; None when nobody has, or it may not be asked."""
        try:
            return self.of(str(self.client.users_lookupByEmail(email=address)["user"]["id"]))
        except SlackApiError as error:
            if may_pass(error):
                raise
            return None
