"""Log lines: fields after the message, secrets nowhere, Slack's own loggers never below INFO."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import App
from slack_bolt.logger import get_bolt_logger

from bot import logs
from tests.loggers import put_back

LOGGER = logging.getLogger("bot.test")


@contextmanager
def configured(level: str) -> Iterator[StringIO]:
    """What is logged meanwhile."""
    with put_back():
        written = StringIO()
        logs.configure(level, written)
        yield written


def test_fields_come_after_the_message_in_their_order() -> None:
    with configured("INFO") as written:
        LOGGER.info("answered", extra={"gesture": "mention", "quotes": 3, "ms": 142, "reference": "7Q2F01"})

    line = written.getvalue()
    assert line.endswith(" INFO bot.test: answered gesture=mention quotes=3 ms=142 reference=7Q2F01\n")


def test_a_field_of_several_words_is_one_field() -> None:
    with configured("INFO") as written:
        LOGGER.info("failed", extra={"why": "no such\nchannel", "empty": ""})

    assert written.getvalue().endswith("failed why='no such\\nchannel' empty=''\n")


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-2-abc",
        "xapp-1-A1-abc",
        "https://hooks.slack.com/commands/T1/2/abc",
        "http://127.0.0.1:3000/hooks/actions/abc",
        "wss://wss-primary.slack.com/link/?ticket=abc",
    ],
)
def test_no_secret_is_written_wherever_it_stands(secret: str) -> None:
    with configured("INFO") as written:
        LOGGER.warning("it was %s", secret, extra={"field": secret})
        LOGGER.error("failed", exc_info=ValueError(secret))

    lines = written.getvalue()
    assert "abc" not in lines
    assert lines.count("(removed)") == 3
    assert "ValueError" in lines


def test_slacks_own_loggers_stay_at_info_for_at_debug_they_write_what_people_say() -> None:
    with configured("DEBUG") as written:
        get_bolt_logger(App).debug("How did Kent do?")
        logging.getLogger("slack_sdk.web").debug("How did Kent do?")
        LOGGER.debug("ours")

    assert "Kent" not in written.getvalue()
    assert "ours" in written.getvalue()


def test_a_frame_that_slacks_client_cannot_read_is_not_written_out() -> None:
    with configured("INFO") as written:
        logging.getLogger("slack_bolt.App").warning('frame (opcode: -, payload: "text":"How did\nKent do?"}')

    assert written.getvalue().endswith("frame (opcode: -, payload: (removed)\n")


def test_there_is_one_handler_however_often_it_is_configured() -> None:
    with configured("INFO"):
        logs.configure("WARNING")

        assert (len(logging.getLogger().handlers), logging.getLogger().level) == (1, logging.WARNING)


@given(st.text())
def test_a_reference_is_short_and_always_the_same(sent: str) -> None:
    mark = logs.reference(sent)

    assert mark == logs.reference(sent)
    assert len(mark) == 6
    assert mark == mark.upper()


def test_references_differ() -> None:
    assert len({logs.reference(f"T1:C1:{number}.0") for number in range(500)}) == 500
