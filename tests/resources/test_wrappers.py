"""Wrappers are opened where they are known, and nowhere else."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest

from curator import urls
from curator.resources.canonical import identity
from curator.resources.wrappers import archived, unwrapped

INSIDE = "https://x.example/post"
ESCAPED = "https%3A%2F%2Fx.example%2Fpost"
TOLD = urlsafe_b64encode(json.dumps({"e": INSIDE, "p": 1}).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.com/url?q={INSIDE}&sa=D",
        f"https://www.google.co.uk/url?sa=t&url={ESCAPED}&usg=a",
        "https://www.google.de/amp/s/x.example/post",
        "https://www.bing.com/amp/s/x.example/post",
        "https://x-example.cdn.ampproject.org/v/s/x.example/post?amp_js_v=0.1&usqp=a",
        f"https://www.youtube.com/redirect?event=video_description&q={ESCAPED}",
        f"https://l.facebook.com/l.php?u={ESCAPED}%3Ffbclid%3Da&h=AT0",
        f"https://l.instagram.com/?u={ESCAPED}&e=a",
        f"https://www.linkedin.com/safety/go?url={ESCAPED}&trk=a",
        f"https://out.reddit.com/t3_a?url={ESCAPED}&token=a",
        f"https://slack-redir.net/link?url={ESCAPED}",
        f"https://medium.com/r/?url={ESCAPED}",
        f"https://medium.com/m/global-identity-2?redirectUrl={ESCAPED}",
        f"https://duckduckgo.com/l/?uddg={ESCAPED}&rut=a",
        "https://link.zhihu.com/?target=https%3A//x.example/post",
        f"https://vk.com/away.php?to={ESCAPED}",
        f"https://getpocket.com/redirect?url={ESCAPED}",
        f"https://eur01.safelinks.protection.outlook.com/?url={ESCAPED}&data=05",
        f"https://urldefense.com/v3/__{INSIDE}__;!!a!b$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__x.example_post&d=a",
        f"https://webcache.googleusercontent.com/search?q=cache:AbC-dEf12:{INSIDE}+words&cd=1",
        f"https://webcache.googleusercontent.com/search?q=cache:{INSIDE}",
        "https://x-example.translate.goog/post?_x_tr_sl=en&_x_tr_tl=de",
        f"https://translate.google.com/translate?sl=en&u={INSIDE}",
        f"https://substack.com/redirect/2/{TOLD}.signature",
        f"https://href.li/?{INSIDE}",
        f"https://12ft.io/{INSIDE}",
        "https://12ft.io/https:/x.example/post",
        f"https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3D{ESCAPED.replace('%', '%25')}",
    ],
)
def test_what_is_inside_is_the_thing(url: str) -> None:
    assert identity(url).key == INSIDE
    assert identity(url).url.split("?")[0] == INSIDE


@pytest.mark.parametrize(
    "url",
    [
        f"https://x.example/share?url={ESCAPED}",
        f"https://x.example/{INSIDE}",
        f"https://www.google.com/search?q={ESCAPED}",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://www.google.com/url?q=",
        "https://www.linkedin.com/pulse/weaving?url=https://x.example",
        "https://substack.com/redirect/2/not-base64",
        f"https://google.example.com/url?q={ESCAPED}",
        "https://www.youtube.com/redirect",
    ],
)
def test_other_addresses_stay(url: str) -> None:
    parts = urls.split(url)
    assert parts is not None
    assert unwrapped(parts) == parts


def test_a_host_in_a_translators_name_keeps_its_hyphens() -> None:
    parts = urls.split("https://my--looms-example-org.translate.goog/a?b=1&_x_tr_sl=en")
    assert parts is not None
    assert unwrapped(parts).geturl() == "https://my-looms.example.org/a?b=1"


@pytest.mark.parametrize("stamp", ["20200101000000", "2020", "20200101000000id_", "20200101if_"])
def test_a_kept_copy_is_the_page_and_stays_the_address_to_show(stamp: str) -> None:
    copy = f"https://web.archive.org/web/{stamp}/http://www.x.example/post?b=2"
    assert identity(copy).key == "https://x.example/post?b=2"
    assert identity(copy).url == copy
    assert identity(identity(copy).url) == identity(copy)


def test_a_kept_copy_of_a_paper_is_the_paper() -> None:
    copy = "https://web.archive.org/web/2020/https://arxiv.org/pdf/1706.03762v2"
    assert identity(copy).url == "https://arxiv.org/abs/1706.03762"


def test_endless_nesting_ends() -> None:
    nested = "https://web.archive.org/web/2020/" * 5000 + INSIDE
    parts = urls.split(nested)
    assert parts is not None
    assert archived(parts) is None
    assert identity(nested).key.startswith("https://web.archive.org/")
