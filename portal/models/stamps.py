from django.db import models


class PublicStamp(models.Model):
    """Counts the changes of one kind of public content; a cached page is good while its stamps stand still."""

    scope = models.CharField(max_length=20, primary_key=True)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.scope} {self.count}"
