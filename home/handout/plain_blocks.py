"""Formatted words of a page as paragraphs and lists without links: paper cannot be clicked."""

from dataclasses import dataclass

from bs4 import BeautifulSoup

PARAGRAPHS = ("p", "h2", "h3", "h4", "li")


@dataclass(frozen=True)
class Block:
    """One paragraph, or the items of one list."""

    text: str = ""
    items: tuple[str, ...] = ()


def blocks_of(html: str) -> list[Block]:
    soup = BeautifulSoup(html or "", "html.parser")
    for line_end in soup.find_all("br"):
        line_end.replace_with(" ")
    blocks: list[Block] = []
    for part in soup.find_all(PARAGRAPHS):
        text = " ".join(part.get_text().split())
        if not text or part.find_parent("li"):
            continue
        if part.name != "li":
            blocks.append(Block(text=text))
        elif part.find_previous_sibling("li") is not None and blocks and blocks[-1].items:
            blocks[-1] = Block(items=(*blocks[-1].items, text))
        else:
            blocks.append(Block(items=(text,)))
    return blocks


def blocks_of_lines(text: str) -> list[Block]:
    return [Block(line) for line in text.splitlines() if line]
