"""An invented issue in a realistic shape; every test that wants one starts here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from curator.issues.compose import compose
from curator.issues.view import MailLinks
from curator.model import (
    Author,
    Content,
    Goal,
    GoalState,
    Kind,
    Level,
    Newsletter,
    Period,
    Pick,
    ReadingItem,
    ReadingStatus,
    Resource,
    Section,
    Selection,
    Source,
    StoredResource,
    Tag,
    Tags,
    Topic,
    Track,
    When,
)

NOW = datetime(2026, 2, 23, 7, 0, tzinfo=UTC)
PERIOD = Period(
    key="2026-W08",
    start=datetime(2026, 2, 16, tzinfo=UTC),
    end=datetime(2026, 2, 23, tzinfo=UTC),
    first_day=date(2026, 2, 16),
    last_day=date(2026, 2, 22),
)
NEWSLETTER = Newsletter(
    title="Top Down",
    tagline="What I built, read and got wrong while learning deep learning",
    author=Author(
        name="Mira Okafor",
        bio="Carpenter turned programmer. I learn machine learning by building first and asking "
        "why afterwards, and write down what I find.",
        link="https://mira.example.org/",
    ),
    sender="mira@mail.example.org",
    postal_address="Mill Lane 4, 10115 Berlin, Germany",
    base_url="https://news.example.org",
)
LINKS = MailLinks(
    unsubscribe="https://news.example.org/u/u7Kq2mVx",
    preferences="https://news.example.org/p/u7Kq2mVx",
    web="https://news.example.org/issues/12",
    archive="https://news.example.org/issues",
    since="3 May 2025",
)
TOPICS = (
    Topic("vision", "Computer vision"),
    Topic("cnn", "Convolutions"),
    Topic("nlp", "Language"),
    Topic("training", "Training"),
    Topic("ethics", "Ethics"),
)
POST_MARKDOWN = """\
# My classifier was reading the ruler

Last month I trained a small network to tell three kinds of wood from a photograph. It reached
97 % on the validation set in four epochs, which felt too good, and was.

I had taken the oak photographs on my bench, and the bench has a **steel ruler** along its edge. A
saliency map showed the whole story in one picture: the network looked at the ruler, nodded, and
said oak.

## What I changed

- I split by *plank*, not by photograph, so that no board is in both sets.
- I cropped every picture at random to a third of its size.
- I photographed forty more boards on a plain blanket.

Accuracy fell to 81 %. That is the first number of this project that I believe. The code that made
the split is short enough to show:

```python
planks = sorted({photo.plank for photo in photos})
held_out = set(planks[::5])
train = [p for p in photos if p.plank not in held_out]
```

The rest of the post walks through the crops one by one, and shows where the network looks now.
"""
WARNING_MARKDOWN = """\
A small note on the side. When a model learns a task that took you a year in the time that a
kettle takes to boil, one of two things is true: the task is easy, or the task is not the one you
think it is.

I now stop after four good epochs and [draw what it sees](/maps). It costs ten minutes.
"""
NOTE = """\
The lesson of this week is an old one: **look at your data before you look at your loss**. Half of
what follows is about people who did, and what they saw.

Reply to this mail if you have a story like the ruler; I would love to collect them.
"""


def resource(number: int, title: str, **values: object) -> Resource:
    """A resource with an address of its own."""
    url = str(values.pop("url", f"https://site{number}.example.net/{number}"))
    return Resource(key=url, url=url, title=title, **values)  # type: ignore[arg-type]


def stored(
    value: Resource,
    number: int,
    *,
    track: Track | None = None,
    level: Level = Level.UNKNOWN,
    topics: Sequence[str] = (),
    credits_: Sequence[str] = (),
    mine: bool = False,
) -> StoredResource:
    """``value`` as the database would hand it over."""
    tags = Tags(topics=tuple(Tag(slug, 0.9) for slug in topics), track=track, level=level)
    return StoredResource(
        id=number,
        resource=value,
        tags=tags,
        first_seen_at=NOW,
        credits=tuple(credits_),
        mine=mine,
        source_urls=(f"https://site{number}.example.net/feed",),
    )


def post(
    number: int = 100,
    title: str = "My classifier was reading the ruler",
    markdown: str = POST_MARKDOWN,
) -> StoredResource:
    """One of the author's own posts, a day younger the higher its number."""
    written = datetime(2026, 2, 18, 9, 0, tzinfo=UTC) + timedelta(days=number - 100)
    value = resource(
        number,
        title,
        url=f"https://mira.example.org/{number}",
        authors=("Mira Okafor",),
        published=When(written),
        kind=Kind.POST,
        minutes=6,
        site="Mira Okafor",
        summary="A wood classifier that was too good, and the ruler in its photographs.",
        markdown=markdown,
    )
    return stored(value, number, mine=True, track=Track.PRACTICE, topics=("vision",))


def _pick(  # noqa: PLR0913 - a pick has many sides
    number: int,
    title: str,
    summary: str,
    reason: str,
    *,
    also: Sequence[str] = (),
    quoted: bool = False,
    track: Track = Track.PRACTICE,
    level: Level = Level.UNKNOWN,
    topics: Sequence[str] = (),
    credits_: Sequence[str] = (),
    **values: object,
) -> Pick:
    value = resource(number, title, summary=summary, summary_quoted=quoted, **values)
    held = stored(value, number, track=track, level=level, topics=topics, credits_=credits_)
    return Pick(held, 1 / number, reason=reason, also_in=tuple(also))


def sections() -> tuple[Section, ...]:
    """Three sections of picks of many kinds."""
    vision = (
        _pick(
            1,
            "Lesson 7: Weight decay, seen through a bread recipe",
            "The third lecture on regularisation builds a collaborative filter from nothing and "
            "then breaks it on purpose. The notebook leaves six questions open that are worth an "
            "evening each.",
            "Because it is the next lesson of the course you follow.",
            kind=Kind.LESSON,
            minutes=92,
            authors=("Ines Halloran",),
            site="Practical Nets",
            level=Level.BEGINNER,
            topics=("vision", "training"),
            code=("https://github.com/example/bread-notebooks",),
        ),
        _pick(
            2,
            "A field guide to augmentation that does not lie to you",
            "Every augmentation encodes a claim about the world. Flip a digit and you claim that "
            "sixes may be nines.",
            "Because it answers the question left open in last week’s post on crops.",
            quoted=True,
            minutes=11,
            authors=("Tomasz Wilk",),
            site="notes from the lab",
            also=("The Batch of Small Things", "Pixel Weekly"),
            level=Level.INTERMEDIATE,
            topics=("vision",),
            credits_=("Sana Iqbal <https://sana.example.com/>",),
        ),
        _pick(
            3,
            "Convolutions as bookkeeping: an eight-line derivation",
            "We show that translation equivariance alone forces the sum that everyone memorises, "
            "and that padding is where the proof leaks.",
            "Because theory is a fifth of every issue, and this one is short.",
            kind=Kind.PAPER,
            minutes=24,
            authors=("L. Brandt", "Y. Osei", "P. Marchetti", "H. Lindqvist"),
            site="arXiv",
            url="https://arxiv.org/abs/2602.01234",
            track=Track.THEORY,
            level=Level.ADVANCED,
            topics=("cnn",),
        ),
    )
    language = (
        _pick(
            4,
            "Fine-tuning a small model on 300 recipes, without a graphics card",
            "An afternoon on a laptop, with every command and every mistake. The surprise: the "
            "tokenizer cost more accuracy than the quantisation.",
            "Because three people you read wrote about it this week.",
            kind=Kind.NOTEBOOK,
            minutes=15,
            authors=("Deepa Raman",),
            site="Kitchen Compute",
            also=("ML Digest",),
            level=Level.BEGINNER,
            topics=("nlp",),
        ),
        _pick(
            5,
            "Attention, drawn slowly",
            "One head, four words, and a pencil. No equation appears before minute nine.",
            "Because you asked for more videos about language.",
            kind=Kind.VIDEO,
            minutes=27,
            authors=("Pencil & Tensor",),
            site="YouTube",
            url="https://www.youtube.com/watch?v=abcdefghijk",
            level=Level.BEGINNER,
            topics=("nlp",),
        ),
    )
    ethics = (
        _pick(
            6,
            "Who labelled this? Walking a data set back to its workers",
            "A reporter follows one bounding box through four subcontractors and two continents.",
            "Because nothing on ethics had been in the last three issues.",
            minutes=19,
            authors=("Noor van Dijk",),
            site="The Long Read",
            topics=("ethics",),
            track=Track.PRACTICE,
        ),
    )
    return (
        Section("vision", "Computer vision", vision),
        Section("nlp", "Language", language),
        Section("ethics", "Ethics", ethics),
    )


def reading() -> tuple[tuple[ReadingItem, StoredResource], ...]:
    """Two links the author queued by hand."""
    talk = resource(
        9050,
        "How I keep a lab notebook for software",
        kind=Kind.VIDEO,
        minutes=41,
        authors=("Ruth Adeyemi",),
        site="PyLocal",
        summary="Dates, hypotheses, and the discipline to write the result down before the reason.",
    )
    book = resource(
        9051,
        "Think Complexity, chapter 4",
        kind=Kind.BOOK,
        minutes=35,
        authors=("A. Farmer",),
        site="Open Pages",
    )
    note = "I copied her template on Monday and *have not lost an experiment since*."
    return (
        (
            ReadingItem(1, 9050, ReadingStatus.QUEUED, NOW, note=note, credit="Jonas Weber"),
            stored(talk, 9050),
        ),
        (
            ReadingItem(2, 9051, ReadingStatus.QUEUED, NOW, credit="https://reads.example.com/"),
            stored(book, 9051),
        ),
    )


def goals() -> tuple[Goal, ...]:
    """The challenge of the coming week."""
    return (
        Goal(3, "2026-W09", "Retrain the wood classifier with a `ResNet-18` and compare crops"),
        Goal(4, "2026-W09", "Explain weight decay to my sister in five sentences"),
    )


def outcomes() -> tuple[Goal, ...]:
    """What became of the week's goals."""
    return (
        Goal(1, "2026-W08", "Finish lesson 6 with all exercises", GoalState.DONE),
        Goal(2, "2026-W08", "Enter one Kaggle playground", GoalState.MISSED, note="Next month."),
    )


def content(**changes: object) -> Content:
    """The whole issue; ``changes`` replace arguments of :func:`compose`."""
    values: dict[str, object] = {
        "selection": Selection(sections=sections(), practice_share=0.8),
        "posts": (post(100), post(99, "Four epochs are a warning", WARNING_MARKDOWN)),
        "reading": reading(),
        "goals": goals(),
        "outcomes": outcomes(),
        "sources": (Source("https://site4.example.net/feed", credit="Ada Brook"),),
        "newsletter": NEWSLETTER,
        "period": PERIOD,
        "note": NOTE,
    }
    return compose(**{**values, **changes})  # type: ignore[arg-type]


def many(number: int) -> tuple[Section, ...]:
    """One section with so many picks with long summaries, best first."""
    words = "The author rebuilds the method from a single idea, tests it on three data sets, and "
    picks = tuple(
        _pick(
            index,
            f"Result number {index}: a title of quite usual length about networks",
            f"{words * 5}finds effect {index}.",
            f"Because it is number {index} of what came in this week, and fits the mix.",
            minutes=index % 30 + 1,
            authors=(f"Author {index}",),
            site=f"Site {index}",
            also=("Another place",),
            level=Level.INTERMEDIATE,
        )
        for index in range(1, number + 1)
    )
    return (Section("more", "More", picks),)
