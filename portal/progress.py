"""Progress of long commands: a bar on a terminal, a plain line now and then elsewhere."""

import time
from collections.abc import Iterable, Iterator

from tqdm import tqdm

PLAIN_EVERY = 5.0  # seconds


def progress(items: Iterable, label: str, *, stream, total: int | None = None) -> Iterator:
    """Hand the items through and show how far they are; ``stream`` is the command's output."""
    if total is None and hasattr(items, "__len__"):
        total = len(items)
    if getattr(stream, "isatty", lambda: False)():
        yield from tqdm(items, desc=label, total=total, leave=False)
        return
    said, count = time.monotonic(), 0
    for count, item in enumerate(items, start=1):
        yield item
        if time.monotonic() - said >= PLAIN_EVERY:
            said = time.monotonic()
            stream.write(f"{label}: {count}" + (f" of {total}" if total else ""))
    stream.write(f"{label}: {count} done")
