"""Everything due by the clock. An app registers a function with ``@due("name")``; ``manage.py due`` runs them all.

Each must be safe to run twice and at the same time as itself.
"""

import logging
from collections.abc import Callable

logger = logging.getLogger("portal.clock")

DUE: dict[str, Callable[[], int]] = {}


def due(name: str) -> Callable:
    """Register a function that does what is due and returns how many things it did."""

    def register(function: Callable[[], int]) -> Callable[[], int]:
        DUE[name] = function
        return function

    return register


def run() -> tuple[dict[str, int], list[str]]:
    """Do everything that is due; one failure does not stop the others. Returns what was done and what failed."""
    done, failed = {}, []
    for name, function in DUE.items():
        try:
            done[name] = function()
        except Exception:
            logger.exception("clock work failed: %s", name)
            failed.append(name)
    return done, failed
