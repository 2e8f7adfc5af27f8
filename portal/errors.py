from django.core.exceptions import ValidationError


class DomainError(ValidationError):
    """A rule of the house was broken; the message is a translated sentence a form can show."""
