"""What people who are logged in see and the public does not."""

from programmes.models.centres import Centre


def centres_with_hidden_contacts() -> list[Centre]:
    """The public entries with a telephone or an email that is not for everybody, by name."""
    centres = Centre.objects.public().with_restricted_contacts().order_by("name", "pk")
    return [centre for centre in centres if centre.has_hidden_contacts]


def public_centre(slug: str) -> Centre | None:
    return Centre.objects.public().filter(slug=slug).first()
