"""One key for every form in which the same thing is linked, and none for two things."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curator.model import Kind
from curator.resources.canonical import (
    identity,
    leads_elsewhere,
    of_doi,
    own_canonical,
    unread,
)
from tests.resources.places.test_forms import FORMS as RARE_FORMS

FORMS = {
    "arxiv:1706.03762": [
        "https://arxiv.org/abs/1706.03762",
        "http://www.arxiv.org/abs/1706.03762v7",
        "https://arxiv.org/pdf/1706.03762",
        "https://arxiv.org/pdf/1706.03762v5.pdf#page=3",
        "https://arxiv.org/html/1706.03762v7#S3",
        "https://export.arxiv.org/abs/1706.03762?context=cs",
        "https://ar5iv.labs.arxiv.org/html/1706.03762",
        "https://ar5iv.org/abs/1706.03762",
        "https://www.alphaxiv.org/abs/1706.03762v2",
        "https://www.alphaxiv.org/overview/1706.03762",
        "https://huggingface.co/papers/1706.03762",
        "https://hf.co/papers/1706.03762",
        "https://doi.org/10.48550/arXiv.1706.03762",
        "https://www.semanticscholar.org/arxiv/1706.03762",
        "https://papers.cool/arxiv/1706.03762",
        "arXiv:1706.03762v7",
        "doi:10.48550/ARXIV.1706.03762",
    ],
    "arxiv:hep-th/9901001": [
        "https://arxiv.org/abs/hep-th/9901001",
        "https://arxiv.org/pdf/hep-th/9901001v3.pdf",
        "http://xxx.lanl.gov/abs/hep-th/9901001",
        "arXiv:hep-th/9901001",
    ],
    "doi:10.1038/s41586-021-03819-2": [
        "https://doi.org/10.1038/s41586-021-03819-2",
        "http://dx.doi.org/10.1038/S41586-021-03819-2",
        "https://doi.org/10.1038%2Fs41586-021-03819-2",
        "doi:10.1038/s41586-021-03819-2",
        "https://publisher.example/doi/full/10.1038/s41586-021-03819-2",
        "https://publisher.example/doi/10.1038/s41586-021-03819-2?casa_token=x",
        "https://publisher.example/doi/pdf/10.1038/s41586-021-03819-2",
        "https://publisher.example/article?id=10.1038/s41586-021-03819-2",
    ],
    "doi:10.1101/2020.03.22.002386": [
        "https://www.biorxiv.org/content/10.1101/2020.03.22.002386v1",
        "https://www.biorxiv.org/content/10.1101/2020.03.22.002386v3.full.pdf",
        "https://doi.org/10.1101/2020.03.22.002386",
    ],
    "acl:2021.naacl-main.208": [
        "https://aclanthology.org/2021.naacl-main.208/",
        "https://aclanthology.org/2021.naacl-main.208.pdf",
        "https://www.aclweb.org/anthology/2021.naacl-main.208",
        "https://doi.org/10.18653/v1/2021.naacl-main.208",
    ],
    "openreview:aBcD_-12": [
        "https://openreview.net/forum?id=aBcD_-12",
        "https://openreview.net/pdf?id=aBcD_-12",
        "https://openreview.net/forum?id=aBcD_-12&noteId=xyz",
    ],
    "pmlr:v139/okafor21a": [
        "https://proceedings.mlr.press/v139/okafor21a.html",
        "http://proceedings.mlr.press/v139/okafor21a/okafor21a.pdf",
    ],
    "pmc:1234567": [
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/pdf/main.pdf",
        "https://europepmc.org/article/PMC/1234567",
    ],
    "pubmed:7654321": [
        "https://pubmed.ncbi.nlm.nih.gov/7654321/",
        "https://www.ncbi.nlm.nih.gov/pubmed/7654321",
        "https://europepmc.org/article/MED/7654321",
    ],
    "youtube:abcdefghijk": [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://m.youtube.com/watch?v=abcdefghijk&t=42s",
        "https://www.youtube.com/watch?feature=share&v=abcdefghijk&list=PL0123456789",
        "https://youtu.be/abcdefghijk?si=tracking",
        "https://www.youtube.com/embed/abcdefghijk?start=10",
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
        "https://www.youtube.com/shorts/abcdefghijk",
        "https://www.youtube.com/live/abcdefghijk?feature=share",
        "https://music.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/v/abcdefghijk",
        "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3Dabcdefghijk%26feature%3Dshare",
        "https://img.youtube.com/vi/abcdefghijk/hqdefault.jpg",
    ],
    "vimeo:123456789": [
        "https://vimeo.com/123456789",
        "https://player.vimeo.com/video/123456789?h=x",
        "https://vimeo.com/channels/staffpicks/123456789",
    ],
    "github:mira/plainvision": [
        "https://github.com/mira/plainvision",
        "https://github.com/Mira/PlainVision/",
        "http://www.github.com/mira/plainvision.git",
        "https://github.com/mira/plainvision#install",
        "https://github.com/mira/plainvision/tree/main",
        "https://github.com/mira/plainvision/blob/main/README.md",
        "https://github.com/mira/plainvision?tab=readme-ov-file",
        "https://api.github.com/repos/mira/plainvision",
        "git@github.com:mira/plainvision.git",
        "ssh://git@github.com/mira/plainvision.git",
        "git+ssh://git@github.com/mira/plainvision",
    ],
    "github:mira/plainvision@v1.2": [
        "https://github.com/mira/plainvision/releases/tag/v1.2",
    ],
    "github:mira/plainvision/blob/main/nb/1.ipynb": [
        "https://github.com/mira/plainvision/blob/main/nb/1.ipynb",
        "https://raw.githubusercontent.com/mira/plainvision/main/nb/1.ipynb",
        "https://raw.githubusercontent.com/mira/plainvision/refs/heads/main/nb/1.ipynb",
        "https://nbviewer.org/github/mira/plainvision/blob/main/nb/1.ipynb",
        "https://nbviewer.jupyter.org/github/mira/plainvision/blob/main/nb/1.ipynb",
        "https://colab.research.google.com/github/mira/plainvision/blob/main/nb/1.ipynb",
    ],
    "gist:0123456789abcdef0123": [
        "https://gist.github.com/mira/0123456789abcdef0123",
        "https://gist.github.com/0123456789abcdef0123",
        "https://gist.github.com/mira/0123456789abcdef0123/raw",
        "https://nbviewer.org/gist/mira/0123456789abcdef0123",
        "https://nbviewer.org/gist/0123456789abcdef0123",
    ],
    "kaggle:quiet-birds": [
        "https://www.kaggle.com/competitions/quiet-birds",
        "https://www.kaggle.com/c/quiet-birds",
        "https://www.kaggle.com/competitions/quiet-birds/overview/timeline",
        "https://www.kaggle.com/c/Quiet-Birds/leaderboard",
    ],
    "kaggle-code:mira/first-look": [
        "https://www.kaggle.com/code/mira/first-look",
        "https://www.kaggle.com/code/mira/first-look/notebook",
        "https://www.kaggle.com/code/mira/first-look?scriptVersionId=3",
    ],
    "hf:mira/tiny-vit": [
        "https://huggingface.co/mira/tiny-vit",
        "https://hf.co/mira/tiny-vit",
        "https://huggingface.co/mira/tiny-vit/tree/main",
        "https://huggingface.co/mira/tiny-vit/blob/main/README.md",
    ],
    "hf:datasets/mira/birds": ["https://huggingface.co/datasets/mira/birds"],
    "hf:spaces/mira/demo": ["https://huggingface.co/spaces/mira/demo/tree/main"],
    "isbn:9780262035613": [
        "https://www.amazon.com/Some-Title-Words/dp/0262035618/ref=sr_1_1?keywords=x",
        "https://www.amazon.co.uk/gp/product/0262035618",
        "https://openlibrary.org/isbn/9780262035613",
        "https://openlibrary.org/isbn/0262035618",
        "https://press.example/books/9780262035613",
        "isbn:0-262-03561-8",
        "urn:isbn:9780262035613",
    ],
    "https://x.example/post": [
        "https://x.example/post",
        "http://www.x.example:80/post/",
        "https://x.example/post?utm_source=a&fbclid=b",
        "https://m.x.example/post",
        "https://amp.x.example/post",
        "https://x.example/post/amp/",
        "https://x.example/post?amp=1",
        "https://X.Example//post#part",
        "https://x.example/%70ost",
        "https://www.google.com/amp/s/x.example/post",
        "https://x-example.cdn.ampproject.org/c/s/x.example/post",
        "https://x.example/post/index.html",
        "https://x.example/post;jsessionid=ABC?ref=newsletter",
        "https://x.example/post?s=22c09551c71c1a6b64e4364ca45cbf28",
    ],
    "https://x.example/list?a=1&b=2": [
        "https://x.example/list?b=2&a=1",
        "https://x.example/list?a=1&b=2&utm_campaign=z",
    ],
    "https://xn--mnchen-3ya.example/": [
        "https://münchen.example/",
        "https://xn--mnchen-3ya.example",
        "https://MU\u0308NCHEN.example",
    ],
    # Not fass.example, which is somebody else's.
    "https://xn--fa-hia.example/a": [
        "https://faß.example/a",
        "https://www.FAß.example/a/",
        "https://xn--fa-hia.example/a",
    ],
    "https://fass.example/a": ["https://fass.example/a"],
}
EVERY = [*FORMS.items(), *RARE_FORMS.items()]
ALL = [(key, url) for key, urls in EVERY for url in urls]


@pytest.mark.parametrize(("key", "url"), ALL)
def test_forms_of_one_thing(key: str, url: str) -> None:
    assert identity(url).key == key


@pytest.mark.parametrize(("key", "url"), ALL)
def test_the_address_to_show_is_the_same_thing_and_stays(key: str, url: str) -> None:
    shown = identity(url).url
    assert identity(shown).key == key
    assert identity(shown).url == shown


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/blog//post",
        "https://x.example/%e7%b9%94/%70ost",
        "https://www.reddit.com/r/looms/comments/awx46q/warp_and_weft",
        "https://gist.github.com/mira/0123456789abcdef0123",
    ],
)
def test_what_a_server_may_ask_for_stays_in_the_address_to_show(url: str) -> None:
    assert identity(url).url == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03763"),
        ("https://arxiv.org/list/cs.LG/recent", "https://arxiv.org/list/cs.CV/recent"),
        ("https://github.com/mira/plainvision", "https://github.com/mira/plainvision/issues/1"),
        ("https://github.com/mira/plainvision", "https://github.com/ben/plainvision"),
        (
            "https://github.com/mira/plainvision/releases/tag/v1",
            "https://github.com/mira/plainvision/releases/tag/v2",
        ),
        ("https://github.com/topics/vision", "https://github.com/topics/speech"),
        ("https://huggingface.co/mira/birds", "https://huggingface.co/datasets/mira/birds"),
        ("https://huggingface.co/blog/one", "https://huggingface.co/blog/two"),
        ("https://www.kaggle.com/c/birds", "https://www.kaggle.com/c/birds/discussion/12"),
        ("https://www.youtube.com/watch?v=abcdefghijk", "https://youtu.be/abcdefghijK"),
        ("https://www.youtube.com/@one", "https://www.youtube.com/@two"),
        ("https://doi.org/10.1000/182", "https://publisher.example/doi/suppl/10.1000/182"),
        ("https://stackoverflow.com/questions/1/a", "https://stackoverflow.com/questions/2/a"),
        ("https://x.example/?p=1", "https://x.example/?p=2"),
        ("https://x.example/", "https://x.example/post"),
        ("https://x.example/Post", "https://x.example/post"),
        ("https://x.example:8080/post", "https://x.example/post"),
        ("https://blog.x.example/post", "https://x.example/post"),
        ("https://m.example/post", "https://example/post"),
        ("https://x.example/#!/one", "https://x.example/#!/two"),
        ("https://amazon.com/dp/B0011UCPM4", "https://amazon.com/dp/B0057OC5O8"),
    ],
)
def test_different_things_stay_apart(one: str, other: str) -> None:
    assert identity(one).key != identity(other).key


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/1706.03762", Kind.PAPER),
        ("https://youtu.be/abcdefghijk", Kind.VIDEO),
        ("https://github.com/mira/plainvision", Kind.REPOSITORY),
        ("https://github.com/mira/plainvision/releases/tag/v1", Kind.RELEASE),
        ("https://github.com/mira/plainvision/blob/main/a.ipynb", Kind.NOTEBOOK),
        ("https://github.com/mira/plainvision/discussions/3", Kind.DISCUSSION),
        ("https://www.kaggle.com/c/birds", Kind.COMPETITION),
        ("https://www.kaggle.com/models/mira/tiny", Kind.MODEL),
        ("https://huggingface.co/mira/tiny-vit", Kind.MODEL),
        ("https://podcasts.apple.com/us/podcast/x/id123?i=456", Kind.PODCAST),
        ("https://open.spotify.com/episode/abc", Kind.PODCAST),
        ("https://www.instagram.com/mira/reel/abcdef/", Kind.VIDEO),
        ("https://bsky.app/profile/mira.example/post/3k", Kind.POST),
        ("https://news.ycombinator.com/item?id=1", Kind.DISCUSSION),
        ("https://school.example/lessons/1", Kind.LESSON),
        ("https://blog.example.com/1", Kind.POST),
        ("https://x.example/a.pdf", Kind.DOCUMENT),
        ("https://x.example/1", None),
    ],
)
def test_what_the_address_alone_tells(url: str, kind: Kind | None) -> None:
    assert identity(url).kind is kind


def test_a_doi_keeps_the_page_that_shows_it() -> None:
    found = of_doi("10.1000/ABC", "https://publisher.example/a")
    assert (found.key, found.url) == ("doi:10.1000/abc", "https://publisher.example/a")


@pytest.mark.parametrize(
    ("declared", "page", "believed"),
    [
        ("https://x.example/post", "https://www.x.example/post?a=1", True),
        ("https://www.x.example/post", "https://m.x.example/post", True),
        ("https://x.example/", "https://x.example/post", False),
        ("https://x.example/", "https://x.example/", True),
        ("https://y.example/post", "https://x.example/post", False),
        ("javascript:x", "https://x.example/post", False),
        (None, "https://x.example/post", False),
    ],
)
def test_which_canonical_address_is_believed(
    declared: str | None, page: str, believed: bool
) -> None:
    assert own_canonical(declared, page) == (declared if believed else None)


@pytest.mark.parametrize(
    "url",
    ["", " ", "http://", "https://[::1", "https://x.example:99999/", "mailto:a@b.example", "//x"],
)
def test_what_is_no_address_is_its_own_key(url: str) -> None:
    assert identity(url).key == url.strip()


hosts = st.sampled_from(
    ["x.example", "www.x.example", "m.x.example", "github.com", "arxiv.org", "youtube.com", "doi.org",
     "huggingface.co", "kaggle.com", "aclanthology.org", "papers.nips.cc", "amazon.de", "openreview.net",
     "medium.com", "twitter.com", "stackoverflow.com", "proceedings.mlr.press", "openaccess.thecvf.com"]
)  # fmt: skip
paths = st.lists(
    st.one_of(
        st.sampled_from(
            ["abs", "pdf", "watch", "dp", "tree", "main", "blob", "papers", "amp", "index.html", "v139",
             "1706.03762v2", "10.1000", "2021.acl-long.1", "competitions", "status", "questions", "12"]
        ),
        st.text("abcXYZ019-._~%/!$&'()*+,;=:@ü ", max_size=12),
    ),
    max_size=6,
).map("/".join)  # fmt: skip
queries = st.sampled_from(
    ["", "?v=abcdefghijk", "?id=10.1000/1", "?utm_source=x&b=2&a=1", "?a=%zz&&b"]
)


@given(hosts, paths, queries, st.sampled_from(["", "#a", "#!/b"]))
@example("x.example", "a/amp/amp", "", "")
@example("x.example", "index.html/index.html", "", "")
@example("huggingface.co", "abs/ ", "", "")
def test_the_identity_of_an_identity_is_itself(host: str, path: str, query: str, part: str) -> None:
    found = identity(f"https://{host}/{path}{query}{part}")
    again = identity(found.url)
    assert again.key == found.key
    assert identity(again.url).url == again.url


@pytest.mark.parametrize(
    ("declared", "answered", "elsewhere"),
    [
        ("https://a.example/lenses", "http://a.example/lenses/", False),
        ("https://a.example/lenses", "https://a.example/p?id=7", True),
        ("https://www.a.example/lenses", "https://a.example/lenses", True),
        ("https://arxiv.org/abs/1706.03762", "https://x.example/attention", False),
    ],
)
def test_a_declared_address_leads_elsewhere(declared: str, answered: str, elsewhere: bool) -> None:
    assert leads_elsewhere(identity(declared), identity(answered)) is elsewhere


@given(st.text(max_size=60))
def test_any_text_has_an_identity(text: str) -> None:
    assert identity(text).key == identity(text).key


@pytest.mark.parametrize(
    ("url", "kind", "doi"),
    [
        (
            "https://doi.org/10.1371/journal.pone.0115069",
            Kind.PAPER,
            "10.1371/journal.pone.0115069",
        ),
        ("https://a.example/looms", Kind.ARTICLE, None),
    ],
)
def test_a_link_that_was_not_read_has_what_its_address_tells(
    url: str, kind: Kind, doi: str | None
) -> None:
    found = unread(identity(url))
    assert (found.kind, found.doi, found.title) == (kind, doi, found.url)
    assert unread(identity(url), "Looms").title == "Looms"
