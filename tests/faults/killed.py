"""Processes that are killed where a test says, without a hook in the portal; forked from one that has loaded it.

``SIGKILL`` leaves no moment to tidy up: what was not committed is gone, and connections just end.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from importlib import import_module

import time_machine

Mark = Callable[[], None]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _replace(target: str, make: Callable) -> None:
    """``target``: module:name or module:Class.name."""
    module, _colon, path = target.partition(":")
    *owners, name = path.split(".")
    owner = import_module(module)
    for part in owners:
        owner = getattr(owner, part)
    original = getattr(owner, name)
    setattr(owner, name, wraps(original)(make(original)))


def before(target: str) -> Mark:
    """The process dies where it would call ``target`` (module:name or module:Class.name) for the first time."""
    return lambda: _replace(target, lambda original: lambda *args, **kwargs: die())


def after(target: str) -> Mark:
    """It dies when the first call has returned."""

    def make(original):
        def call(*args, **kwargs):
            original(*args, **kwargs)
            die()

        return call

    return lambda: _replace(target, make)


def amid_sending() -> None:
    """It dies when half of the mail is with the server."""

    def make(original):
        def send(line, data):
            if len(data) < 1000:
                return original(line, data)
            original(line, data[: len(data) // 2])
            die()

        return send

    _replace("smtplib:SMTP.send", make)


def after_sending() -> None:
    """It dies when all of the mail is with the server, whose answer it has not read."""

    def make(original):
        def send(line, data):
            original(line, data)
            if len(data) >= 1000:
                line.sock.recv(1)
                die()

        return send

    _replace("smtplib:SMTP.send", make)


def at_update(state: str, *, is_done: bool) -> Mark:
    """It dies just before, or just after, a mail is written to be in this state."""

    def look(execute, sql, params, many, context):
        if not (sql.startswith('UPDATE "portal_outgoingmail"') and params and state in params):
            return execute(sql, params, many, context)
        if is_done:
            execute(sql, params, many, context)
        die()

    def mark():
        from django.db import connection

        connection.execute_wrappers.append(look)

    return mark


def fork(work: Callable[[], None], moment: datetime, *marks: Mark) -> int:
    """Start a process of its own that does this work at this moment; returns its id."""
    from django.db import connections

    connections.close_all()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        for mark in marks:
            mark()
        with time_machine.travel(moment):
            work()
    except BaseException:  # noqa: BLE001 -- whatever it is, this process must not go on as a second test run
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def was_killed(pid: int) -> bool:
    """Wait for the end of the process; one that failed fails the test."""
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status):
        raise RuntimeError("a process failed")
    return False


def work_once() -> None:
    """What ``manage.py worker`` does in one round."""
    from django.core.management import call_command

    call_command("worker", once=True)
