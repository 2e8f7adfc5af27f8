"""The frame of every page, the pages of accounts and errors, the mails, and what all of it weighs."""

import gzip
import re
from pathlib import Path

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.models import SiteIdentity, SiteIdentityText, User
from portal.outbox import queue

ROOT = Path(settings.ROOT)
OWN_SHEETS = sorted(
    path
    for app in ("portal", "home", "programmes", "events", "forms", "search")
    for path in (ROOT / app).glob("static/**/*.css")
)
PASSWORD = "a long pass phrase for tests"


@pytest.fixture
def person(db):
    return User.objects.create_user(email="ada@example.org", password=PASSWORD)


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def log_in(client: Client, person: User) -> None:
    """Log in and prove it once more, so that pages behind the second question open."""
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


# --- Frame -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "direction", "sheet"), [("de", "ltr", "kern.css"), ("ar", "rtl", "kern.rtl.css")])
def test_the_frame_carries_language_direction_and_the_sheet_for_it(client, site_tree, language, direction, sheet):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    soup = soup_of(client.get(reverse("account_login")))

    assert (soup.html["lang"], soup.html["dir"]) == (language, direction)
    assert any(link["href"].endswith(sheet) for link in soup.select("link[rel=stylesheet]"))
    assert len(soup.select("h1")) == len(soup.select("main")) == 1


def test_the_first_stop_of_the_keyboard_leads_to_the_content(client, site_tree):
    soup = soup_of(client.get(reverse("account_login")))
    first = soup.body.find(["a", "button", "input", "summary"])

    assert soup.find(id=first["href"].removeprefix("#")).name == "main"


def test_each_language_is_offered_in_its_own_words_and_direction(client, site_tree):
    links = {link["lang"]: link for link in soup_of(client.get(reverse("account_login"))).select(".languages__link")}

    assert list(links) == [code for code, _name in settings.LANGUAGES]
    assert (links["ar"].get_text(), links["ar"]["dir"]) == ("العربية", "rtl")
    assert links["ar"]["href"].startswith("/sprache/ar/?next=")
    assert links["de"]["aria-current"] == "true"


def test_the_language_link_survives_an_address_with_parameters(client, site_tree):
    response = client.get("/de/suche/", {"q": "a&b=ü"})
    link = soup_of(response).select_one(".languages__link[lang=en]")["href"]

    assert client.get(link)["Location"] == "/en/suche/?q=a%26b%3D%C3%BC"


def test_the_union_s_emblem_stands_beside_the_words(client, site_tree):
    identity = SiteIdentity.for_site(site_tree)
    SiteIdentityText.objects.create(
        identity=identity, language="de", funding_line="Kofinanziert von der Europäischen Union"
    )
    block = soup_of(client.get(reverse("account_login"))).select_one("footer .eu-funding")

    assert block.img["alt"]
    assert int(block.img["height"]) >= 38, "one centimetre at 96 dots an inch"
    assert int(block.img["width"]) * 2 == int(block.img["height"]) * 3
    assert block.get_text(strip=True) == "Kofinanziert von der Europäischen Union"


def test_no_mark_is_larger_than_the_emblem(client, site_tree):
    soup = soup_of(client.get(reverse("account_login")))
    emblem = soup.select_one(".eu-funding img")

    for picture in soup.select("img"):
        assert int(picture["height"]) <= int(emblem["height"])


def test_without_funding_there_is_no_emblem(client, site_tree):
    SiteIdentity.objects.update_or_create(site=site_tree, defaults={"has_eu_funding": False})

    assert "eu-funding" not in client.get(reverse("account_login")).content.decode()


def test_the_emblem_has_twelve_upright_stars_in_the_prescribed_colours():
    emblem = (ROOT / "portal/static/portal/eu-emblem.svg").read_text()

    assert emblem.count("<polygon") == 12
    assert "#003399" in emblem
    assert "#ffcc00" in emblem
    assert 'viewBox="0 0 810 540"' in emblem


# --- Style sheets and weight -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", OWN_SHEETS, ids=lambda sheet: sheet.name)
def test_our_style_sheets_know_no_left_and_right(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    physical = re.findall(
        r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right)(?:-[a-z]+)?\s*:"
        r"|(?:text-align|float|clear)\s*:\s*(?:left|right)",
        text,
    )

    assert physical == []


@pytest.mark.parametrize("sheet", OWN_SHEETS, ids=lambda sheet: sheet.name)
def test_our_style_sheets_call_no_other_host(sheet):
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", sheet.read_text())


def weight(*files: Path) -> int:
    """Bytes on the wire; fonts are compressed already."""
    return sum(
        len(file.read_bytes() if file.suffix == ".woff2" else gzip.compress(file.read_bytes())) for file in files
    )


@pytest.mark.parametrize(("sheet", "unused"), [("kern.css", "noto-sans-arabic-"), ("kern.rtl.css", "fira-sans-600")])
def test_a_form_step_stays_below_sixty_kibibytes(client, site_tree, sheet, unused):
    kern, own = settings.VAR / "kern", ROOT / "portal/static/portal"
    fonts = [font for font in (kern / "fonts").iterdir() if not font.name.startswith(unused)]
    html = len(gzip.compress(client.get(reverse("account_login")).content))
    sheets = [kern / sheet, own / "portal.css", own / "parts.css", own / "print.css"]
    parts = [*sheets, own / "portal.js", own / "eu-emblem.svg", own / "mark.svg"]

    assert weight(*sheets) <= 25 * 1024
    assert weight(own / "portal.js") <= 3 * 1024
    assert html + weight(*parts, *fonts) <= 60 * 1024


def test_fonts_never_hide_text_and_lie_beside_the_sheet():
    for sheet in ("kern.css", "kern.rtl.css"):
        css = (settings.VAR / "kern" / sheet).read_text()
        faces = re.findall(r"@font-face\{.*?\}", css)
        assert faces
        for face in faces:
            assert "font-display:swap" in face
            assert (settings.VAR / "kern" / re.search(r'url\("(fonts/[^"]+)"\)', face)[1]).is_file()


def test_licences_lie_beside_the_files_made_from_the_licensed():
    names = {path.name for path in (settings.VAR / "kern/licences").iterdir()}

    assert names == {
        "kern-EUPL-1.2.md",
        "fira-sans-OFL-1.1.txt",
        "noto-sans-arabic-OFL-1.1.txt",
        "leaflet-BSD-2-Clause.txt",
    }


# --- Errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_error_pages_say_how_to_go_on(rf, site_tree, template, language):
    with translation.override(language):
        soup = BeautifulSoup(render_to_string(template, request=rf.get("/nowhere/")), "html.parser")

    assert len(soup.select("h1")) == 1
    assert soup.select_one(f"main a[href='/{language}/']")


def test_the_page_of_a_server_error_needs_no_database_and_no_context():
    soup = BeautifulSoup(render_to_string("500.html"), "html.parser")

    assert soup.html["lang"] == "de"
    assert [(part.get("lang"), part.get("dir")) for part in soup.select("section")] == [
        (None, None),
        ("en", None),
        ("ar", "rtl"),
    ]


def test_an_unknown_page_is_a_404_in_our_frame(client, site_tree):
    response = client.get("/de/gibt-es-nicht/")

    assert response.status_code == 404
    assert soup_of(response).select_one("header .search")


# --- Accounts --------------------------------------------------------------------------------------------------------

OPEN_PAGES = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_signup",
    "account_inactive",
]
INNER_PAGES = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_reauthenticate",
]


def check_account_page(response) -> None:
    soup = soup_of(response)
    assert response.status_code == 200
    assert len(soup.select("main .account h1")) == 1
    assert soup.title.get_text(strip=True).strip("– ")
    for form in soup.select("main form"):
        assert form.has_attr("novalidate") or not form.select("input:not([type=hidden])")
        assert form.select_one("button")
    assert not soup.select("[placeholder]")


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("name", OPEN_PAGES)
def test_pages_before_the_log_in(client, site_tree, name, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    check_account_page(client.get(reverse(name)))


@pytest.mark.parametrize("name", INNER_PAGES)
def test_pages_behind_the_log_in(client, site_tree, person, name):
    log_in(client, person)
    if name == "mfa_reauthenticate":
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    check_account_page(client.get(reverse(name)))


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
)
def test_pages_of_a_protected_account(client, site_tree, person, name):
    log_in(client, person)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)

    check_account_page(client.get(reverse(name)))


def test_the_log_in_asks_for_the_second_factor(client, site_tree, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)

    check_account_page(response)
    assert soup_of(response).find(id="id_code")


def test_a_wrong_password_is_told_in_the_summary_and_in_the_title(client, site_tree, person):
    with translation.override("en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        soup = soup_of(client.post(reverse("account_login"), {"login": person.email, "password": "wrong"}))

    assert soup.title.get_text(strip=True).startswith("Error: ")
    assert soup.select_one(".error-summary li")
    assert soup.find(id="id_login")["value"] == person.email


def test_the_link_of_a_password_mail_opens_and_a_used_one_says_so(client, site_tree, person):
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    opened = client.get(f"/konto/password/reset/key/{key}/", follow=True)
    stale = client.get("/konto/password/reset/key/1-abc-def/", follow=True)

    check_account_page(opened)
    assert soup_of(opened).find(id="id_password1")
    check_account_page(stale)
    assert not soup_of(stale).find(id="id_password1")


@pytest.mark.parametrize(
    ("address", "mail"), [("ada@example.org", "login_code"), ("nobody@example.org", "unknown_account")]
)
def test_a_code_is_asked_for_and_the_page_does_not_tell_who_has_an_account(
    client, site_tree, person, outbox, address, mail
):
    response = client.post(reverse("account_request_login_code"), {"email": address}, follow=True)

    check_account_page(response)
    assert soup_of(response).find(id="id_code")
    assert outbox.get().template == f"portal/emails/{mail}"


def test_a_forgotten_password_of_a_stranger_breaks_nothing(client, site_tree, person):
    check_account_page(client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True))


# --- Mails -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("name", ["login_code", "password_reset_key", "unknown_account"])
def test_mails_carry_language_direction_and_the_funding_statement(site_tree, outbox, name, language, direction):
    SiteIdentity.for_site(site_tree)
    context = {"code": "ABC-123", "password_reset_url": "https://portal.example.org/konto/x/"}
    queue(
        template=f"portal/emails/{name}", to="ada@example.org", language=language, context=context, reference="test:1"
    )
    content = outbox.get().content
    soup = BeautifulSoup(content["html"], "html.parser")

    assert (soup.html["lang"], soup.html["dir"]) == (language, direction)
    assert content["subject"].strip()
    for body in (content["text"], soup.get_text(" ")):
        with translation.override(language):
            assert translation.gettext("Co-funded by the European Union") in body
    assert content["text"].count("\u200f") == (direction == "rtl")
