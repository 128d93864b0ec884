"""The connection to Slack is closed whatever state it is in."""

from bot.serving import close


class Breaking:
    """A connection whose socket goes away while it is being closed, as the SDK's can."""

    def __init__(self) -> None:
        self.socket: object | None = object()
        self.closed = False

    def close(self) -> None:
        if self.socket is not None:
            self.socket = None
            raise AttributeError("'NoneType' object has no attribute 'close'")
        self.closed = True


def test_a_connection_that_breaks_while_it_is_closed_is_closed() -> None:
    connection = Breaking()

    close(connection)

    assert connection.closed
