from django.core.management import call_command
from django.core.management.base import BaseCommand

import events.demo
import events.demo_load
import forms.demo
import home.demo
import programmes.demo
import search.demo
from portal import demo as kernel
from portal.page_translation import sync_trees
from portal.roles import create_roles
from search import synonyms


class Command(BaseCommand):
    help = "Create the demo content through the services, once; the numbers add synthetic load data."

    def add_arguments(self, parser):
        parser.add_argument("--centres", type=int, default=0, help="synthetic counselling centres to add")
        parser.add_argument("--events", type=int, default=0, help="synthetic events to add")
        parser.add_argument("--submissions", type=int, default=0, help="synthetic referrals to add")

    def handle(self, **options):
        create_roles()
        kernel.create_demo()
        home.demo.create_demo()
        programmes.demo.create_demo(stream=self.stdout)
        events.demo.create_demo()
        forms.demo.create_demo()
        if options["centres"]:
            programmes.demo.create_load(options["centres"], stream=self.stdout)
        if options["events"]:
            events.demo_load.create_load(options["events"], stream=self.stdout)
        if options["submissions"]:
            forms.demo.create_load(options["submissions"], stream=self.stdout)
        sync_trees()
        synonyms.seed()
        search.demo.create_demo()
        # Splits compounds over the whole vocabulary and counts anew what the engine plans with.
        call_command("search", "rebuild", stdout=self.stdout)
        self.stdout.write("The demo content is there.")
