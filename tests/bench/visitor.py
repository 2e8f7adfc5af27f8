"""Somebody who walks through forms on a real server, without script and at little cost."""

import re
from html import unescape
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from tests.bench import load

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Visitor:
    """Fills forms the way a browser without script does, over a connection of its own or one it is lent."""

    def __init__(self, port: int, connection: load.Connection | None = None):
        self.port, self.connection, self.cookies = port, connection or load.Connection(port), {}

    def ask(self, path: str, data: dict | None = None) -> tuple[str, str]:
        """Place after redirects, and the page."""
        status, location, page = self.ask_once(path, data)
        return self.ask(location) if status in (301, 302, 303) else (path, page)

    def ask_once(self, path: str, data: dict | None = None) -> tuple[int, str, str]:
        """Status, where it leads to, and the page."""
        body = urlencode(data, doseq=True).encode() if data is not None else b""
        lines = [f"{'GET' if data is None else 'POST'} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        lines.append(f"Origin: http://127.0.0.1:{self.port}")
        if data is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        status, head, content = self.connection.ask("\r\n".join([*lines, "", ""]).encode() + body)
        location = ""
        for line in head.decode().split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self.cookies[cookie] = rest.split(";")[0]
            if name.lower() == "location":
                location = value
        return status, location, content.decode()

    def filled(self, form) -> dict:
        """Every field with a plausible answer; hidden fields go back as they came, traps for programs stay empty."""
        data = {}
        for tag in form.select("input, select, textarea"):
            name, kind, needed = tag.get("name"), tag.get("type", "text"), tag.has_attr("required")
            if not name:
                continue
            if kind == "hidden":
                data[name] = tag.get("value", "")
            elif kind == "email":
                data[name] = "gast@example.org"
            elif kind in ("radio", "checkbox"):
                if needed:
                    data.setdefault(name, tag.get("value", "on"))
            elif tag.name == "select":
                if needed:
                    data[name] = next(option["value"] for option in tag.select("option") if option.get("value"))
            elif needed:
                data[name] = "Gast"
        return data

    def begin_form(self, index: str) -> str:
        """Begin the first form of the index that lets a visitor in; returns the address of its first step."""
        _place, page = self.ask(index)
        for link in BeautifulSoup(page, "html.parser").select("main a[href*='/formulare/']"):
            place, start = self.ask(link["href"])
            form = BeautifulSoup(start, "html.parser").select_one("main form[method=post]")
            if form is None:
                continue
            place, step = self.ask(form.get("action") or place, self.filled(form))
            fields = BeautifulSoup(step, "html.parser").select_one("main form[method=post] [name]")
            if fields and place.startswith("/de/formulare/"):
                return place
        raise AssertionError("no form lets a visitor in")

    def answers(self, path: str) -> dict:
        """What a guest types into the registration form, found out once: reading HTML costs more than sending it."""
        _place, page = self.ask(path)
        form = self.filled(BeautifulSoup(page, "html.parser").select_one("main form[method=post]"))
        return {name: value for name, value in form.items() if name not in dict(HIDDEN.findall(page))}

    def fill_in(self, path: str, answers: dict) -> dict:
        """Form and page to check; returns what the last click sends."""
        _place, page = self.ask(path)
        _place, page = self.ask(path, {**self.hidden(page), **answers})
        return {**self.hidden(page), "action": "send"}

    def hidden(self, page: str) -> dict:
        return {name: unescape(value) for name, value in HIDDEN.findall(page[page.index("<main") :])}
