"""Other hosts are asked only where they are public, at every redirect, and neither long nor much."""

import socket
import time

import pytest

from portal import outside
from tests.builders.web import web_server


@pytest.fixture
def web():
    with web_server() as server:
        yield server


def anywhere(address: str, port: int) -> bool:
    return True


def why(url: str, **more) -> str:
    with pytest.raises(outside.Unreachable) as failure:
        outside.status_of(url, **more)
    return failure.value.code


@pytest.fixture
def names(monkeypatch):
    """``names["a.example"] = [addresses of each look-up]``; the last one stays."""
    known, original = {}, socket.getaddrinfo

    def look_up(host, *args, **kwargs):
        if host not in known:
            return original(host, *args, **kwargs)
        found = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        if isinstance(found, Exception):
            raise found
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, 1, 6, "", (one, 0)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


# --- which addresses ---


NOT_PUBLIC = (
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",  # noqa: S104
    "100.64.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2001:db8::1", "nonsense", "",
)  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public_is_refused(address):
    assert not outside.is_public(address)
    assert not outside.may_connect(address, 443)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_what_is_public_may_be_asked_on_the_ports_of_the_web_alone(address):
    assert [outside.may_connect(address, port) for port in (80, 443, 25, 22, 5432)] == [True, True, False, False, False]


# --- the guard ---


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked_however_it_is_written(web, host):
    assert why(web.url(host=host), guard=lambda address, port: outside.is_public(address)) in ("private", "name")

    assert web.asked == []


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://[::1]/",
        "//127.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://127.0.0.1:70/",
    ],
)
def test_a_redirect_is_looked_at_like_the_first_address(web, target):
    web.answers["/"] = (302, target)

    code = why(web.url(), guard=lambda address, port: port == web.port or outside.may_connect(address, port))

    assert code in ("private", "address")
    assert [path for path, _headers in web.asked] == ["/"]


def test_a_redirect_to_another_server_of_this_machine_is_refused(web):
    with web_server() as inner:
        web.answers["/"] = (302, inner.url("/secret"))

        assert why(web.url(), guard=lambda address, port: port == web.port) == "private"

        assert inner.asked == []


def test_one_private_address_among_public_ones_is_enough_to_refuse(names):
    names["mixed.example"] = [["93.184.216.34", "127.0.0.1"]]

    assert why("http://mixed.example/") == "private"


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(web, names):
    """A name that means something else a moment later gets nobody in."""
    names["rebinding.example"] = [["127.0.0.1"], ["127.0.0.2"]]

    url = web.url(host="rebinding.example")

    assert outside.status_of(url, guard=lambda address, port: address == "127.0.0.1") == 200
    assert names["rebinding.example"] == [["127.0.0.2"]]  # looked up once
    assert why(url, guard=lambda address, port: address == "127.0.0.1") == "private"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/only/a/path", "http://", "http://[::1", "http://a:99999/", "data:text/html,x", ""]
)
def test_what_is_no_address_of_a_website_is_not_asked(url):
    assert why(url, guard=anywhere) == "address"


# --- answers ---


@pytest.mark.parametrize("status", [200, 204, 403, 404, 500])
def test_the_status_is_told(web, status):
    web.answers["/a?b=c"] = (status, "")

    assert outside.status_of(web.url("/a?b=c#part"), guard=anywhere) == status
    assert web.asked[0][0] == "/a?b=c"


def test_three_redirects_are_followed_and_no_fourth(web):
    web.answers |= {f"/{number}": (301, f"/{number + 1}") for number in range(4)}

    assert outside.status_of(web.url("/1"), guard=anywhere) == 200
    assert why(web.url("/0"), guard=anywhere) == "redirects"
    assert len(web.asked) == 8


def test_the_portal_says_who_asks(web):
    outside.status_of(web.url(), guard=anywhere)

    assert web.asked[0][1]["User-Agent"] == "Neustart-Portal link check (+http://testserver)"
    assert "Cookie" not in web.asked[0][1]


def test_no_line_can_be_smuggled_into_the_question(web):
    outside.status_of(web.url("/a b\u00fc?x=1%0d%0aHost: b c"), guard=anywhere)

    path, headers = web.asked[0]
    assert path == "/a%20b%C3%BC?x=1%0d%0aHost:%20b%20c"
    assert headers["Host"] == f"127.0.0.1:{web.port}"


def test_an_answer_that_drips_ends_in_time(web, monkeypatch):
    monkeypatch.setattr(outside, "SECONDS", 0.5)
    began = time.monotonic()

    assert why(web.url("/drip"), guard=anywhere) == "time"

    assert time.monotonic() - began < 2


def test_nobody_there_is_no_connection(web):
    with web_server() as gone:
        pass

    assert why(gone.url(), guard=anywhere) == "connection"


@pytest.mark.parametrize(
    ("error", "code"), [(socket.EAI_NONAME, "name"), (socket.EAI_NODATA, "name"), (socket.EAI_FAIL, "name")]
)
def test_a_name_that_stands_for_no_host_is_told(names, error, code):
    names["gone.example"] = [socket.gaierror(error, "no")]

    assert why("https://gone.example/") == code


def test_when_names_cannot_be_looked_up_nothing_is_said(names):
    names["any.example"] = [socket.gaierror(socket.EAI_AGAIN, "later")]

    with pytest.raises(outside.Unknown):
        outside.status_of("https://any.example/")
