"""Every change of an entry, whoever made it, goes into its history and sets its upkeep right."""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from programmes.models.centres import Centre
from programmes.upkeep import revisions, services
from programmes.upkeep.facts import child_models


def _goes_with_its_centre(sender, origin) -> bool:
    """A row that is deleted because its centre is leaves nothing to write a history of."""
    return origin is not None and getattr(origin, "model", type(origin)) is not sender


def before_centre(sender, instance, raw=False, **kwargs):
    if instance.pk and not raw and not instance._state.adding:
        revisions.before_change(instance.pk)


def after_centre(sender, instance, created, raw=False, **kwargs):
    if not raw:
        revisions.after_change(instance.pk, is_new=created)
        services.follow_centre(instance)


def before_part(sender, instance, raw=False, origin=None, **kwargs):
    if not raw and not _goes_with_its_centre(sender, origin):
        revisions.before_change(instance.centre_id)


def after_part(sender, instance, raw=False, origin=None, **kwargs):
    if not raw and not _goes_with_its_centre(sender, origin):
        revisions.after_change(instance.centre_id)


def connect() -> None:
    pre_save.connect(before_centre, sender=Centre, dispatch_uid="upkeep-before-centre")
    post_save.connect(after_centre, sender=Centre, dispatch_uid="upkeep-after-centre")
    for name, model in child_models().items():
        for signal, receiver in (
            (pre_save, before_part),
            (pre_delete, before_part),
            (post_save, after_part),
            (post_delete, after_part),
        ):
            signal.connect(receiver, sender=model, dispatch_uid=f"upkeep-{receiver.__name__}-{name}")
