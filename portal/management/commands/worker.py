import signal
import time
import uuid

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal import clock, outbox

CLOCK_EVERY = 60.0  # seconds
LOOK_EVERY = 1.0


class Command(BaseCommand):
    help = "Send mails and do background jobs as they come, and every minute what is due by the clock. Several may run."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is waiting now, then end")

    def handle(self, **options):
        self.worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid.uuid4().hex,
            excluded_queue_names=[],
        )
        self.running = True
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, self.stop)
        next_clock = 0.0
        while self.running:
            close_old_connections()
            try:
                outbox.deliver_due()
                clock.run_soon()
                if DBTaskResult.objects.ready().exists():
                    self.worker.run()
                if time.monotonic() >= next_clock:
                    clock.run()
                    next_clock = time.monotonic() + CLOCK_EVERY
            except OperationalError as error:
                # The database is away or locked for long: a worker waits for it, it does not die of it.
                self.stderr.write(f"database not available: {type(error).__name__}")
                time.sleep(5)
            if options["once"]:
                return
            time.sleep(LOOK_EVERY)

    def stop(self, *args):
        """Finish the job in hand, then end."""
        self.running = self.worker.running = False
