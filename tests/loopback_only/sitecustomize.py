"""What the tests allow of the network: this machine, and nothing beyond it.

Python imports a module of this name as it starts when its folder is on PYTHONPATH; then a program
that looks up or calls another machine ends at once. ``tests/conftest.py`` imports it by its long
name, which does nothing by itself.
"""

import ipaddress
import os
import sys

EXIT_CODE = 97
"""Of a program that was ended."""


def far_address(event: str, arguments: tuple[object, ...]) -> str | None:
    """The other machine that this audit event is about to look up or to call; None when it is none."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]  # Of a Unix socket the address is a path.
    else:
        return None
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    return None if _is_here(name) else name


def _is_here(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name == "localhost"
    return address.is_loopback or address.is_unspecified


def _end_if_far(event: str, arguments: tuple[object, ...]) -> None:
    if far := far_address(event, arguments):
        sys.stderr.write(f"the tests allow no network: {event} {far}\n")
        os._exit(EXIT_CODE)


if __name__ == "sitecustomize":
    sys.addaudithook(_end_if_far)
