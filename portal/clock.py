"""Everything due by the clock. An app registers a function with ``@due("name")``; ``manage.py due`` runs them all.

Each must be safe to run twice and at the same time as itself.
"""

import logging
from collections.abc import Callable

logger = logging.getLogger("portal.clock")

DUE: dict[str, Callable[[], int]] = {}
# What cannot wait a minute: the worker looks for it every second, so a look must cost next to nothing.
SOON: dict[str, Callable[[], int]] = {}


def soon(name: str) -> Callable:
    """Register a function that does what is due now, every second of a worker and at every ``manage.py due``."""

    def register(function: Callable[[], int]) -> Callable[[], int]:
        SOON[name] = function
        return due(name)(function)

    return register


def due(name: str) -> Callable:
    """Register a function that does what is due and returns how many things it did."""

    def register(function: Callable[[], int]) -> Callable[[], int]:
        DUE[name] = function
        return function

    return register


def run() -> tuple[dict[str, int], list[str]]:
    """Do everything that is due; one failure does not stop the others. Returns what was done and what failed."""
    return _run(DUE)


def run_soon() -> tuple[dict[str, int], list[str]]:
    """Do what cannot wait for the next minute; as safe to run twice as the rest."""
    return _run(SOON)


def _run(functions: dict[str, Callable[[], int]]) -> tuple[dict[str, int], list[str]]:
    done, failed = {}, []
    for name, function in functions.items():
        try:
            done[name] = function()
        except Exception:
            logger.exception("clock work failed: %s", name)
            failed.append(name)
    return done, failed
