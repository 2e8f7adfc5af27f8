"""The four journeys, with and without script, in German and in Arabic on a narrow screen, each page under axe."""

import pytest

from tests.browser import journeys

pytestmark = pytest.mark.browser
WAYS = {
    "German": {"language": "de"},
    "without script": {"language": "de", "script": False},
    "Arabic, 320 px": {"language": "ar", "width": 320},
    "Arabic, 320 px, without script": {"language": "ar", "width": 320, "script": False},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_person_finds_the_centres_for_a_place(way, visit):
    options = dict(WAYS[way])
    language = options.pop("language")
    visitor = visit(**options)

    journeys.find_centres(visitor, language)

    assert visitor.page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert visitor.context.cookies() == []


@pytest.mark.parametrize("way", WAYS)
def test_a_person_registers_reads_the_mail_and_cancels(way, visit, portal):
    options = dict(WAYS[way])
    language = options.pop("language")
    email = f"ada.{list(WAYS).index(way)}@example.org"
    visitor = visit(**options)

    receipt = journeys.register(visitor, language, email=email)
    text = journeys.cancel_by_mail(visit(**options), portal, email=email)

    reference = receipt.rstrip("/").rpartition("/")[2]
    assert reference in text
    assert "Ada" not in text
    assert visitor.page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_centre_refers_a_person_with_a_break_and_staff_moves_the_case_on(script, visit, portal):
    member = journeys.MEMBER if script else journeys.OTHER_MEMBER
    first = visit(script=script)
    journeys.log_in_member(first, portal, member)
    journeys.begin_referral(first)
    journeys.answer_until(first, "/person/")
    journeys.save_and_leave(first)
    first.close()

    second = visit(script=script)
    journeys.log_in_member(second, portal, member)
    journeys.continue_referral(second)
    assert second.path.endswith("/person/")
    journeys.answer_until(second, "/pruefen/")
    reference = journeys.send_referral(second)

    staff = visit(script=script)
    journeys.log_in_staff(staff)
    journeys.move_case(staff, reference)
    assert [mail for mail in portal.mails() if reference in journeys.text_of(mail)], "nobody was told"
