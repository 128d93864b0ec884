"""How long Slack waits, in seconds; tests may be less patient."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """Slack's own durations, documented unless said otherwise."""

    ack_seconds: float = 3
    """For the app to acknowledge an envelope or request."""
    redelivery_seconds: tuple[float, ...] = (0, 60, 300)
    """Pauses before an event is sent again: at once, after a minute, after five."""
    trigger_seconds: float = 3
    status_seconds: float = 120
    stream_seconds: float = 300
    """A stream ends then, however busy: observed, https://github.com/slackapi/python-slack-sdk/issues/1859."""
    response_url_seconds: float = 1800
    response_url_uses: int = 5
    schedule_days: int = 120
    connection_seconds: int = 18_060
    """What ``hello`` says of a socket's expected life."""
    refresh_warning_seconds: float = 0.2
    """From the announcement that a socket is refreshed to its end; Slack gives about ten."""
    upkeep_seconds: float = 0.5
    """Between looks at what is due: scheduled messages, statuses, streams. Ours, not Slack's."""
    ping_seconds: float = 15
    """Between the server's pings; not documented."""
