import tempfile
from pathlib import Path
from shutil import copytree, which

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

LANGUAGES = ("de", "en", "ar")


class Command(BaseCommand):
    help = "Read all sentences of code and templates into the catalogues; --check only says whether they are complete."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when something is missing or stale"
        )

    def handle(self, **options):
        if which("xgettext") is None:
            raise CommandError("GNU gettext is missing (on Debian: apt install gettext).")
        root = Path(settings.LOCALE_PATHS[0])
        if not options["check"]:
            self.read_sentences(root)
            return
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / "locale"
            copytree(root, fresh)
            self.read_sentences(fresh)
            problems = [line for language in LANGUAGES for line in self.problems(language, root, fresh)]
        if problems:
            raise CommandError("\n".join([*problems, "Run make messages and translate what is missing."]))

    def read_sentences(self, root: Path) -> None:
        with override_settings(LOCALE_PATHS=[str(root)]):
            call_command(
                "makemessages",
                locale=list(LANGUAGES),
                extensions=["html", "txt", "py"],
                ignore_patterns=["node_modules/*", ".venv/*", "var/*", "tests/*", "docs/*"],
                add_location=None,
                no_location=True,
                no_obsolete=True,
                no_wrap=True,
                verbosity=0,
            )
        english = polib.pofile(str(root / "en/LC_MESSAGES/django.po"), wrapwidth=0)
        for entry in english:
            if entry.msgid_plural:
                entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            else:
                entry.msgstr = entry.msgid
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        english.save()

    def problems(self, language: str, root: Path, fresh: Path):
        name = f"{language}/LC_MESSAGES/django.po"
        old, new = (polib.pofile(str(folder / name), wrapwidth=0) for folder in (root, fresh))
        known = {(entry.msgctxt, entry.msgid) for entry in old}
        wanted = {(entry.msgctxt, entry.msgid) for entry in new}
        for _, msgid in sorted(wanted - known, key=str):
            yield f"{language}: not in the catalogue: {msgid!r}"
        for _, msgid in sorted(known - wanted, key=str):
            yield f"{language}: no longer used: {msgid!r}"
        for entry in old.untranslated_entries():
            yield f"{language}: not translated: {entry.msgid!r}"
        for entry in old.fuzzy_entries():
            yield f"{language}: marked fuzzy: {entry.msgid!r}"
