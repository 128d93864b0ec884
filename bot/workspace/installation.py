"""The app as it is installed in the workspace: its ids, its bot user, its secrets."""

from dataclasses import dataclass

from bot.workspace.ids import Ids
from bot.workspace.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Installation:
    """One app in one team. The secrets open this local workspace and nothing else."""

    manifest: Manifest
    team_id: str
    app_id: str
    bot_id: str
    bot_user: str
    """The id of the bot user, as in <@U…>."""
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str

    def has(self, *scopes: str) -> bool:
        """Whether one of ``scopes`` was granted."""
        return any(scope in self.manifest.scopes for scope in scopes)


def install(manifest: Manifest, team_id: str, ids: Ids) -> Installation:
    app_id = ids.new("A")
    return Installation(
        manifest=manifest,
        team_id=team_id,
        app_id=app_id,
        bot_id=ids.new("B"),
        bot_user=ids.new("U"),
        bot_token=f"xoxb-{ids.secret()}",
        app_token=f"xapp-1-{app_id}-{ids.secret()}",
        signing_secret=ids.secret(32),
        verification_token=ids.secret(),
    )
