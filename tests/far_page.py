"""A workspace that runs in another process, and somebody who uses its page without a script."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from tests.html_reading import Parsed

ROOT = Path(__file__).parents[1]
START_SECONDS = 200
"""For a first start on a machine that is busy with other work: the library is embedded."""
STOP_SECONDS = 30

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(slots=True)
class Program:
    """A program that is running, and what it has printed."""

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def started(cls, *arguments: str, folder: Path = ROOT, **environment: str) -> Iterator[Self]:
        """Run Python in ``folder``, with nothing of this environment but where programs are."""
        known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env=known | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        program = cls(process)
        try:
            yield program
        finally:
            process.kill()
            process.communicate()

    def wait_for_line(self, holding: str) -> str:
        """The first line it prints that holds this; AssertionError when it ends without one."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line.strip())
            if holding in line:
                return line.strip()
        raise AssertionError(f"{holding!r} is not in {self.printed}")

    def stop(self) -> int:
        """Ask it to end, as a supervisor does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)


def address_in(line: str) -> str:
    found = _ADDRESS.search(line)
    assert found, line
    return found.group()


class FarVisitor:
    """A person at the page of a workspace of which only the address is known."""

    def __init__(self, url: str, patience_seconds: float = 30) -> None:
        self.url = url
        self._client = httpx.Client(
            base_url=url, follow_redirects=True, trust_env=False, timeout=patience_seconds
        )
        self._client.get("/app/about").raise_for_status()  # Gives the cookie without which no form is taken.

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def page(self, path: str) -> str:
        return self._client.get(path).raise_for_status().text

    def post(self, path: str, **fields: str) -> None:
        """Send one of the page's forms, as its script does."""
        answer = self._client.post(path, data=fields, headers={"Origin": self.url, "X-Live": "1"})
        assert answer.raise_for_status().json()["done"], fields

    def say(self, channel: str, text: str, thread: str = "") -> None:
        self.post("/ui/say", channel=channel, text=text, thread=thread)

    def press(self, html: str, button: str) -> None:
        """Press a button of the last message or view that has it: the form it stands in is sent."""
        self.post("/ui/act", **form_around(html, button))

    def wait_for(self, part: str, condition: Callable[[str], Any], **looked_at: str) -> str:
        """A part of the page, once the condition is true of it; httpx.ReadTimeout when it never is."""
        with self._client.stream("GET", "/ui/events", params=looked_at) as response:
            for line in response.iter_lines():
                parts: Mapping[str, str] = json.loads(line[6:]) if line.startswith("data: ") else {}
                if part in parts and condition(parts[part]):
                    return parts[part]
        raise AssertionError(f"the stream of changes ended: {part}")


def form_around(html: str, button: str) -> dict[str, str]:
    """What a press on the button sends: the hidden fields printed before it, and its own value."""
    sent: dict[str, str] = {}
    for tag, attributes in Parsed(html).elements:
        name, value = attributes.get("name") or "", attributes.get("value") or ""
        if tag == "input" and attributes.get("type") == "hidden":
            sent[name] = value
        if tag == "button" and name == "act" and button in json.loads(value):
            return {**sent, "act": value}
    raise AssertionError(f"there is no button {button}")
