"""Files on their way to Slack: a report to one person, charts with the same in words.

A report goes to direct messages alone; what a channel gets is its charts, and a pack made for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.blocks.texts import shortened
from knowledge.formats import WrittenFile
from knowledge.reports import Chart

_LONGEST_ALTERNATIVE = 1_000  # characters that Slack takes


@dataclass(frozen=True, slots=True)
class Uploads:
    """Shares files in a conversation that we are in."""

    client: WebClient

    def upload(
        self,
        channel: str,
        comment: str,
        files: Iterable[WrittenFile],
        charts: Sequence[Chart],
        thread: str | None = None,
    ) -> None:
        """Share the files and charts as one message; SlackApiError when Slack does not take them."""
        self.client.files_upload_v2(
            channel=channel,
            thread_ts=thread,
            initial_comment=comment,
            file_uploads=[*map(_file, files), *map(_chart, charts)],
            request_file_info=False,
        )


def _file(file: WrittenFile) -> dict[str, Any]:
    return {"content": file.content, "filename": file.name, "title": file.name}


def _chart(chart: Chart) -> dict[str, Any]:
    title = chart.name.replace("-", " ").capitalize()
    words = shortened(chart.alternative_text, _LONGEST_ALTERNATIVE)
    return {"content": chart.png, "filename": f"{chart.name}.png", "title": title, "alt_txt": words}
