from django.core.management.base import BaseCommand, CommandError

from portal import clock


class Command(BaseCommand):
    help = "Do everything that is due by the clock: mails, reminders, expiry, retention. Safe to run twice."

    def handle(self, **options):
        done, failed = clock.run()
        for name, count in done.items():
            self.stdout.write(f"{name}: {count}")
        if failed:
            raise CommandError("Not done: " + ", ".join(failed) + " (see the log).")
