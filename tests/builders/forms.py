"""Form pages, their versions and walks through them; every answer is obviously made up."""

import re
from itertools import count

from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from forms.demo_content import referral
from forms.demo_content.blueprint import Blueprint
from forms.freezing import definition_of
from forms.models import FormIndexPage, FormPage, FormVersion
from forms.selectors import current_version
from portal.models import User
from tests.builders.programmes import make_centre

_number = count(1)
# One valid page of input for each step of ``make_form``.
INPUT = {
    "eins": {"eins-kind": "b"},
    "zwei": {"zwei-need": "Sentinel-Need-Kupferkanne"},
    "drei": {"drei-name": "Sentinel-Name-Zwetschge", "drei-help": ["breaks"]},
}


def index_page() -> Page:
    home = Site.objects.get(is_default_site=True).root_page
    found = FormIndexPage.objects.first()
    return found or home.add_child(instance=FormIndexPage(title="Formulare", slug="formulare", locale=home.locale))


def words(text: str) -> tuple[str, str, str]:
    return text, f"{text} (en)", f"{text} (ar)"


def short_steps() -> tuple[list[dict], Blueprint]:
    """Three steps with each envelope; the second hangs on the first, and one answer ends the form."""
    b = Blueprint()
    options = (("a", *words("Alpha")), ("b", *words("Beta")), ("x", *words("Ende")))
    steps = [
        b.step(
            "eins",
            words("Art"),
            b.question("choice", "kind", words("Welche Art?"), "operational", options=options),
            exits=(b.exit("kind", "x", words("Hier endet es"), "<p>Fragen Sie anderswo.</p>"),),
        ),
        b.step(
            "zwei",
            words("Bedarf"),
            b.question("long_text", "need", words("Was wird gebraucht?"), max_length=500),
            condition=("kind", "b"),
        ),
        b.step(
            "drei",
            words("Person"),
            b.question("text", "name", words("Name"), "identity", max_length=200, required=False),
            b.question(
                "multiple",
                "help",
                words("Was hilft?"),
                "special",
                required=False,
                options=(("breaks", *words("Pausen")),),
            ),
        ),
    ]
    return steps, b


def make_form(*, slug: str = "", audience: str = "public", purpose: str = "message", steps=None, **facts) -> FormPage:
    """A published form with ``short_steps``."""
    number = next(_number)
    page = FormPage(
        title=facts.pop("title", f"Formular {number}"),
        slug=slug or f"formular-{number}",
        audience=audience,
        purpose=purpose,
        reference_prefix="TS",
        intro="<p>Worum es geht.</p>",
        privacy_note="<p>Was damit geschieht.</p>",
        submit_label="Absenden",
        receipt_text="<p>Wir melden uns.</p>",
        steps=steps or short_steps()[0],
        live=False,
        **facts,
    )
    index_page().add_child(instance=page)
    page.save_revision().publish()
    return FormPage.objects.get(pk=page.pk)


def publish_with(page: FormPage, steps: list[dict]) -> FormPage:
    """Publish the form anew with other steps."""
    page = FormPage.objects.get(pk=page.pk)
    page.steps = steps
    page.save_revision().publish()
    return page


def make_referral_form() -> FormPage:
    """The demo's referral, without its translations."""
    facts, _words = referral.referral_form()
    page = index_page().add_child(instance=FormPage(slug=referral.SLUG, live=False, **facts))
    page.save_revision().publish()
    return FormPage.objects.get(pk=page.pk)


def referral_version() -> FormVersion:
    """The demo's referral as a version that is not stored."""
    facts, _words = referral.referral_form()
    page = FormPage(slug=referral.SLUG, **facts)
    return FormVersion(slug=page.slug, digest="referral", definition=definition_of(page), words={})


def make_member(email: str = "", *, centre=None) -> User:
    user = User.objects.create_user(email or f"member{next(_number)}@example.org")
    (centre or make_centre(f"Stelle {user.pk}")).members.add(user)
    return user


def member_client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def begin(client: Client, page: FormPage, language: str = "de") -> str:
    """Begin the form; the address of the draft, with a slash at its end."""
    answer = client.post(f"/{language}/formulare/{page.slug}/beginnen/")
    assert answer.status_code == 302, answer.status_code
    return answer["Location"]


def draft_id(address: str) -> str:
    return re.search(r"/([0-9a-f-]{36})/", address)[1]


def fill(client: Client, address: str, step: str, data: dict | None = None, **more):
    """Press “Continue” on a step."""
    management = {f"draft_{draft_id(address)}-current_step": step}
    return client.post(
        f"{address}{step}/{more.pop('query', '')}", {**management, **(INPUT[step] if data is None else data), **more}
    )


def fill_all(client: Client, page: FormPage, language: str = "de", **changes) -> str:
    """Begin the form and fill in every step, ready to be sent."""
    address = begin(client, page, language)
    for step, data in (INPUT | changes).items():
        answer = fill(client, address, step, data)
        assert answer.status_code == 302, answer.context["wizard"]["form"].errors
    return address


def send(client: Client, address: str):
    return client.post(f"{address}pruefen/")


def version_of(page: FormPage):
    return current_version(page.slug)


def start_url(page: FormPage) -> str:
    return reverse("forms:start", kwargs={"slug": page.slug})
