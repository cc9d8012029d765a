"""The socket that all web processes of a group take their connections from."""

import socket

BACKLOG = 2_048


class PortTaken(Exception):
    """Another program listens there already; set ALCUIN_PORT to another port."""


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as fault:
        raise PortTaken(f"{host}:{port}: {fault.strerror}. {PortTaken.__doc__}") from fault
    listening.listen(BACKLOG)
    return listening
