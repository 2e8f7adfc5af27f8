"""Asking other hosts, where an operator has switched it on: public addresses only, little, and not for long.

An address in an entry is what somebody typed. Before anything is sent its host is resolved, every address found must be
public, and the connection goes to the address that was looked at, not to what the name means a moment later. The same
is done for each redirect.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from email.parser import BytesHeaderParser
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 3
SECONDS = 5.0  # for one host, everything included but the look-up of its name
LONGEST_HEAD = 16_384  # bytes of an answer; what comes after its head is not read
NAT64 = ipaddress.ip_network("64:ff9b::/96")
REDIRECTS = (301, 302, 303, 307, 308)

# Says whether a connection to this address and port may be made.
Guard = Callable[[str, int], bool]


class Unreachable(Exception):
    """The host does not answer; ``code`` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Unknown(Exception):
    """Nothing can be said: names cannot be looked up at the moment."""


def is_public(address: str) -> bool:
    """True for what the whole internet can reach. Addresses that wrap another one are as public as that."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def may_connect(address: str, port: int) -> bool:
    return port in PORTS.values() and is_public(address)


def addresses_of(host: str) -> list[str]:
    """The addresses of a name; none where the name exists but stands for no host."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise Unknown from error
        if error.errno == getattr(socket, "EAI_NODATA", None):
            return []
        raise Unreachable("name") from error
    except ValueError as error:  # a label that is empty or too long, or a character no name has
        raise Unreachable("name") from error
    return list(dict.fromkeys(entry[4][0] for entry in found))


def status_of(url: str, *, guard: Guard = may_connect) -> int:
    """The status of the last answer after at most three redirects."""
    for _number in range(MOST_REDIRECTS + 1):
        status, location = _ask(url, guard)
        if status not in REDIRECTS or not location:
            return status
        url = urljoin(url, location)
    raise Unreachable("redirects")


def _ask(url: str, guard: Guard) -> tuple[int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise Unreachable("address") from error
    if parts.scheme not in PORTS or not host:
        raise Unreachable("address")
    found = addresses_of(host)
    if not found:
        raise Unreachable("name")
    if not all(guard(address, port) for address in found):
        raise Unreachable("private")
    return _answer(found, host, port, parts)


def _answer(found: list[str], host: str, port: int, parts) -> tuple[int, str]:
    until = time.monotonic() + SECONDS
    try:
        with _connect(found, port, until) as plain:
            if parts.scheme == "http":
                return _head(_send(plain, host, parts, until))
            with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure:
                return _head(_send(secure, host, parts, until))
    except ssl.SSLCertVerificationError as error:
        raise Unreachable("certificate") from error
    except TimeoutError as error:
        raise Unreachable("time") from error
    except OSError as error:
        raise Unreachable("connection") from error


def _left(until: float) -> float:
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _connect(found: list[str], port: int, until: float) -> socket.socket:
    """The first address that takes the connection; a name often has one this machine has no way to."""
    *others, last = found
    for address in others:
        try:
            return socket.create_connection((address, port), timeout=_left(until) / 2)
        except OSError:
            continue
    return socket.create_connection((last, port), timeout=_left(until))


def _send(connection: socket.socket, host: str, parts, until: float) -> bytes:
    """Ask, and read the head of the answer: no more bytes and no longer than allowed, however slowly they drip."""
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*") + ("?" if parts.query else "")
    path += quote(parts.query, safe="/%:=&?~+!$,;'@()*")
    name = f"[{host}]" if ":" in host else host.encode("idna").decode()
    name += f":{parts.port}" if parts.port else ""
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: {name}",
        f"User-Agent: Neustart-Portal link check (+{settings.BASE_URL})",
        "Accept: */*",
        "Connection: close",
    )
    connection.settimeout(_left(until))
    connection.sendall("\r\n".join((*lines, "", "")).encode())
    head = b""
    while b"\r\n\r\n" not in head and len(head) < LONGEST_HEAD:
        connection.settimeout(_left(until))
        part = connection.recv(4096)
        if not part:
            break
        head += part
    return head


def _head(head: bytes) -> tuple[int, str]:
    first, _end, rest = head.partition(b"\r\n")
    words = first.split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        raise Unreachable("answer")
    location = BytesHeaderParser().parsebytes(rest.partition(b"\r\n\r\n")[0]).get("Location", "")
    return int(words[1]), str(location)
