"""The lead image: no logos, no cards for every page, no furniture."""

from __future__ import annotations

import pytest

from curator.model import Provenance
from curator.resources.choose import image
from curator.resources.found import SiteFacts
from tests.resources.pages import of


def test_the_card_s_image_comes_first() -> None:
    found = of(("image", "https://a.example/body.jpg", "content"),
               ("image", "https://a.example/card.jpg", "og"))  # fmt: skip
    href, why = image.choose(found)
    assert href == "https://a.example/card.jpg"
    assert why
    assert why.sure


@pytest.mark.parametrize(
    "href",
    ["https://a.example/img/placeholder.png", "https://a.example/avatar.jpg",
     "https://gravatar.com/avatar/5", "https://a.example/logo.svg", "https://a.example/",
     "https://a.example/1x1.png", "https://a.example/default-image.png",
     "https://a.example/apple-touch-icon@2.png", "https://a.example/clear.gif",
     "https://stats.a.example/count?p=warp", "https://a.example/piwik.php?idsite=1&rec=1"],
)  # fmt: skip
def test_placeholders_faces_and_pixels_are_no_lead_image(href: str) -> None:
    assert image.choose(of(("image", href, "og"))) == (None, None)


def test_a_logo_gives_way_to_a_picture_and_alone_is_doubtful() -> None:
    logo = ("image", "https://a.example/logo-big.png", "og")
    assert image.choose(of(logo, ("image", "https://a.example/b.jpg", "content")))[0] == "https://a.example/b.jpg"  # fmt: skip
    href, why = image.choose(of(logo))
    assert href == "https://a.example/logo-big.png"
    assert why
    assert why.weak


@pytest.mark.parametrize(
    "name",
    ["customer-loading-truck-yard.jpg", "granite-logo-photo.jpg", "ada-quill-headshot.jpg",
     "pixel-camera.jpg", "Granite%20logo.png"],
)  # fmt: skip
def test_a_card_named_after_what_the_page_is_about_is_no_placeholder(name: str) -> None:
    href = f"https://cdn.example/{name}"
    found = of(
        ("image", "https://a.example/b.jpg", "content"),
        ("image", href, "og"),
        title_tag="Granite shows a new Pixel, and Ada Quill was there",
    )
    chosen, why = image.choose(found)
    assert chosen == href
    assert why is not None
    assert why.sure


@pytest.mark.parametrize(
    "name",
    ["granite-logo.png", "share-logo_1200x630.png", "logo.ebc43e92acd1.png", "pixel.gif", "avatar-big.png"],
)  # fmt: skip
def test_the_site_s_own_name_in_that_of_a_picture_says_nothing_of_the_page(name: str) -> None:
    found = of(
        ("image", "https://a.example/b.jpg", "content"),
        ("image", f"https://cdn.example/{name}", "og"),
        title_tag="How to split a stone - Granite",
        site="Granite",
    )
    assert image.choose(found)[0] == "https://a.example/b.jpg"


@pytest.mark.parametrize(
    ("href", "sign"),
    [
        ("https://a.example/mark.png?v=2", "https://a.example/mark.png"),
        ("https://cdn.example/c/weavers-head-2x.png", "https://a.example/s/weavers-head-2x.png"),
    ],
)
def test_a_card_that_the_page_shows_as_its_sign_is_a_logo(href: str, sign: str) -> None:
    found = of(("image", href, "og"), ("logo", sign, "img"))
    assert image.choose(found) == (href, Provenance("og", image.DOUBTFUL))


def test_the_sign_is_taken_where_it_is_named_after_the_page() -> None:
    href = "https://a.example/warping-a-loom.jpg"
    found = of(("image", href, "og"), ("logo", href, "img"), title_tag="Warping a loom")
    assert image.choose(found)[0] == href


def test_a_card_for_all_pages_gives_way_to_a_picture_of_what_the_page_is_about() -> None:
    card = ("image", "https://a.example/img/opengraph.png", "og")
    face = ("image", "https://a.example/img/winter.jpg", "content")
    loom = ("image", "https://a.example/img/loom.jpg", "content")
    doubtful = (card[1], Provenance("og", image.DOUBTFUL))
    assert image.choose(of(card, face, title_tag="Loom")) == doubtful
    assert image.choose(of(card, face, loom, title_tag="Loom"))[0] == loom[1]
    own = ("image", "https://a.example/blog/setting-up-looms/og.png", "og")
    assert image.choose(of(own, loom))[0] == own[1]


@pytest.mark.parametrize(
    "name", ["site-200x200.png", "cropped-icon-270x270.png", "a-brandmark.png"]
)
def test_small_squares_and_marks_are_logos(name: str) -> None:
    _, why = image.choose(of(("image", f"https://a.example/{name}", "og")))
    assert why is not None
    assert why.confidence == image.DOUBTFUL


def test_what_every_page_of_the_host_shows_is_no_lead_image() -> None:
    href = "https://a.example/share.jpg"
    facts = SiteFacts(images=frozenset({href}))
    assert image.choose(of(("image", href, "og"), facts=facts)) == (None, None)
