"""Bad input everywhere: no address answers with an error of the server, and what was typed stays where it was typed."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.models import User
from tests.builders.referral import filled, main_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(autouse=True)
def no_limit(settings):
    """So many questions come from one address here."""
    settings.API_REQUESTS_PER_MINUTE = 100_000


ODD = {
    "empty": "",
    "spaces": " \t  ",
    "very long": "ä" * 10_000,
    "emoji": "👩🏽‍🎓🇹🇷 ✨",
    "marks of direction": "\u202eabc\u2066\u200f def\u2069",
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "quotes": "\"';--`",
    "stars": '*** AND OR NOT NEAR("" a*',
    "NUL": "a\x00b",
    "line breaks": "a\r\nBcc: x@example.org\u2028b",
    "a date that is none": "31.02.2026",
    "numbers": "-1",
    "a huge number": "9" * 400,
    "template": "${7*7} #{7} %(name)s %s {0}",
    "combining": "Z\u0351\u036b\u0343\u036a" * 40,
    "Arabic": "زيرندورف ٩٠٥١٣",
}
# Percent-encoded bytes that are no text: half a surrogate pair, broken UTF-8.
BROKEN = ("%ED%A0%80", "%FF%FE", "%C0%AF", "%00")
QUERIES = {
    "/{}/beratungsstellen/": (
        "q", "place", "radius", "language", "audience", "mode", "provider", "programme", "country", "sort", "page",
        "open", "spoken", "gender", "access", "anker",
    ),
    "/{}/beratungsstellen/vorschlaege/orte/": ("q",),
    "/{}/merkblatt/": ("place", "q", "c", "p", "e", "lang", "large", "nothing"),
    "/{}/merkblatt/druck/": ("c", "p", "e", "lang", "large"),
    "/{}/merkblatt/merkblatt.pdf": ("c", "lang"),
    "/{}/beratungsstellen/neues.atom": ("q", "place", "radius", "language", "provider", "sort", "page"),
    "/{}/beratungsstellen/karte.json": ("q", "place", "radius", "language", "provider", "sort", "page"),
    "/{}/suche/": ("q", "kind", "language", "page", "sort"),
    "/{}/programme/": ("q", "country", "state", "level", "audience", "page"),
    "/{}/programme/pruefen/": ("country", "place", "change"),
    "/{}/suche/vorschlaege/": ("q",),
    "/{}/veranstaltungen/": ("page", "kind", "region", "topic"),
    "/{}/veranstaltungen/einbetten/": ("kind", "region", "topic"),
    "/{}/verzeichnis/hinweis/stand/": ("reference",),
    "/sprache/{}/": ("next",),
    "/api/v1/centres": (
        "q", "place", "radius", "language", "audience", "mode", "provider", "programme", "country", "sort", "page",
        "lang",
    ),
    "/api/v1/programmes": ("q", "country", "level", "state", "audience", "page"),
    "/api/v1/events": ("when", "kind", "mode", "region", "language", "page"),
    "/api/v1/districts": ("region", "page"),
    "/api/hsds/services": ("page", "per_page", "organization_id", "modified_after", "full"),
    "/api/hsds/organizations": ("page", "per_page"),
    "/api/konformitaet/": ("page", "lang"),
    "/konto/login/": ("next",),
    "/bereich/anmelden/": ("next",),
}  # fmt: skip
REGISTRATION = "/de/veranstaltungen/infoveranstaltung-niederbayern/anmeldung/"
NETWORKING_DAY = "/de/veranstaltungen/vernetzungstag-nuernberg/anmeldung/"


@pytest.mark.parametrize("odd", ODD)
def test_no_parameter_of_an_address_breaks_it(odd):
    """All parameters at once, in two languages by turns; and each one alone with one of the values, in turn."""
    client, broken, turn = Client(raise_request_exception=False), [], list(ODD).index(odd)
    for first, (pattern, names) in enumerate(QUERIES.items(), turn):
        asked = [(pattern.format("de"), {name: ODD[odd]}) for at, name in enumerate(names, first) if at % len(ODD) == 0]
        # Together they fit into the longest line a server reads.
        asked.append((pattern.format(("de", "ar")[first % 2]), dict.fromkeys(names, ODD[odd][:400])))
        for path, parameters in asked:
            response = client.get(path, parameters)
            if response.status_code >= 500:
                broken.append(f"{path} with {', '.join(parameters)}")
            if response["Content-Type"].startswith("text/html"):
                assert b"<script>alert(1)" not in response.content

    assert broken == []


@pytest.mark.parametrize("raw", BROKEN)
def test_bytes_that_are_no_text_break_nothing(raw):
    """In all parameters at once, and in each one alone one of the four, in turn."""
    client, broken, turn = Client(raise_request_exception=False), [], BROKEN.index(raw)
    for first, (pattern, names) in enumerate(QUERIES.items(), turn):
        path = pattern.format("de")
        asked = [f"{name}={raw}" for at, name in enumerate(names, first) if at % len(BROKEN) == 0]
        for query in {*asked, "&".join(f"{name}={raw}" for name in names)}:
            if client.get(path, QUERY_STRING=query).status_code >= 500:
                broken.append(f"{path}?{query}")
    for path in (
        f"/de/{raw}/",
        f"/de/beratungsstellen/{raw}/",
        f"/de/veranstaltungen/{raw}/anmeldung/",
        f"/api/{raw}",
        f"/api/v1/centres/{raw}",
        f"/api/v1/programmes/{raw}",
        f"/api/v1/events/{raw}",
        f"/api/v1/districts/{raw}",
        f"/api/hsds/services/{raw}",
        f"/api/hsds/organizations/{raw}",
        f"/api/hsds/locations/{raw}",
    ):
        if client.generic("GET", path).status_code >= 500:
            broken.append(path)

    assert broken == []


def test_the_search_box_keeps_what_was_typed():
    for path, name in (("/de/suche/", "q"), ("/de/beratungsstellen/", "place"), ("/de/beratungsstellen/", "q")):
        for typed in ('"Beratung*', "31.02.", "<b>Zirndorf</b>", "👩🏽‍🎓"):
            soup = BeautifulSoup(Client().get(path, {name: typed}).content, "html.parser")
            assert soup.main.find("input", attrs={"name": name})["value"] == typed, path


def controls(form) -> dict[str, str]:
    """Free texts of a form: their names and what stands in them."""
    texts = form.find_all("input", type=["text", "email", "search", "tel", None]) + form.find_all("textarea")
    return {c["name"]: c.get("value", "") if c.name == "input" else c.get_text().removeprefix("\n") for c in texts}


def send_odd(client: Client, address: str, typed: str):
    """Type the same into every text of a form and send it; returns the answer and the names of the texts."""
    form = main_form(client.get(address).content.decode())
    names = list(controls(form))
    return client.post(address, {**filled(form, {}), **dict.fromkeys(names, typed)}), names


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("address", [REGISTRATION, NETWORKING_DAY])
def test_a_registration_with_odd_words_is_answered_and_kept(odd, address):
    client = Client(raise_request_exception=False)

    response, names = send_odd(client, address, ODD[odd])

    assert response.status_code == 200
    shown = controls(main_form(response.content.decode()))
    kept = {"".join(shown[name].split()) for name in names}
    wanted = "".join(ODD[odd].replace("\x00", "").split())
    assert {"".join(text.replace("\x00", "").split()) for text in kept} == {wanted}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "address", ["/de/verzeichnis/hinweis/", "/de/verzeichnis/hinweis/zu/zrb-nordbayern-nuernberg/"]
)
def test_a_report_with_odd_words_is_answered(odd, address):
    client = Client(raise_request_exception=False)

    response, names = send_odd(client, address, ODD[odd])

    assert response.status_code in (200, 302)
    assert "text" in names


GROUPS = ("contact", "hours", "languages", "ways", "area", "words")


@pytest.mark.parametrize(("odd", "group"), [(odd, GROUPS[n % 6]) for t, odd in enumerate(ODD) for n in (t, t + 3)])
def test_a_proposal_of_a_centre_with_odd_words_is_answered(odd, group):
    client = Client(raise_request_exception=False)
    member = User.objects.get(email="beratungsstelle@demo.example")
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/bereich/eintrag/{member.centres.get().public_id}/{group}/"

    response, names = send_odd(client, address, ODD[odd])

    assert response.status_code in (200, 302)
    assert "note" in names


@pytest.mark.parametrize("odd", ODD)
def test_every_step_of_the_referral_answers_odd_words(odd):
    client = Client(raise_request_exception=False)
    member = User.objects.get(email="beratungsstelle@demo.example")
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    address = client.post("/de/formulare/zuweisung/beginnen/")["Location"]
    address = client.get(address, follow=True).request["PATH_INFO"]

    response, names = send_odd(client, address, ODD[odd])

    assert response.status_code in (200, 302)
    assert names
    if response.status_code == 200:
        shown = controls(main_form(response.content.decode()))
        wanted = "".join(ODD[odd].replace("\x00", "").split())
        assert {"".join(shown[name].replace("\x00", "").split()) for name in names} == {wanted}


@pytest.mark.parametrize("odd", ODD)
def test_the_log_in_answers_odd_words(odd):
    client = Client(raise_request_exception=False)
    for address, names in (
        ("/konto/login/", ("login", "password")),
        ("/konto/login/code/", ("email",)),
        ("/bereich/anmelden/", ("email",)),
        ("/konto/password/reset/", ("email",)),
    ):
        assert client.post(address, dict.fromkeys(names, ODD[odd])).status_code < 500, address


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("31", "02", "2026"), ("0", "0", "0"), ("٣", "١٠", "٢٠٢٦"), ("x", "März", "26"), ("99", "13", "1")],
)
def test_a_date_that_is_none_is_named_and_kept(day, month, year):
    client = Client(raise_request_exception=False)
    member = User.objects.get(email="beratungsstelle@demo.example")
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    address = client.post("/de/formulare/zuweisung/beginnen/")["Location"]
    first = client.get(address, follow=True).request["PATH_INFO"]
    form = main_form(client.get(first).content.decode())
    second = client.post(first, filled(form, {"contact": "Team"}))["Location"]
    second = client.get(second, follow=True).request["PATH_INFO"]
    form = main_form(client.get(second).content.decode())

    parts = {"consented_on__day": day, "consented_on__month": month, "consented_on__year": year}
    response = client.post(second, filled(form, parts))

    assert response.status_code == 200
    shown = controls(main_form(response.content.decode()))
    assert [value for name, value in shown.items() if "consented_on" in name] == [day, month, year]


@pytest.mark.parametrize("odd", ODD)
def test_the_fit_check_answers_odd_words(odd):
    client = Client(raise_request_exception=False)
    names = ("country", "status", "residence", "voluntary", "means", "situation", "departure", "age", "place")
    for language in ("de", "ar"):
        path = f"/{language}/programme/pruefen/"
        assert client.post(path, dict.fromkeys(names, ODD[odd])).status_code == 200
        assert client.post(path, {**dict.fromkeys(names, ODD[odd]), "change": "1"}).status_code == 200
        response = client.post(path, {"place": ODD[odd]})
        assert response.status_code == 200
        assert b"<script>alert(1)" not in response.content
