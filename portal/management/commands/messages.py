import tempfile
from pathlib import Path
from shutil import copytree, which

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 "
    ": n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
}
LANGUAGES = tuple(PLURALS)


class Command(BaseCommand):
    requires_system_checks: list[str] = []
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
            kept = Path(folder) / "locale"
            copytree(root, kept)
            try:
                # Django's command writes to ./locale, whatever other folder it is told.
                self.read_sentences(root)
                problems = [line for language in LANGUAGES for line in self.problems(language, kept, root)]
            finally:
                copytree(kept, root, dirs_exist_ok=True)
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
        for language in LANGUAGES:
            catalogue = polib.pofile(str(root / language / "LC_MESSAGES/django.po"), wrapwidth=0)
            self.settle(catalogue, language)
            catalogue.save()

    def settle(self, catalogue: polib.POFile, language: str) -> None:
        """A head without dates that change at every run, entries in alphabetical order, English as it is written."""
        catalogue.header = "Sentences of the Neustart-Portal; EUPL-1.2"
        catalogue.metadata_is_fuzzy = False
        catalogue.metadata = {
            "Project-Id-Version": "neustart-portal",
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": PLURALS[language],
        }
        catalogue.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
        for entry in catalogue if language == "en" else ():
            if entry.msgid_plural:
                entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            else:
                entry.msgstr = entry.msgid
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None

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
