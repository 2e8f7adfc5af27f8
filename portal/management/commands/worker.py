import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from portal import clock


class Command(BaseCommand):
    help = "Do background jobs as they come, and every minute what is due by the clock. Any number may run side by side."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is waiting now, then end")

    def handle(self, **options):
        next_clock = 0.0
        while True:
            close_old_connections()
            # Batch mode ends when the queue is empty, so that the clock below gets its turn.
            call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
            if time.monotonic() >= next_clock:
                clock.run()
                next_clock = time.monotonic() + 60
            if options["once"]:
                return
            time.sleep(1)
