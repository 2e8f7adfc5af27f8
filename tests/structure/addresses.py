"""Every address a reader can come to by following links from the start pages, in every language."""

from collections import deque
from functools import cache
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# Answers that are no page, and what a reader without an account has no business at.
NOT_WALKED = ("/static/", "/media/", "/sprache/", "/cms/", "/dokumente/")
# One page of each kind stands for its many brothers: the centres and programmes of the directory.
SAMPLES = {"beratungsstellen": 4, "programme": 4, "hinweise": 1}

HANDOUT = "c=zrb-nordbayern-nuernberg&p=eurp&e=vernetzungstag-nuernberg"
HANDOUTS = [("de", "ar"), ("ar", "ar"), ("en", "de")]


@cache
def crawl() -> dict[str, BeautifulSoup]:
    """Address → page, for all that start pages lead to. Call it inside the ``demo`` fixture only."""
    client = Client()
    waiting = deque(f"/{language}/" for language in LANGUAGES)
    waiting.extend(f"/{language}/suche/?q=beratung" for language in LANGUAGES)
    waiting.extend(f"/{language}/beratungsstellen/?place=90513" for language in LANGUAGES)
    waiting.extend(
        f"/{language}/beratungsstellen/?place=90513&anker=yes&language=ar&open=now" for language in LANGUAGES
    )
    # Asked back, outside, a reception facility, nothing found.
    for asked in ("place=Neustadt", "place=Nirgendwo", "place=10115", "place=Manching", "q=xqzwv"):
        waiting.extend(f"/{language}/beratungsstellen/?{asked}" for language in LANGUAGES)
    waiting.extend(f"/{language}/suche/?q=beratung&kind=centre" for language in LANGUAGES)
    waiting.extend(f"/{language}/suche/?q=xqzw" for language in LANGUAGES)
    waiting.extend(f"/{language}/verzeichnis/hinweis/stand/?reference=X" for language in LANGUAGES)
    waiting.extend(f"/{language}/programme/bayerisches-rueckkehrprogramm/" for language in LANGUAGES)
    # The invented centre says everything an entry can say.
    waiting.extend(f"/{language}/beratungsstellen/musterberatungsstelle-demo/" for language in LANGUAGES)
    waiting.extend(f"/{language}/merkblatt/?place=90513" for language in LANGUAGES)
    waiting.extend(f"/{language}/merkblatt/druck/?{HANDOUT}&lang={other}" for language, other in HANDOUTS)
    waiting.extend(f"/{language}/programme/pruefen/" for language in LANGUAGES)
    waiting.extend(f"/{language}/programme/?country=SY&state=running" for language in LANGUAGES)
    # Narrowed, nothing that fits, and the page after a form was sent.
    for asked in (
        "?mode=online", "?region=092&kind=networking-day", "benachrichtigung/gesendet/", "einbetten/?mode=online",
    ):  # fmt: skip
        waiting.extend(f"/{language}/veranstaltungen/{asked}" for language in LANGUAGES)
    waiting.extend(["/konto/login/", "/konto/login/code/", "/bereich/anmelden/", "/konto/password/reset/"])
    waiting.extend(["/api/", "/api/konformitaet/"])
    seen: set[str] = set(waiting)
    taken: dict[tuple[str, str], int] = {}
    pages: dict[str, BeautifulSoup] = {}
    while waiting:
        address = waiting.popleft()
        if not _is_sampled(address, taken):
            continue
        response = client.get(address)
        if response.status_code in (301, 302):
            target = urljoin(address, response["Location"])
            if target not in seen:
                seen.add(target)
                waiting.append(target)
            continue
        assert response.status_code == 200, f"{address}: {response.status_code}"
        if not response["Content-Type"].startswith("text/html"):
            continue
        pages[address] = soup = BeautifulSoup(response.content.decode(), "html.parser")
        for link in soup.find_all("a", href=True):
            if link.has_attr("data-leave"):  # leads to the page that is empty on purpose
                continue
            target = urlsplit(urljoin(address, link["href"]))
            path = target.path
            if target.netloc or target.scheme or target.query or path.startswith(NOT_WALKED) or path in seen:
                continue
            seen.add(path)
            waiting.append(path)
    return pages


def _is_sampled(address: str, taken: dict[tuple[str, str], int]) -> bool:
    parts = urlsplit(address).path.strip("/").split("/")
    if len(parts) == 5 and parts[1:4] == ["verzeichnis", "hinweis", "zu"]:
        parts = [parts[0], "hinweise", parts[4]]
    if len(parts) != 3 or parts[1] not in SAMPLES:
        return True
    place = (parts[0], parts[1])
    taken[place] = taken.get(place, 0) + 1
    return taken[place] <= SAMPLES[parts[1]]


def language_of(address: str) -> str:
    first = address.strip("/").split("/")[0]
    return first if first in LANGUAGES else "de"
