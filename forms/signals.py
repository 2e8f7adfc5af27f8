"""What happened in the forms, for whoever works on it."""

from django.dispatch import Signal

# A form was sent for the first time; keyword ``submission``. Sent inside the transaction that stores it.
submitted = Signal()
