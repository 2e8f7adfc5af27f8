"""What was sent becomes a case in the transaction that stored it."""

from django.dispatch import receiver

from forms.cases import services
from forms.signals import submitted


@receiver(submitted, dispatch_uid="forms.cases.open_case")
def open_case(sender, submission, **kwargs):
    services.open_case(submission=submission)
