"""The four journeys of the portal, as a person goes them; they name no words, so that they hold in every language."""

import re
import time

from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from portal.demo import PASSWORD, TOTP_SECRET
from tests.browser.portal import Portal, text_of
from tests.browser.visit import Visit
from tests.builders.referral import ANSWERS

# Of different centres. One address gets no more than three codes a minute, so journeys in a row take turns.
MEMBER, OTHER_MEMBER = "beratungsstelle@demo.example", "zweite-stelle@demo.example"
CASE_STAFF = "fallarbeit@demo.example"
EVENT = "infoveranstaltung-niederbayern"
SUBMIT = "button[type=submit]"


# --- 1. find a centre ---


def find_centres(visit: Visit, language: str) -> None:
    """From the home page to the entry of a centre for 90513 Zirndorf."""
    visit.open(f"/{language}/")
    visit.main("[name=place]").fill("90513 Zirndorf")
    visit.press(visit.main("form").filter(has=visit.page.locator("[name=place]")).locator(SUBMIT).first)
    assert visit.path == f"/{language}/beratungsstellen/"
    names = visit.main(f"a[href^='/{language}/beratungsstellen/']").all_inner_texts()
    assert any("Zirndorf" in name for name in names), names
    assert any("Nordbayern" in name for name in names), names
    visit.press(visit.main(f"a[href^='/{language}/beratungsstellen/']").filter(has_text="Zirndorf").first)
    assert "Zirndorf" in visit.main("h1").inner_text()


# --- 2. register for an info session, read the mail, cancel ---


def open_registration(visit: Visit, language: str) -> None:
    visit.open(f"/{language}/veranstaltungen/")
    visit.press(visit.main(f"a[href='/{language}/veranstaltungen/{EVENT}/']").first)
    visit.press(visit.main("a[href$='/anmeldung/']").first)


def register(visit: Visit, language: str, *, email: str) -> str:
    """Returns the address of the receipt."""
    open_registration(visit, language)
    visit.press(visit.main(SUBMIT).first)  # empty: the faults are named, and nothing is lost
    assert (
        visit.main("[role=alert], .error-summary, [data-error-summary]").count()
        or visit.main("[aria-invalid=true]").count()
    )
    visit.main("[name=name]").fill("Ada Muster")
    visit.main("[name=email]").fill(email)
    visit.main("[name=audience]").first.check()
    visit.press(visit.main(SUBMIT).first)
    assert email in visit.page.locator("main").inner_text()
    visit.press(visit.main("button[value=send]"))
    assert re.search(r"/anmeldung/V-[\w-]+/$", visit.path), visit.path
    assert "Ada" not in visit.page.content()
    return visit.path


def cancel_by_mail(visit: Visit, portal: Portal, *, email: str) -> str:
    """Follow the link of the confirmation; returns the text of the mail."""
    (mail,) = portal.mails_to(email)
    text = text_of(mail)
    link = re.search(r"http\S+/platz/\S+", text)[0]
    visit.open(link.removeprefix(portal.address))
    visit.press(visit.main("a[href*='/absage/']"))
    visit.press(visit.main(f"form {SUBMIT}").first)
    assert "/anmeldung/V-" in visit.path
    return text


# --- 3. refer a person, with a break in between ---


def log_in_member(visit: Visit, portal: Portal, email: str = MEMBER) -> None:
    before = len(portal.mails_to(email))
    visit.open("/bereich/")
    visit.main("[type=email]").fill(email)
    visit.press(visit.main(SUBMIT).first)
    mails = portal.mails_to(email)
    assert len(mails) == before + 1
    code = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", text_of(mails[-1]), re.MULTILINE)[1]
    visit.main("[name=code]").fill(code)
    visit.press(visit.main(SUBMIT).first)
    assert visit.path == "/bereich/"


def begin_referral(visit: Visit) -> None:
    visit.press(visit.main("a[href*='/formulare/zuweisung/']").first)
    visit.press(visit.main(f"form {SUBMIT}").first)


def answer_step(visit: Visit) -> None:
    """Fill in every control of the page that has an answer."""
    for control in visit.main("input:not([type=hidden]), select, textarea").all():
        key = (control.get_attribute("name") or "").partition("-")[2]
        answer = ANSWERS.get(key)
        kind = control.get_attribute("type")
        if kind == "radio":
            assert answer or control.get_attribute("required") is None, f"no answer for {key}"
            if control.get_attribute("value") == answer:
                control.check()
        elif kind == "checkbox":
            if answer is True or (isinstance(answer, list) and control.get_attribute("value") in answer):
                control.check()
        elif answer is not None and control.evaluate("element => element.tagName") == "SELECT":
            control.select_option(index=answer) if isinstance(answer, int) else control.select_option(answer)
        elif answer is not None:
            control.fill(answer)


def go_on(visit: Visit) -> None:
    visit.press(visit.main(f"{SUBMIT}:not([name=save])").first)


def answer_until(visit: Visit, ending: str) -> None:
    """Answer step after step until the address ends so."""
    for _step in range(12):
        if visit.path.endswith(ending):
            return
        before = visit.path
        answer_step(visit)
        go_on(visit)
        faults = visit.main("[aria-invalid=true]").count()
        assert visit.path != before, f"{visit.path} does not go on: {faults} faults"
    raise AssertionError(f"never came to {ending}")


def save_and_leave(visit: Visit) -> None:
    visit.press(visit.main("button[name=save]"))
    assert visit.path.endswith("/gespeichert/")


def continue_referral(visit: Visit) -> None:
    """From the area of the centres back into the draft, at the step that was left."""
    visit.press(visit.main("a[href*='/formulare/zuweisung/']:not([href$='/zuweisung/'])").first)


def send_referral(visit: Visit) -> str:
    """Send from the page of answers; returns the reference of the receipt."""
    visit.press(visit.main(f"form {SUBMIT}").last)
    assert "/beleg/" in visit.path, visit.path
    return re.search(r"RC-\w{4}-\w{4}", visit.page.locator("main").inner_text())[0]


# --- 4. staff moves the case on ---


def current_code(offset: int = 0) -> str:
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // mfa_settings.TOTP_PERIOD + offset))


def log_in_staff(visit: Visit, email: str = CASE_STAFF) -> None:
    visit.open("/cms/")
    visit.main("[name=login]").fill(email)
    visit.main("[name=password]").fill(PASSWORD)
    visit.press(visit.main(SUBMIT).first)
    enter_code(visit)
    if visit.path != "/cms/":
        # A code counts once, and until the next one: another journey may have used it, or it ended while it was typed.
        time.sleep(mfa_settings.TOTP_PERIOD - time.time() % mfa_settings.TOTP_PERIOD)
        enter_code(visit)
    assert visit.path == "/cms/", visit.path


def enter_code(visit: Visit) -> None:
    visit.main("[name=code]").fill(current_code())
    visit.press(visit.main(SUBMIT).first)


def move_case(visit: Visit, reference: str) -> None:
    """Find the case in the inbox and take it on."""
    visit.open("/cms/cases/")
    visit.press(visit.page.locator(f"a[href='/cms/cases/{reference}/']").first)
    state = visit.page.locator("[name=to]")
    if state.first.evaluate("element => element.tagName") == "SELECT":
        state.select_option(index=1)
    else:
        state.first.check()
    visit.press(visit.page.locator("form[action$='/move/'] button[type=submit]"))
    assert visit.path == f"/cms/cases/{reference}/"
