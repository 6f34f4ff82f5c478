"""What sixty-one real pages are, written down by reading each of them.

The pages are those of three sets of the corpora that carry few labels or none. Facts only: the kind,
the identity under the page's own address, the people in order and the day a reader sees on the page
or in its head. ``None`` in ``authors`` or ``published`` means that the page leaves it open.
"""

from __future__ import annotations

from dataclasses import dataclass

from curator.model import Kind, PageState


@dataclass(frozen=True, slots=True)
class Truth:
    """One page as it was read."""

    file: str
    """``set/html/NNNN.html``."""
    address: str
    """The address the page names as its own, else the corpus's."""
    kind: Kind | None = None
    """``None`` for a wall."""
    key: str | None = None
    """The identity; ``None`` where it is the address and nothing else."""
    authors: tuple[str, ...] | None = None
    published: str | None = None
    """As far as known: ``2014``, ``2021-06``, ``2021-07-15``."""
    undated: bool = False
    """There is no date on the page: none may be found."""
    count: int | None = None
    """How many authors, where ``authors`` are only the first and the last of them."""
    minutes: int | None = None
    wall: PageState | None = None


_K, _P, _S = "metascraper-kinds/html/", "papis-scholarly/html/", "sandcrawler-scholarly/html/"


def _post(file: str, address: str, author: str, day: str, key: str) -> Truth:
    return Truth(_K + file, address, Kind.POST, key, (author,), day)


def _paper(file: str, address: str, key: str | None, day: str, *authors: str) -> Truth:
    return Truth(file, address, Kind.PAPER, key, authors, day)


def _wall(file: str, address: str) -> Truth:
    return Truth(file, address, wall=PageState.BLOCKED)


KINDS = (
    Truth(
        _K + "0000.html",
        "https://www.amazon.co.uk/Vegetable-Perfection-delicious-recipes-shoots/dp/1849757097",
        Kind.BOOK,
        "isbn:9781849757096",
        ("Mat Follas",),
        "2016-04-07",
    ),
    Truth(  # A relay for cars: what is sold is no book.
        _K + "0001.html",
        "https://www.amazon.com/SainSmart-101-70-101-4-Channel-Relay-Module/dp/B0057OC5O8",
        Kind.ARTICLE,
        authors=(),
    ),
    Truth(  # For Kindle, so without an ISBN of its own.
        _K + "0002.html",
        "https://www.amazon.com/Whole-Truth-Shaw-Book-ebook/dp/B0011UCPM4",
        Kind.BOOK,
        None,
        ("David Baldacci",),
        "2008-04-22",
    ),
    Truth(
        _K + "0003.html",
        "https://www.biorxiv.org/content/10.1101/2020.03.22.002386v3",
        Kind.PAPER,
        "doi:10.1101/2020.03.22.002386",
        ("David E. Gordon", "Nevan J. Krogan"),
        "2020-03-27",
        count=100,
    ),
    _paper(  # 2 July is the day of acceptance; the page shows both.
        _K + "0004.html",
        "https://www.frontiersin.org/journals/psychology/articles/10.3389/fpsyg.2014.00781/full",
        "doi:10.3389/fpsyg.2014.00781",
        "2014-07-29",
        "Zoltan Dienes",
    ),
    Truth(
        _K + "0005.html",
        "https://www.nature.com/articles/s41586-021-03819-2",
        Kind.PAPER,
        "doi:10.1038/s41586-021-03819-2",
        ("John Jumper", "Demis Hassabis"),
        "2021-07-15",
        count=34,
    ),
    Truth(
        _K + "0006.html",
        "https://www.imdb.com/title/tt0091042/",
        Kind.VIDEO,
        None,
        ("John Hughes",),
        "1986-06-11",
    ),
    Truth(
        _K + "0007.html",
        "https://www.instagram.com/reel/CN2VQ1yI_MA/",
        Kind.VIDEO,
        "instagram:CN2VQ1yI_MA",
        ("Jaime Lorente",),
        "2021-04-19",
    ),
    _post(
        "0008.html",
        "https://www.instagram.com/p/COn3M4TnRi1/",
        "Willyrex",
        "2021-05-08",
        "instagram:COn3M4TnRi1",
    ),
    Truth(  # Under an address of posts, but the page says that it is a video.
        _K + "0009.html",
        "https://www.instagram.com/p/CPQjO5RIIO9/",
        Kind.VIDEO,
        "instagram:CPQjO5RIIO9",
        ("Jaime Lorente",),
        "2021-05-24",
    ),
    Truth(
        _K + "0010.html",
        "https://www.instagram.com/pluto__travel/",
        Kind.ARTICLE,
        authors=("Pluto",),
        undated=True,
    ),
    Truth(
        _K + "0011.html",
        "https://www.instagram.com/stories/jaimelorentelo/2591639087680304855/",
        Kind.ARTICLE,
        undated=True,
    ),
    Truth(_K + "0012.html", "https://www.chowhanandsons.com/", Kind.ARTICLE, authors=()),
    Truth(_K + "0013.html", "https://learnnode.com", Kind.COURSE, None, ("Wes Bos",), undated=True),
    Truth(
        _K + "0014.html",
        "http://tours.jamesphotographygroup.com/public/vtour/display/1754637?a=1",
        Kind.ARTICLE,
        authors=(),
        undated=True,
    ),
    Truth(_K + "0015.html", "https://microlink.io/", Kind.ARTICLE, authors=()),
    Truth(
        _K + "0016.html",
        "https://soundcloud.com/beautybrainsp/beauty-brain-swag-bandicoot",
        Kind.PODCAST,
        None,
        ("Beauty Brain",),
        "2014-01-27",
    ),
    Truth(
        _K + "0017.html",
        "https://open.spotify.com/artist/1gR0gsQYfi6joyO1dlp76N",
        Kind.ARTICLE,
        undated=True,
    ),
    Truth(
        _K + "0018.html",
        "https://open.spotify.com/show/4kYCRYJ3yK5DQbP5tbfZby",
        Kind.PODCAST,
        "spotify:show:4kYCRYJ3yK5DQbP5tbfZby",
        ("Wes Bos", "Scott Tolinski"),
        undated=True,
    ),
    Truth(
        _K + "0019.html",
        "https://open.spotify.com/track/66opmIXhZIaPtyiSH3Ucix",
        Kind.PODCAST,
        None,
        ("Justice",),
        "2013-05-06",
        minutes=4,
    ),
    Truth(
        _K + "0020.html",
        "https://www.tiktok.com/@illojuan",
        Kind.ARTICLE,
        authors=("IlloJuan",),
        undated=True,
    ),
    Truth(
        _K + "0021.html",
        "https://www.tiktok.com/@illojuan/video/7571863205253778710",
        Kind.VIDEO,
        "tiktok:7571863205253778710",
        ("IlloJuan",),
        "2025-11-12",
        minutes=1,
    ),
    _post(
        "0022.html",
        "https://x.com/Kikobeats/status/880139124791029763",
        "Kiko Beats",
        "2017-06-28",
        "x:880139124791029763",
    ),
    _post(
        "0023.html",
        "https://twitter.com/UaSmart/status/934106870834454529",
        "SmartUA",
        "2017-11-24",
        "x:934106870834454529",
    ),
    _post(
        "0024.html",
        "https://x.com/UaSmart/status/934106870834454529",
        "SmartUA",
        "2017-11-24",
        "x:934106870834454529",
    ),
    _post(
        "0025.html",
        "https://twitter.com/realDonaldTrump/status/1222907250383245320",
        "Donald J. Trump",
        "2020-01-30",
        "x:1222907250383245320",
    ),
    _post(
        "0026.html",
        "https://x.com/verge/status/957383241714970624",
        "The Verge",
        "2018-01-27",
        "x:957383241714970624",
    ),
    _post(
        "0027.html",
        "https://x.com/verge/status/957383241714970624",
        "The Verge",
        "2018-01-27",
        "x:957383241714970624",
    ),
    _post(
        "0028.html",
        "https://x.com/realDonaldTrump/status/1222907250383245320",
        "Donald J. Trump",
        "2020-01-30",
        "x:1222907250383245320",
    ),
    Truth(
        _K + "0029.html",
        "https://x.com/Kikobeats",
        Kind.ARTICLE,
        authors=("#!/kiko/beats",),
        undated=True,
    ),
    Truth(
        _K + "0030.html",
        "https://twitter.com/javilop",
        Kind.ARTICLE,
        authors=("Javi López",),
        undated=True,
    ),
    Truth(
        _K + "0031.html",
        "https://www.youtube.com/channel/UCzcRQ3vRNr6fJ1A9rqFn7QA",
        Kind.ARTICLE,
        undated=True,
    ),
    Truth(
        _K + "0032.html",
        "https://www.youtube.com/watch?v=EAZvxukW8kY&list=PLDB4BCE9817AE7B43&index=11",
        Kind.VIDEO,
        "youtube:EAZvxukW8kY",
        ("USAGov",),
        "2014-06-10",
        minutes=3,
    ),
    Truth(
        _K + "0033.html",
        "https://www.youtube.com/watch?v=arj7oStGLkU",
        Kind.VIDEO,
        "youtube:arj7oStGLkU",
        ("TED",),
        "2016-04-06",
    ),
    Truth(
        _K + "0034.html",
        "https://www.youtube.com/watch?v=hwMkbaS_M_c",
        Kind.VIDEO,
        "youtube:hwMkbaS_M_c",
        ("ONE Media",),
        "2017-04-14",
        minutes=2,
    ),
)

PAPERS = (
    _paper(
        _P + "0000.html",
        "https://aclanthology.org/2021.naacl-main.208/",
        "acl:2021.naacl-main.208",
        "2021-06",
        "Teven Le Scao",
        "Alexander M. Rush",
    ),
    _paper(
        _P + "0001.html",
        "https://aclanthology.org/N04-1001/",
        "acl:N04-1001",
        "2004",
        "Radu Florian",
        "H. Hassan",
        "Abe Ittycheriah",
        "Hongyan Jing",
        "Nanda Kambhatla",
        "Xiaoqiang Luo",
        "Nicolas Nicolov",
        "Salim Roukos",
    ),
    _wall(_P + "0002.html", "https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.122.145901"),
    _paper(
        _P + "0003.html",
        "https://journals.aps.org/prx/abstract/10.1103/PhysRevX.12.041027",
        "doi:10.1103/physrevx.12.041027",
        "2022-12-09",
        "Alisa K. Galishnikova",
        "Matthew W. Kunz",
        "Alexander A. Schekochihin",
    ),
    _paper(
        _P + "0004.html",
        "https://journals.aps.org/rmp/abstract/10.1103/RevModPhys.94.045004",
        "doi:10.1103/revmodphys.94.045004",
        "2022-12-06",
        "D. Filippetto",
        "P. Musumeci",
        "R. K. Li",
        "B. J. Siwick",
        "M. R. Otto",
        "M. Centurion",
        "J. P. F. Nunes",
    ),
    _wall(_P + "0005.html", "https://papis-scholarly.example.org/5"),
    _paper(
        _P + "0006.html",
        "https://peerj.com/articles/4886",
        "doi:10.7717/peerj.4886",
        "2018-05-24",
        "Michael J. Emslie",
        "Alistair J. Cheal",
        "M. Aaron MacNeil",
        "Ian R. Miller",
        "Hugh P.A. Sweatman",
    ),
    _paper(
        _P + "0007.html",
        "https://hal.science/jpa-00235190",
        "doi:10.1051/jphysrad:01955001606044400",
        "1955",
        "Jacques Friedel",
    ),
    _paper(
        _P + "0008.html",
        "https://theses.hal.science/tel-02083632",
        "hal:tel-02083632",
        "2015-02-09",
        "Marthe Bonamy",
    ),
    _paper(
        _P + "0009.html",
        "https://iopscience.iop.org/article/10.1088/0026-1394/12/4/002",
        "doi:10.1088/0026-1394/12/4/002",
        "1976-10-01",
        "D N Astrov",
        "V A Pavlov",
        "V T Shkraba",
    ),
    _paper(
        _P + "0010.html",
        "https://iopscience.iop.org/article/10.1088/1748-605X/ab007b",
        "doi:10.1088/1748-605x/ab007b",
        "2019-04-15",
        "Ahmet Engin Pazarçeviren",
        "Zafer Evis",
        "Dilek Keskin",
        "Ayşen Tezcaner",
    ),
    _paper(
        _P + "0011.html",
        "http://www.nber.org/papers/w29971",
        "doi:10.3386/w29971",
        "2022-04-25",
        "David Lucca",
        "Jonathan H. Wright",
    ),
    _paper(
        _P + "0012.html",
        "http://www.nber.org/papers/w33843",
        "doi:10.3386/w33843",
        "2025-05-26",
        "Nava Ashraf",
        "Oriana Bandiera",
        "Virginia Minni",
        "Luigi Zingales",
    ),
    _paper(
        _P + "0013.html",
        "https://www.sciencedirect.com/science/article/abs/pii/S0009261497040141",
        "doi:10.1016/s0009-2614(97)04014-1",
        "1997-10-31",
        "Alexander O. Mitrushenkov",
        "Paolo Palmieri",
    ),
    _paper(
        _P + "0014.html",
        "https://www.sciencedirect.com/science/article/pii/S146290112300117X",
        "doi:10.1016/j.envsci.2023.04.016",
        "2023-04-21",
        "Mahir Yazar",
        "Abigail York",
    ),
    _paper(
        _P + "0015.html",
        "https://www.sciencedirect.com/science/article/abs/pii/S2210271X18305656",
        "doi:10.1016/j.comptc.2018.10.004",
        "2018-10-22",
        "Kati Finzel",
    ),
    _paper(
        _P + "0016.html",
        "https://link.springer.com/article/10.1007/BF02727953",
        "doi:10.1007/bf02727953",
        "1977-01",
        "J. M. Leinaas",
        "J. Myrheim",
    ),
    _paper(
        _P + "0017.html",
        "https://link.springer.com/article/10.1007/s10924-010-0192-1",
        "doi:10.1007/s10924-010-0192-1",
        "2010-05-05",
        "Sanchita Bandyopadhyay-Ghosh",
        "Robert Jeng",
        "Joydeep Mukherjee",
        "Mohini Sain",
    ),
    _wall(_P + "0018.html", "https://www.tandfonline.com/doi/abs/10.1080/00268976.2013.788745"),
    _wall(_P + "0019.html", "https://www.tandfonline.com/doi/abs/10.1080/23311932.2015.1117749"),
    _paper(
        _S + "0000.html",
        "https://elifesciences.org/articles/44753",
        "doi:10.7554/elife.44753",
        "2019-04-18",
        "Matthew J Kourakis",
        "Cezar Borba",
        "Angela Zhang",
        "Erin Newman-Smith",
        "Priscilla Salas",
        "B Manjunath",
        "William C Smith",
    ),
    # The paper below without any head; its people stand only in a picture's alternative text.
    Truth(_S + "0001.html", "https://sandcrawler-scholarly.example.org/1", Kind.ARTICLE),
    _paper(
        _S + "0002.html",
        "https://firstmonday.org/ojs/index.php/fm/article/view/10274",
        "doi:10.5210/fm.v25i10.10274",
        "2020-09-10",
        "Calvin Liang",
        "Jevan Alexander Hutson",
        "Os Keyes",
    ),
    Truth(  # News of a journal, with a DOI.
        _S + "0003.html",
        "https://www.nature.com/articles/d41586-020-02610-z",
        Kind.ARTICLE,
        "doi:10.1038/d41586-020-02610-z",
        ("Diana Kwon",),
        "2020-09-10",
    ),
    _paper(
        _S + "0004.html",
        "https://peerj.com/articles/4375/",
        "doi:10.7717/peerj.4375",
        "2018-02-13",
        "Heather Piwowar",
        "Jason Priem",
        "Vincent Larivière",
        "Juan Pablo Alperin",
        "Lisa Matthias",
        "Bree Norlander",
        "Ashley Farley",
        "Jevin West",
        "Stefanie Haustein",
    ),
    Truth(
        _S + "0005.html",
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0213978",
        Kind.PAPER,
        "doi:10.1371/journal.pone.0213978",
        ("Yang Li", "Peng Zhao"),
        "2019-04-22",
        count=11,
    ),
)

PAGES = KINDS + PAPERS
