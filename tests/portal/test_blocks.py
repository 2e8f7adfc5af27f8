"""Each block renders from its own preview value, without inline code, and prints what it was given."""

import pytest
from bs4 import BeautifulSoup
from wagtail.blocks import Block
from wagtail.images.tests.utils import get_test_image_file

from home.blocks import ContentBlock, EntrancesBlock, StagesBlock
from portal.blocks import BodyBlock, FigureBlock
from portal.models import PortalImage
from tests.builders.home import make_aliases, make_home, make_page
from tests.conftest import page_faults

BLOCKS = {
    name: block
    for stream in (BodyBlock(), ContentBlock(), EntrancesBlock(), StagesBlock())
    for name, block in stream.child_blocks.items()
}


def strings_in(value) -> list[str]:
    if isinstance(value, dict):
        return [text for key, part in value.items() if key not in ("tone", "label") for text in strings_in(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings_in(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.django_db
@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_renders_from_its_own_preview_value(name):
    block: Block = BLOCKS[name]

    html = block.render(block.normalize(block.meta.preview_value), context={"id": "preview"})

    assert page_faults(html) == []
    shown = BeautifulSoup(html, "html.parser").get_text(" ")
    for text in strings_in(block.meta.preview_value):
        for words in BeautifulSoup(text, "html.parser").stripped_strings:
            assert words in shown


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_tells_the_editor_what_it_is_for(name):
    assert BLOCKS[name].get_description()
    assert BLOCKS[name].meta.preview_value is not None


@pytest.mark.django_db
def test_headings_and_texts_are_escaped():
    block = BLOCKS["notice"]

    html = block.render(
        block.normalize({"tone": "info", "heading": "<script>1</script>", "text": "<p>Ja</p>"}), {"id": "1"}
    )

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


# Pillow and Wagtail leave the spooled file of a rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db
def test_an_image_carries_its_description(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    image = PortalImage.objects.create(title="Bild", file=get_test_image_file())
    block = FigureBlock()
    value = block.to_python(
        {"image": {"image": image.pk, "alt_text": "Eine Werkstatt", "decorative": False}, "caption": ""}
    )

    html = block.render(value)

    assert BeautifulSoup(html, "html.parser").img["alt"] == "Eine Werkstatt"


@pytest.mark.django_db
@pytest.mark.usefixtures("site_tree")
@pytest.mark.parametrize("language", ["de", "ar"])
def test_links_to_pages_lead_to_the_readers_language(client, language):
    home = make_home(following=("ar",))
    target = make_page(home, title="Ziel", slug="ziel")
    make_page(
        home,
        slug="quelle",
        body=[
            {"type": "text", "value": f'<p><a linktype="page" id="{target.pk}">im Text</a></p>'},
            {"type": "way", "value": {"heading": "Weiter", "text": "", "page": target.pk, "label": "als Knopf"}},
        ],
    )
    make_aliases()

    page = BeautifulSoup(client.get(f"/{language}/quelle/").content, "html.parser").main

    links = {link.get_text(strip=True): link["href"] for link in page.find_all("a")}
    assert links["im Text"] == links["als Knopf"] == f"/{language}/ziel/"
