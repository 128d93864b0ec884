"""auth.test, users.*, team.info and bots.info: who is who."""

from bot.workspace.refusals import RefusedError
from bot.workspace.values import Person
from bot.workspace.web_api.calls import Answer, Arguments, Method
from bot.workspace.web_api.pages import Paged, page_of, with_cursor
from bot.workspace.wire import person_json
from bot.workspace.workspace import Workspace


class AuthTest(Arguments):
    """auth.test."""


class UserInfo(Arguments):
    """users.info."""

    user: str
    include_locale: bool = False


class ListUsers(Paged):
    """users.list."""

    include_locale: bool = False


class LookupByEmail(Arguments):
    """users.lookupByEmail."""

    email: str


class TeamInfo(Arguments):
    """team.info."""

    team: str | None = None
    domain: str | None = None
    include_slackbot_availability: bool = False


class BotInfo(Arguments):
    """bots.info."""

    bot: str | None = None


def auth_test(workspace: Workspace, _given: AuthTest) -> Answer:
    app = workspace.app
    return {
        "url": f"{workspace.base_url}/",
        "team": workspace.state.conversations.team(app.team_id).name,
        "user": _bot(workspace).name,
        "team_id": app.team_id,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "is_enterprise_install": False,
    }


def _bot(workspace: Workspace) -> Person:
    bot = workspace.state.conversations.person(workspace.app.bot_user)
    if bot is None:
        raise RefusedError("account_inactive")
    return bot


def user_info(workspace: Workspace, given: UserInfo) -> Answer:
    person = workspace.state.conversations.person(given.user)
    if person is None:
        raise RefusedError("user_not_found")
    return {"user": person_json(person, workspace.app)}


def list_users(workspace: Workspace, given: ListUsers) -> Answer:
    """Those of the app's own team; people of other teams are met in shared channels only."""
    team_id = given.team_id or workspace.app.team_id
    people = [
        person_json(person, workspace.app)
        for person in workspace.state.conversations.people()
        if person.team_id == team_id
    ]
    shown, cursor = page_of(people, given)
    return with_cursor({"members": list(shown), "cache_ts": int(workspace.now().timestamp())}, cursor)


def lookup_by_email(workspace: Workspace, given: LookupByEmail) -> Answer:
    wanted = given.email.lower()
    for person in workspace.state.conversations.people():
        if person.email.lower() == wanted and person.team_id == workspace.app.team_id:
            return {"user": person_json(person, workspace.app)}
    raise RefusedError("users_not_found")


def team_info(workspace: Workspace, given: TeamInfo) -> Answer:
    wanted = given.team or workspace.app.team_id
    for team in workspace.state.conversations.teams():
        if team.id == wanted or (given.domain and team.domain == given.domain):
            return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}}
    raise RefusedError("team_not_found")


def bot_info(workspace: Workspace, given: BotInfo) -> Answer:
    app = workspace.app
    if given.bot not in (None, app.bot_id):
        raise RefusedError("bot_not_found")
    return {
        "bot": {
            "id": app.bot_id,
            "deleted": False,
            "name": app.manifest.bot_name,
            "updated": 0,
            "app_id": app.app_id,
            "user_id": app.bot_user,
            "icons": {},
        }
    }


METHODS = (
    Method("auth.test", AuthTest, auth_test),
    Method("users.info", UserInfo, user_info, ("users:read",)),
    Method("users.list", ListUsers, list_users, ("users:read",)),
    Method("users.lookupByEmail", LookupByEmail, lookup_by_email, ("users:read.email",)),
    Method("team.info", TeamInfo, team_info, ("team:read",)),
    Method("bots.info", BotInfo, bot_info, ("users:read",)),
)
