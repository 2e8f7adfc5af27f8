"""The table: printed, and kept as JSON and Markdown in docs/benchmarks/."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "benchmarks"


@dataclass(frozen=True)
class Row:
    """One measured thing beside its reference."""

    what: str
    measured: str
    reference: str
    target: str
    met: bool | None


def line(row: Row) -> str:
    marks = {True: "yes", False: "**no**", None: "–"}
    return f"| {row.what} | {row.measured} | {row.reference} | {row.target} | {marks[row.met]} |"


def text(rows: list[Row]) -> str:
    head = ["| what | measured | reference | target | met |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *map(line, rows)])


def replace(rows: list[Row], *, name: str) -> Path:
    """Put these rows into the report in place of their forerunners, or at its end, and leave the others alone."""
    path = (FOLDER / name).with_suffix(".md")
    lines = path.read_text().splitlines()
    for row in rows:
        place = next((at for at, text in enumerate(lines) if text.startswith(f"| {row.what} |")), len(lines))
        lines[place : place + 1] = [line(row)]
    path.write_text("\n".join(lines) + "\n")
    return path


def write(rows: list[Row], *, database: str, name: str) -> Path:
    """``name``: of the file, and what was measured; the database itself or the search server beside it."""
    facts = {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "database": database,
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / name
    file.with_suffix(".json").write_text(json.dumps({**facts, "rows": [asdict(row) for row in rows]}, indent=2) + "\n")
    machine = f"{facts['date']}, Python {facts['python']}, {facts['cores']} cores"
    beside = "" if name == database else f" with {database}"
    head = f"# Benchmark on {name}{beside}\n\n{machine}. `make bench` repeats it.\n\n"
    file.with_suffix(".md").write_text(head + text(rows) + "\n")
    return file.with_suffix(".md")
