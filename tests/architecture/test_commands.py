"""Commands of ``manage.py``: none hides a part of Django's own command, which only the command line would notice."""

import pytest
from django.conf import settings
from django.core.management import BaseCommand, get_commands, load_command_class

TO_WRITE = {"handle", "add_arguments", "help", "requires_system_checks", "requires_migrations_checks"}
OURS = sorted(
    name for name, app in get_commands().items() if (settings.ROOT / app.partition(".")[0] / "management").is_dir()
)


@pytest.mark.parametrize("name", OURS)
def test_a_command_leaves_what_django_calls_itself(name):
    command = type(load_command_class(get_commands()[name], name))
    own = {part for each in command.__mro__ if each.__module__.startswith(get_commands()[name]) for part in vars(each)}
    djangos = {part for part in vars(BaseCommand) if not part.startswith("__")}

    assert own & djangos - TO_WRITE == set()


def test_there_are_commands_to_look_at():
    assert {"search", "demo", "due", "start", "worker"} <= set(OURS)
