"""Files that people send in a form, fetched from Slack with the token of the app.

It waits two seconds at most: whoever sent the file waits for an answer to the form, which Slack
takes within three.
"""

from http.client import HTTPException
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.wording import programmes as wording

LIMIT_BYTES = 1_000_000
_TIMEOUT_SECONDS = 2.0


class UnfetchedFileError(Exception):
    """The file cannot be had; the message is for whoever sent it."""


def fetched(client: WebClient, file: str) -> bytes:
    """The content of the file of this id; UnfetchedFileError when it is too large or out of reach."""
    try:
        described = client.files_info(file=file)["file"]
        if int(described.get("size") or 0) > LIMIT_BYTES:
            raise UnfetchedFileError(wording.TOO_LARGE)
        address = str(described.get("url_private_download") or described["url_private"])
        asked = Request(address, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310  # Slack's own
        with _opener().open(asked, timeout=_TIMEOUT_SECONDS) as answer:
            content: bytes = answer.read(LIMIT_BYTES + 1)
    except (SlackApiError, OSError, HTTPException) as error:
        raise UnfetchedFileError(wording.NOT_FETCHED) from error
    if len(content) > LIMIT_BYTES:
        raise UnfetchedFileError(wording.TOO_LARGE)
    return content


def _opener() -> OpenerDirector:
    """One that follows nobody: without the right to a file Slack leads to its page for signing in.

    Our token would be sent there.
    """
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPErrorProcessor, HTTPDefaultErrorHandler):
        opener.add_handler(handler())
    return opener
