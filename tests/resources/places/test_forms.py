"""Less common forms of addresses at known places; the common ones are in ``test_canonical``, which
holds all of them to the same two rules.
"""

from __future__ import annotations

import pytest

from curator.model import Kind
from curator.resources.canonical import identity

FORMS = {
    "hal:hal-01234567": [
        "https://hal.science/hal-01234567",
        "https://hal.archives-ouvertes.fr/hal-01234567v2",
        "https://hal.science/hal-01234567v3/document",
        "https://inria.hal.science/hal-01234567/file/warp.pdf",
    ],
    "doi:10.31234/osf.io/abcde": [
        "https://osf.io/preprints/psyarxiv/abcde",
        "https://osf.io/preprints/psyarxiv/abcde_v2",
        "https://psyarxiv.com/abcde/",
        "https://doi.org/10.31234/osf.io/abcde_v3",
        "https://doi.org/10.31234/osf.io/abcde",
    ],
    "pypi:warp-weft": [
        "https://pypi.org/project/warp-weft/",
        "https://pypi.org/project/Warp_Weft/1.2.0/",
        "https://pypi.python.org/pypi/warp.weft",
    ],
    "arxiv:2101.00001": [
        "https://arxiv.org/ftp/arxiv/papers/2101/2101.00001.pdf",
        "https://arxiv.org/abs/2101.00001.",
        "https://arxiv.org/bibtex/2101.00001",
        "https://www.alphaxiv.org/resources/2101.00001v1",
        "https://api.semanticscholar.org/arXiv:2101.00001",
    ],
    "arxiv:math/0309136": [
        "https://arxiv.org/abs/math%2F0309136",
        "https://arxiv.org/ftp/math/papers/0309/0309136.pdf",
        "https://arxiv.org/PS_cache/math/pdf/0309/0309136v1.pdf",
    ],
    "doi:10.1002/(sici)1097-0000(199806)49:8<693::aid-abc4>3.0.co;2-o": [
        "https://doi.org/10.1002/(SICI)1097-0000(199806)49:8<693::AID-ABC4>3.0.CO;2-O",
        "https://doi.org/10.1002/(SICI)1097-0000(199806)49:8%3C693::AID-ABC4%3E3.0.CO;2-O",
        "doi:10.1002/(SICI)1097-0000(199806)49:8&lt;693::AID-ABC4&gt;3.0.CO;2-O",
        "https://publisher.example/doi/abs/10.1002/%28SICI%291097-0000%28199806%2949%3A8%3C693%3A%3AAID-ABC4%3E3.0.CO%3B2-O",
    ],
    "doi:10.1175/1520-0000(1998)079<0061:abcdef>2.0.co;2": [
        "https://doi.org/10.1175/1520-0000(1998)079<0061:ABCDEF>2.0.CO;2",
        "https://publisher.example/doi/10.1175/1520-0000%281998%29079%3C0061%3AABCDEF%3E2.0.CO%3B2",
    ],
    "doi:10.1371/journal.pone.0012345": [
        "http://publisher.example/article/info%3Adoi%2F10.1371%2Fjournal.pone.0012345",
        "info:doi/10.1371/journal.pone.0012345",
    ],
    "doi:10.1038/s41586-021-03819-2": [
        "https://www.nature.com/articles/s41586-021-03819-2",
        "https://www.nature.com/articles/s41586-021-03819-2.pdf#Sec2",
    ],
    "doi:10.7554/elife.01567": [
        "https://elifesciences.org/articles/01567",
        "https://elifesciences.org/articles/01567v2",
    ],
    "doi:10.7717/peerj-cs.12": ["https://peerj.com/articles/cs-12/"],
    "doi:10.7717/peerj.4375": [
        "https://peerj.com/articles/4375/",
        "https://peerj.com/articles/4375.pdf",
    ],
    "doi:10.26434/chemrxiv-2021-ab12c": [
        "https://doi.org/10.26434/chemrxiv-2021-ab12c",
        "https://doi.org/10.26434/chemrxiv-2021-ab12c-v3",
    ],
    "doi:10.21203/rs.3.rs-12345": ["https://doi.org/10.21203/rs.3.rs-12345/v1"],
    "doi:10.20944/preprints202401.0123": ["https://doi.org/10.20944/preprints202401.0123.v2"],
    "doi:10.1101/123456": [
        "https://www.biorxiv.org/content/10.1101/123456v2.full",
        "https://www.biorxiv.org/content/early/2017/04/01/123456",
        "https://www.biorxiv.org/content/biorxiv/early/2017/04/01/123456.full.pdf",
    ],
    "doi:10.1101/2024.01.02.123456": [
        "https://www.medrxiv.org/content/medrxiv/early/2024/01/03/2024.01.02.123456.full.pdf",
    ],
    "doi:10.1145/3292500.3330701": [
        "https://dl.acm.org/doi/fullHtml/10.1145/3292500.3330701",
        "https://dl.acm.org/citation.cfm?doid=3292500.3330701",
    ],
    "s2-corpus:13756489": [
        "https://api.semanticscholar.org/CorpusID:13756489",
        "https://www.semanticscholar.org/p/13756489",
    ],
    "s2:0123456789abcdef0123456789abcdef01234567": [
        "https://www.semanticscholar.org/paper/Looms/0123456789abcdef0123456789abcdef01234567",
        "https://www.semanticscholar.org/reader/0123456789abcdef0123456789abcdef01234567",
    ],
    "doi:10.2139/ssrn.1234567": [
        "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567",
        "https://ssrn.com/abstract=1234567",
    ],
    "doi:10.2307/2346178": [
        "https://www.jstor.org/stable/2346178",
        "https://www.jstor.org/stable/pdf/2346178.pdf",
        "https://www.jstor.org/stable/2346178?seq=3",
    ],
    "https://ieeexplore.ieee.org/document/7780459": [
        "https://ieeexplore.ieee.org/document/7780459/",
        "https://ieeexplore.ieee.org/abstract/document/7780459/authors",
        "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=7780459",
        "http://ieeexplore.ieee.org/xpl/articleDetails.jsp?arnumber=07780459",
    ],
    "lesswrong:abcdefghijklmnopq": [
        "https://www.lesswrong.com/posts/abcdefghijklmnopq/looms",
        "https://www.lesswrong.com/s/rstuvwxyzabcdefgh/p/abcdefghijklmnopq",
        "https://www.alignmentforum.org/posts/abcdefghijklmnopq/looms?commentId=x",
    ],
    "observable:@mira/looms": [
        "https://observablehq.com/@mira/looms",
        "https://observablehq.com/@mira/looms@123?collection=@mira/weaving",
    ],
    "observable:0123456789abcdef": ["https://observablehq.com/d/0123456789abcdef@12"],
    "wandb:Vmlldzo1MjM": [
        "https://wandb.ai/mira/looms/reports/Looms--Vmlldzo1MjM",
        "https://wandb.ai/mira/looms/reports/Looms-again--Vmlldzo1MjM=?galleryTag=cv",
    ],
    "pubmed:7654321": ["https://europepmc.org/abstract/med/7654321"],
    "openreview:aBcD": ["https://openreview.net/attachment?id=aBcD&name=pdf"],
    "github:mira/looms": [
        "https://raw.githubusercontent.com/mira/looms/refs/heads/main/README.md",
        "https://github.com/mira/looms/raw/main/README.md",
        "https://github.com/mira/looms/archive/refs/heads/main.zip",
        "git+https://github.com/mira/looms.git",
        "git://github.com/mira/looms.git",
    ],
    "github:mira/looms/blob/main/nb/1.ipynb": [
        "https://github.com/mira/looms/blob/refs/heads/main/nb/1.ipynb",
        "https://github.com/mira/looms/blame/main/nb/1.ipynb",
        "https://nbviewer.org/urls/raw.githubusercontent.com/mira/looms/main/nb/1.ipynb",
        "https://colab.to/github/mira/looms/blob/main/nb/1.ipynb",
        "https://github.dev/mira/looms/blob/main/nb/1.ipynb",
        "https://kaggle.com/kernels/welcome?src=https://github.com/mira/looms/blob/main/nb/1.ipynb",
        "https://mybinder.org/v2/gh/mira/looms/main?labpath=nb%2F1.ipynb",
        "https://studiolab.sagemaker.aws/import/github/mira/looms/blob/main/nb/1.ipynb",
    ],
    "github:mira/looms/pull/12": [
        "https://github.com/mira/looms/pull/12/files",
        "https://github.com/mira/looms/pull/12.diff",
        "https://github.com/mira/looms/pull/12?notification_referrer_id=x#discussion_r1",
    ],
    "github:mira/looms/issues/12": [
        "https://api.github.com/repos/mira/looms/issues/12",
        "https://github.com/mira/looms/issues/12?issue=mira%7Clooms%7C12",
    ],
    "github:mira/looms/discussions/12": ["https://github.com/mira/looms/discussions/12?sort=new"],
    "github:mira/looms/wiki": ["https://github.com/mira/looms/wiki/Home"],
    "gist:0123456789abcdef0123": [
        "https://gist.github.com/mira/0123456789abcdef0123.js",
        "https://gist.githubusercontent.com/mira/0123456789abcdef0123/raw/a/b.py",
    ],
    "kaggle:quiet-birds/discussion/12": [
        "https://www.kaggle.com/c/quiet-birds/discussion/12",
        "https://www.kaggle.com/competitions/quiet-birds/discussion/12#34",
    ],
    "kaggle-code:mira/warp": [
        "https://www.kaggle.com/code/mira/warp/comments",
        "https://www.kaggle.com/mira/warp/notebook",
    ],
    "kaggle-datasets:mira/wool": [
        "https://www.kaggle.com/datasets/mira/wool/versions/3",
        "https://www.kaggle.com/datasets/mira/wool/discussion",
    ],
    "hf:mira/tiny-vit": [
        "https://huggingface.co/mira/tiny-vit/raw/main/README.md",
        "https://huggingface.co/api/models/mira/tiny-vit",
    ],
    "hf:datasets/mira/birds": [
        "https://huggingface.co/datasets/mira/birds/viewer/default/train",
        "https://huggingface.co/api/datasets/mira/birds",
    ],
    "isbn:9780262035613": [
        "https://smile.amazon.com/dp/0262035618",
        "https://amazon.com/o/ASIN/0262035618",
        "https://books.google.com/books?vid=ISBN0262035618",
        "https://bookshop.org/p/books/deep-learning/8351?ean=9780262035613",
        "https://en.wikipedia.org/wiki/Special:BookSources/978-0-262-03561-3",
    ],
    "google-books:Np9SDQAAQBAJ": [
        "https://books.google.de/books?id=Np9SDQAAQBAJ&printsec=frontcover",
        "https://www.google.com/books/edition/_/Np9SDQAAQBAJ?hl=en&gbpv=1",
        "https://play.google.com/store/books/details?id=Np9SDQAAQBAJ",
    ],
    "goodreads:12": [
        "https://www.goodreads.com/book/show/12-looms",
        "https://www.goodreads.com/book/show/12.Looms?ref=a",
    ],
    "https://mira.substack.com/p/looms": [
        "https://mira.substack.com/p/looms?r=abc&s=r",
        "https://open.substack.com/pub/mira/p/looms?r=abc&utm_campaign=post",
    ],
    "https://en.wikipedia.org/wiki/Loom_(weaving)": [
        "https://en.m.wikipedia.org/wiki/Loom_%28weaving%29",
        "https://en.wikipedia.org/w/index.php?title=Loom_(weaving)",
        "https://en.wikipedia.org/wiki/Loom_(weaving)#History",
        "https://en.wikipedia.org/wiki/loom_(weaving)?oldformat=true",
    ],
    "https://zh.wikipedia.org/wiki/%E7%BB%87": [
        "https://zh.wikipedia.org/wiki/织",
        "https://zh.m.wikipedia.org/zh-hans/%E7%BB%87",
    ],
    "https://x.example/p/warp": [
        "https://www.x.example/p/warp?r=1a2b&utm_campaign=post&utm_medium=web&triedRedirect=true",
        "https://x.example/p/warp?publication_id=1&post_id=2&isFreemail=true&r=1a2b&token=e30",
    ],
    "https://x.example/warp-0123456789ab": [
        "https://x.example/warp-0123456789ab?source=rss----1---4&gi=2",
        "https://x.example/warp-0123456789ab?source=friends_link&sk=0a",
    ],
    "https://youtube.com/@mira": [
        "https://youtube.com/@Mira?si=abc",
        "https://m.youtube.com/@mira/videos",
    ],
    "https://x.example/loom_(weaving)": ["https://x.example/loom_%28weaving%29"],
    "reddit:awx46q": ["https://redd.it/awx46q", "https://i.reddit.com/r/looms/comments/awx46q/warp"],
    "stack:cooking.stackexchange.com/5": ["https://cooking.stackexchange.com/q/5"],
    "x:123456": [
        "https://twitter.com/i/web/status/123456",
        "https://xcancel.com/mira/status/123456",
    ],
    "youtube:abcdefghijk": [
        "https://i.ytimg.com/vi/abcdefghijk/hqdefault.jpg",
        "https://www.youtube.com/attribution_link?a=1&u=%2Fwatch%3Fv%3Dabcdefghijk%26feature%3Dshare",
    ],
    "bilibili:BV1xx411c7mD": ["https://www.bilibili.com/video/BV1xx411c7mD/?p=1&spm_id_from=3"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "doi:10.1002/(SICI)1097-0000(199806)49:8<693::AID-ABC4>3.0.CO;2-O",
            "doi:10.1002/(SICI)1097-0000(199806)49:8<701::AID-ABC5>3.0.CO;2-I",
        ),
        ("https://www.nature.com/articles/d41586-020-00001-1", "https://www.nature.com/articles"),
        ("https://github.com/mira/looms/pull/12", "https://github.com/mira/looms/pull/13/files"),
        ("https://github.com/mira/looms/pull/12", "https://github.com/mira/looms/issues/12"),
        ("https://github.com/mira/looms", "https://github.com/mira/looms/blob/dev/README.md"),
        ("https://github.com/mira/looms", "https://github.com/mira/looms/stargazers"),
        ("https://www.kaggle.com/c/birds", "https://www.kaggle.com/c/birds/discussion/12"),
        ("https://huggingface.co/datasets/one/viewer", "https://huggingface.co/datasets/two/viewer"),
        ("https://en.wikipedia.org/wiki/Loom", "https://en.wikipedia.org/w/index.php?title=Loom&oldid=5"),
        ("https://en.wikipedia.org/wiki/Loom", "https://de.wikipedia.org/wiki/Loom"),
        ("https://observablehq.com/@mira/looms", "https://observablehq.com/@mira/looms/2"),
        ("https://observablehq.com/@mira", "https://observablehq.com/@mira/looms"),
        ("https://www.jstor.org/stable/j.ctt1234567", "https://www.jstor.org/stable/1234567"),
        ("https://www.lesswrong.com/s/abcdefghijklmnopq", "https://www.lesswrong.com/posts/abcdefghijklmnopq"),
        ("https://mira.substack.com/p/looms", "https://ben.substack.com/p/looms"),
        ("https://mira.substack.com/p/looms", "https://mira.substack.com/p/looms/comments"),
        ("https://www.bilibili.com/video/BV1xx411c7mD", "https://www.bilibili.com/video/BV1xx411c7mD?p=2"),
        ("https://books.google.com/books?id=Np9SDQAAQBAJ", "https://books.google.com/books?id=Np9SDQAAQBAK"),
        ("https://learning.example/view/looms/9780262035613/ch01.html", "isbn:9780262035613"),
        ("https://stackoverflow.com/questions/1/a", "https://stackoverflow.com/questions/1/a/2"),
        ("https://www.kaggle.com/datasets/mira/wool", "https://www.kaggle.com/datasets/mira/wool/discussion/12"),
        ("https://x.example/article/10.1007/s1-2-y", "https://x.example/article/10.1007/s1-2-y/figures/2"),
        ("https://x.example/p/warp?r=1", "https://x.example/p/warp?r=2"),
        ("https://x.example/warp?source=1", "https://x.example/warp?source=2"),
        ("https://www.youtube.com/@mira", "https://www.youtube.com/@mira/playlists"),
        ("https://github.com/mira/looms/issues?q=warp", "https://github.com/mira/looms/issues?q=weft"),
        ("https://mira-loom.hf.space/", "https://mira-looms.hf.space/"),
    ],
)  # fmt: skip
def test_different_things_stay_apart(one: str, other: str) -> None:
    assert identity(one).key != identity(other).key


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.nature.com/articles/s41586-021-03819-2", Kind.PAPER),
        ("https://www.kaggle.com/c/birds/discussion/12", Kind.DISCUSSION),
        ("https://www.kaggle.com/discussions/general/12", Kind.DISCUSSION),
        ("https://www.kaggle.com/learn/looms", Kind.COURSE),
        ("https://huggingface.co/learn/loom-course", Kind.COURSE),
        ("https://huggingface.co/learn/loom-course/chapter1/1", Kind.LESSON),
        ("https://www.reddit.com/r/looms/comments/abc12/warp/def34/", Kind.DISCUSSION),
        ("https://gitlab.com/mira/looms/-/issues/12", Kind.DISCUSSION),
        ("https://weaver.example/short-courses/warp/", Kind.COURSE),
        ("https://www.goodreads.com/book/show/12", Kind.BOOK),
        ("https://mira.substack.com/p/looms", Kind.POST),
        ("https://www.kaggle.com/datasets/mira/leaves", Kind.DATASET),
        ("https://huggingface.co/datasets/mira/leaves", Kind.DATASET),
        ("https://huggingface.co/spaces/mira/demo", Kind.REPOSITORY),
        ("https://observablehq.com/@mira/looms", Kind.NOTEBOOK),
        ("https://wandb.ai/mira/looms/reports/Looms--Vmlldzo1MjM", Kind.POST),
        ("https://www.bilibili.com/video/BV1xx411c7mD", Kind.VIDEO),
    ],
)
def test_what_the_address_tells_of_the_kind(url: str, kind: Kind) -> None:
    assert identity(url).kind is kind


def test_a_version_of_a_preprint_keeps_its_own_doi() -> None:
    """What all versions share need not resolve, and nothing is to be asked for it."""
    found = identity("https://doi.org/10.21203/rs.3.rs-12345/v1")
    assert (found.doi, found.url) == (
        "10.21203/rs.3.rs-12345/v1",
        "https://doi.org/10.21203/rs.3.rs-12345/v1",
    )


def test_a_reader_s_own_token_is_not_shown() -> None:
    mailed = "https://x.example/p/warp?publication_id=1&post_id=2&r=1a2b&token=e30"
    assert identity(mailed).url == "https://x.example/p/warp"


def test_an_address_within_an_address_may_be_none() -> None:
    broken = "https://www.youtube.com/attribution_link?u=%2F%2F%5B1px%2Fwatch"
    assert identity(broken).key.startswith("https://youtube.com/attribution_link")
