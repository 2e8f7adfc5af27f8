import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page

from portal import demo
from portal.addresses import set_site_address

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Set up the database and the demo content (once), then run site and worker until Ctrl+C."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--codes", action="store_true", help="only print the current second-factor code and end")

    def handle(self, **options):
        if options["codes"]:
            self.stdout.write(current_code())
            return
        port = options["port"]
        self.refuse_taken_port(port)
        if "PORTAL_BASE_URL" not in os.environ:
            # For the processes started below as well: links in mails lead to the port that was asked for.
            os.environ["PORTAL_BASE_URL"] = settings.BASE_URL = f"http://{HOST}:{port}"
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        if not Page.objects.filter(slug="beratungsstellen").exists():
            self.stdout.write("Creating the demo content (this happens once) …")
            call_command("demo", stdout=self.stdout)
        set_site_address()
        self.print_addresses(port)
        self.run(port)

    def refuse_taken_port(self, port: int) -> None:
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Choose another one: make run PORT={port + 1}") from error

    def print_addresses(self, port: int) -> None:
        site = f"http://{HOST}:{port}"
        staff = [person for person in demo.PEOPLE if person[3] != demo.roles.CENTRE_MEMBER]
        members = [person for person in demo.PEOPLE if person[3] == demo.roles.CENTRE_MEMBER]
        lines = [
            "",
            f"Website        {site}/de/   (Arabic: {site}/ar/)",
            f"Mails          {site}/postfach/   (files in {settings.DEMO_MAILBOX})",
            f"Partner area   {site}/bereich/   a code is mailed to the address; read it under Mails",
            *(f"                 {email}" for email, *_ in members),
            f"CMS            {site}/cms/   password: {demo.PASSWORD}",
            *(f"                 {email:<30} {role}" for email, _first, _last, role in staff),
            f"               second factor: {demo.TOTP_SECRET} in any authenticator app,",
            "               or print the code of this half minute: .venv/bin/python manage.py start --codes",
            f"               code right now: {current_code()}",
            "",
            "Stop with Ctrl+C.",
            "",
        ]
        self.stdout.write("\n".join(lines))

    def run(self, port: int) -> None:
        """Site and worker as two processes; when one ends, so does the other."""
        manage = [sys.executable, "manage.py"]
        worker = subprocess.Popen([*manage, "worker"])  # noqa: S603 -- our own command
        site = subprocess.Popen([*manage, "runserver", "--noreload", f"{HOST}:{port}"])  # noqa: S603
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            site.wait()
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
        finally:
            for process in (site, worker):
                process.terminate()
            for process in (site, worker):
                process.wait()


def current_code() -> str:
    """The demo's second factor of this half minute."""
    return format_hotp_value(hotp_value(demo.TOTP_SECRET, int(time.time()) // mfa_settings.TOTP_PERIOD))
