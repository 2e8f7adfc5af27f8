from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from portal.crypto import EncryptedField, rotate
from portal.progress import progress

SECRET_NAMES = {"secret", "seed"}


def encrypted_fields():
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedField):
                yield model, field


class Command(BaseCommand):
    help = "Encrypt everything anew with the first key of its ring. Prepend the new key first, drop the old one after."

    def handle(self, **options):
        for model, field in encrypted_fields():
            self.stdout.write(f"{model._meta.label}.{field.name}: {self.rotate(model, field)}")
        self.stdout.write(f"second factors: {self.rotate_second_factors()}")

    def rotate_second_factors(self) -> int:
        """The secrets that the log-in keeps inside a JSON field, by way of the same ring."""
        count = 0
        for pk in list(Authenticator.objects.values_list("pk", flat=True)):
            with transaction.atomic():
                factor = Authenticator.objects.select_for_update().get(pk=pk)
                for name in SECRET_NAMES & set(factor.data):
                    factor.data[name] = rotate(factor.data[name].encode(), ring="operational").decode()
                    count += 1
                factor.save(update_fields=["data"])
        return count

    def rotate(self, model, field) -> int:
        """Row by row, and only where the row still holds what was read: a save meanwhile is not overwritten."""
        table, column, key = (
            connection.ops.quote_name(n) for n in (model._meta.db_table, field.column, model._meta.pk.column)
        )
        pks = list(model._base_manager.values_list("pk", flat=True))
        count = 0
        for pk in progress(pks, f"{model._meta.label}.{field.name}", stream=self.stdout):
            value = model._meta.pk.get_db_prep_value(pk, connection)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT {column} FROM {table} WHERE {key} = %s", [value])  # noqa: S608 -- names from the model
                row = cursor.fetchone()
                if row is None or row[0] is None:
                    continue
                old = bytes(row[0])
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
                    [rotate(old, ring=field.ring), value, old],
                )
                count += cursor.rowcount
        return count
