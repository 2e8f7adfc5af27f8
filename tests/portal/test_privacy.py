from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from portal.crypto import EncryptedField
from portal.privacy import DataClass, Personal, Privacy, classified_models, every_field_is_classified


def codes(monkeypatch, *found):
    monkeypatch.setattr(apps, "get_models", lambda: list(found))
    return [error.id for error in every_field_is_classified(None)]


def make_model(name, app_label, **attributes):
    meta = type("Meta", (), {"app_label": app_label})
    fields = {"nickname": models.CharField(max_length=10), "__module__": __name__, "Meta": meta}
    return type(name, (models.Model,), {**fields, **attributes})


def test_every_model_of_today_is_classified():
    assert every_field_is_classified(None) == []


@isolate_apps("events")
def test_a_model_of_forms_or_events_without_a_declaration_fails(monkeypatch):
    assert codes(monkeypatch, make_model("Undeclared", "events")) == ["portal.E001"]


@isolate_apps("events")
def test_a_field_nobody_classified_fails(monkeypatch):
    model = make_model("Forgotten", "events", privacy=Privacy(retention="never"))

    assert codes(monkeypatch, model) == ["portal.E002"]


@isolate_apps("events")
def test_a_classified_field_that_does_not_exist_fails(monkeypatch):
    privacy = Privacy(retention="never", operational=("nickname", "gone"))

    assert codes(monkeypatch, make_model("Stale", "events", privacy=privacy)) == ["portal.E003"]


@isolate_apps("events")
def test_a_classified_model_passes(monkeypatch):
    privacy = Privacy(retention="never", personal={"nickname": Personal(DataClass.IDENTITY, "a test")})

    assert codes(monkeypatch, make_model("Declared", "events", privacy=privacy)) == []


def test_every_personal_field_is_encrypted():
    """Pseudonyms (hashes, choices of statistics) are named here one by one, so that each was thought about."""
    plain = {
        f"{model.__name__}.{name}"
        for model in classified_models()
        for name in model.privacy.personal
        if not isinstance(model._meta.get_field(name), EncryptedField)
    }

    assert plain <= ALLOWED_PLAIN, plain - ALLOWED_PLAIN


ALLOWED_PLAIN: set[str] = set()
