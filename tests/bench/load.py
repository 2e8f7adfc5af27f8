"""A small load generator on raw sockets: it must cost far less than the server it measures."""

import socket
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What one round measured; times in seconds."""

    requests: int
    seconds: float
    times: list[float]
    statuses: dict[int, int]

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int):
        self.port = port
        self.open()

    def open(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer."""
        try:
            self.socket.sendall(request)
            return self.read()
        except (ConnectionError, IndexError):
            self.open()
            self.socket.sendall(request)
            return self.read()

    def read(self) -> tuple[int, bytes, bytes]:
        data = self.rest
        while b"\r\n\r\n" not in data:
            data += self.more()
        head, _, body = data.partition(b"\r\n\r\n")
        lower = head.lower()
        _, found, rest = lower.partition(b"content-length:")
        length = int(rest.split(b"\r\n")[0]) if found else 0
        while len(body) < length:
            body += self.more()
        self.rest = body[length:]
        if b"connection: close" in lower:
            self.socket.close()
            self.open()
        return int(head.split(b" ", 2)[1]), head, body[:length]

    def more(self) -> bytes:
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError
        return chunk


def get(path: str, port: int, *extra: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *extra, "", ""]
    return "\r\n".join(lines).encode()


def fetch(path: str, port: int, *extra: str) -> tuple[int, bytes, bytes]:
    return Connection(port).ask(get(path, port, *extra))


def hammer(path: str, port: int, *, seconds: float, connections: int = 4) -> Load:
    """Ask for one address over keep-alive connections for so many seconds."""
    request, end = get(path, port), time.perf_counter() + seconds

    def one() -> tuple[list[float], dict[int, int]]:
        connection, times, statuses = Connection(port), [], {}
        while (start := time.perf_counter()) < end:
            status, _, _ = connection.ask(request)
            times.append(time.perf_counter() - start)
            statuses[status] = statuses.get(status, 0) + 1
        return times, statuses

    start = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        results = [future.result() for future in [pool.submit(one) for _ in range(connections)]]
    took = time.perf_counter() - start
    times = [value for part, _ in results for value in part]
    statuses: dict[int, int] = {}
    for _, part in results:
        for status, count in part.items():
            statuses[status] = statuses.get(status, 0) + count
    return Load(len(times), took, times, statuses)


def in_turns(asks: dict[str, tuple[str, int]], *, rounds: int = 5, seconds: float = 1.5) -> dict[str, list[Load]]:
    """Measure several addresses in turns, so that a slow moment of the machine hits all of them alike."""
    results: dict[str, list[Load]] = {name: [] for name in asks}
    for _ in range(rounds):
        for name, (path, port) in asks.items():
            results[name].append(hammer(path, port, seconds=seconds))
    return results


def median_per_second(loads: list[Load]) -> float:
    return statistics.median(load.per_second for load in loads)
