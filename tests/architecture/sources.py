"""The product's own files, read once: what the guards of this folder look at."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "home", "programmes", "events", "forms", "search")
CODE_FOLDERS = (*APPS, "tests", "deploy")


@cache
def files(*suffixes: str, folders: tuple[str, ...] = CODE_FOLDERS) -> tuple[Path, ...]:
    """Every file with one of the suffixes in the folders, and those beside ``manage.py``."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    if folders is CODE_FOLDERS:
        found += [path for path in ROOT.iterdir() if path.suffix in suffixes]
    return tuple(sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts))


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python(folders: tuple[str, ...] = CODE_FOLDERS) -> tuple[Path, ...]:
    return files(".py", folders=folders)


def templates() -> tuple[Path, ...]:
    """Templates of pages, parts and mails of the apps."""
    return tuple(path for path in files(".html", ".txt", ".xml", folders=APPS) if "templates" in path.parts)


def template_name(path: Path) -> str:
    """The name a view asks for: the path below ``templates/``."""
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def style_sheets() -> tuple[Path, ...]:
    return files(".css", folders=APPS)


def scripts() -> tuple[Path, ...]:
    return files(".js", folders=APPS)
