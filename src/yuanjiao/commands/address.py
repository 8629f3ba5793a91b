"""Where the server listens."""

from __future__ import annotations

import errno
import ipaddress
import socket

from yuanjiao.commands.exits import Exit, Stop


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def demand_free(host: str, port: int) -> None:
    """Stop unless an address can be listened on.

    :raises Stop: (5) when another program listens there, (3) when the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Stop(Exit.NOT_READY, f"Port {port} needs more rights; choose one above 1023 with --port.") from error
        except socket.gaierror as error:
            raise Stop(Exit.NOT_READY, f"{host} is not an address of this machine.") from error
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise Stop(Exit.NOT_READY, f"{host} is not an address of this machine.") from error
            sentence = f"Another program listens on {host}:{port}. Stop it, or choose another port with --port."
            raise Stop(Exit.ADDRESS_IN_USE, sentence) from error
