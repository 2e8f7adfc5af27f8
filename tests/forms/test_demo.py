import io

import pytest
from wagtail.models import Locale

from forms.definition import read_version
from forms.demo import create_forms, create_load
from forms.models import FormPage, FormVersion, Submission
from forms.models.cases import Case
from forms.selectors import current_version
from tests.builders.forms import make_referral_form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree(site_tree):
    for code in ("en", "ar"):
        Locale.objects.get_or_create(language_code=code)


def test_the_demo_forms_lack_no_word_and_can_be_made_again(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        create_forms()
    before = list(FormVersion.objects.values_list("pk", "digest"))
    with django_capture_on_commit_callbacks(execute=True):
        create_forms()

    assert list(FormVersion.objects.values_list("pk", "digest")) == before
    for slug in ("zuweisung", "frage"):
        for language in ("en", "ar"):
            definition = read_version(current_version(slug), language)
            said = [field.label for field in definition.questions()]
            said += [option.label for field in definition.questions() for option in field.options]
            said += [step.title for step in definition.steps]
            assert FormPage.objects.get(slug=slug, locale__language_code=language).live
            assert {words.language for words in said} == {language}


def test_load_adds_referrals_with_their_cases_and_no_mail(outbox):
    make_referral_form()

    create_load(3, stream=io.StringIO())
    create_load(2, stream=io.StringIO())

    assert Submission.objects.filter(reference__startswith="LD-").count() == 5
    assert Case.objects.count() == 5
    assert not outbox.exists()
