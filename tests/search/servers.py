"""Search servers that misbehave: each listens on a port of its own and answers every request in its own wrong way."""

import contextlib
import json
import select
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator

PRODUCT = "X-Elastic-Product: Elasticsearch\r\n"


def answer(status: str, body: str, *, headers: str = PRODUCT) -> bytes:
    content = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}Content-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


def says(status: str, body: str, **kwargs) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(answer(status, body, **kwargs))


def hangs(connection: socket.socket) -> None:
    time.sleep(30)


def drips(connection: socket.socket) -> None:
    """Sends a byte now and then: no single wait for the next one is ever long."""
    content = answer("200 OK", "{" + " " * 10 + "}")
    connection.sendall(content[:-12])
    for byte in content[-12:]:
        time.sleep(0.2)
        connection.sendall(bytes([byte]))


def hangs_up(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


ERROR = json.dumps({"error": {"type": "es_rejected_execution_exception", "reason": "full"}, "status": 429})
EMPTY = {"hits": {"total": {"value": 0}, "hits": []}, "timed_out": False, "_shards": {"failed": 0, "successful": 1}}
MISBEHAVIOUR = {
    "hangs": hangs,
    "drips": drips,
    "hangs up": hangs_up,
    "is full": says("429 Too Many Requests", ERROR),
    "is broken": says("503 Service Unavailable", "<html>proxy</html>"),
    "refuses the password": says("401 Unauthorized", json.dumps({"error": {"type": "security_exception"}})),
    "sends half of an answer": says("200 OK", '{"hits": {"total"'),
    "sends no JSON": says("200 OK", "<html>welcome</html>"),
    "sends a list": says("200 OK", "[]"),
    "sends nothing of use": says("200 OK", "{}"),
    "leaves out the counts": says("200 OK", json.dumps(EMPTY)),
    "is something else": says("200 OK", json.dumps(EMPTY), headers=""),
}


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behave: Callable[[socket.socket], None]):
        self.behave, self.asked = behave, 0
        self.heads: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request, client_address):
        """Visitors hang up on servers like these."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        head = self.request.recv(65_536)
        if head:
            self.server.heads.append(head.decode("latin-1"))
            self.server.asked += 1
            self.server.behave(self.request)


@contextlib.contextmanager
def server(behave: Callable[[socket.socket], None], *, kind: type[Server] = Server) -> Iterator[Server]:
    with kind(behave) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()


def closed_port() -> str:
    """An address nobody listens at."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{bound.getsockname()[1]}"


class Switch:
    """Stands between the portal and a real server: lets everything through, or misbehaves from one moment on."""

    def __init__(self, target: tuple[str, int]):
        self.target = target
        self.behave: Callable[[socket.socket], None] | None = None
        self.connections: set[socket.socket] = set()

    def turn(self, behave: Callable[[socket.socket], None] | None) -> None:
        """Also cuts what is open, as a server does that goes away."""
        self.behave = behave
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def __call__(self, connection: socket.socket, first: bytes) -> None:
        if self.behave is not None:
            self.behave(connection)
            return
        with socket.create_connection(self.target) as upstream:
            self.connections |= {connection, upstream}
            upstream.sendall(first)
            other = {connection: upstream, upstream: connection}
            while True:
                for ready in select.select(list(other), [], [])[0]:
                    data = ready.recv(65_536)
                    if not data:
                        self.connections -= {connection, upstream}
                        return
                    other[ready].sendall(data)


@contextlib.contextmanager
def switch(target: tuple[str, int]) -> Iterator[tuple[Switch, str]]:
    between = Switch(target)

    class Through(socketserver.BaseRequestHandler):
        def handle(self):
            first = self.request.recv(65_536)
            if first:
                with contextlib.suppress(OSError, ValueError):
                    between(self.request, first)

    class Listener(Server):
        def __init__(self):
            socketserver.ThreadingTCPServer.__init__(self, ("127.0.0.1", 0), Through)

    with Listener() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield between, running.address
        finally:
            running.shutdown()
            thread.join()
