"""Mistakes that concern several lines, and those of single values."""

from __future__ import annotations

import pytest

from curator.config import checked
from curator.model import SourceKind
from tests.config.test_config import LEAST, mistakes, read

TOPICS = """
topics:
  - {slug: vision, name: Vision}
  - {slug: cnns, name: CNNs, parent: vision, former: [convnets]}
"""
HEAD = """
newsletter:
  title: T
  author: {name: A}
  from: a@example.org
"""


def told(lines: str) -> str:
    """The one mistake in a file with a sound newsletter, without its place."""
    [problem] = mistakes(HEAD + lines)
    return problem.split(": ", 1)[1]


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ("{slug: Cnns, name: C}", "topics.0.slug: 'Cnns' is not a slug"),
        ("{slug: reading, name: C}", "topics.0.slug: 'reading' is the name of a section"),
        ("{slug: cnns}", "topics.0.name: it is missing"),
        ("{name: C}", "topics.0.slug: it is missing"),
        ("{slug: a, name: A, parent: a}", "topics.0.parent: a circle of parents: a → a"),
        ("{slug: a, name: A, former: [a]}", "topics.0.former.0: the slug 'a' is taken"),
        ("{slug: a, name: A, track: both}", "topics.0.track: 'both' is not allowed; use 'practice'"),
        ("{slug: a, name: A, target: 101}", "topics.0.target: 101 is not allowed; it must be at most"),
        ("{slug: a, name: A, aliases: cnn}", "topics.0.aliases: this must be a list"),
        ("{slug: a, name: A, aliases: ['(\\d']}", "topics.0.aliases.0: '(\\d' is not a pattern"),
        ("{slug: a, name: A, aliases: ['(\\w+)+']}", "topics.0.aliases.0: '(\\w+)+' is not a pattern that can be used: a group may not be repeated"),
        ("{slug: a, name: A, aliases: ['']}", "topics.0.aliases.0: it is empty"),
        ("{slug: a, name: A, weak: [7]}", 'topics.0.weak.0: this must be text; put it into quotes, such as "7"'),
        ("just words", "topics.0: this must be a mapping"),
    ],
)  # fmt: skip
def test_topics(topics: str, said: str) -> None:
    assert told(f"topics:\n  - {topics}\n").startswith(said)


def test_circles_of_parents_are_told_for_each_member() -> None:
    problems = mistakes(
        HEAD
        + """topics:
  - {slug: a, name: A, parent: b}
  - {slug: b, name: B, parent: c}
  - {slug: c, name: C, parent: a}
  - {slug: d, name: D, parent: a}
"""
    )
    assert ["a → b → c → a" in problems[0], len(problems)] == [True, 3]


def test_targets_fit_into_an_issue() -> None:
    assert told(
        "topics:\n  - {slug: a, name: A, target: 60}\n  - {slug: b, name: B, target: 60}\n"
    ).startswith("topics: the targets of all topics add up to 120")


def test_one_word_may_speak_for_several_topics() -> None:
    given = read(
        HEAD
        + """topics:
  - {slug: a, name: A, aliases: [rag, 'yolov\\d+', 'gpt-\\d\\S*', 'llama \\d', c++, weights & biases]}
  - {slug: b, name: B, aliases: [rag]}
"""
    )
    assert given.topics[0].aliases[:2] == ("rag", "yolov\\d+")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("5", "sources.0: this must be a mapping"),
        ("words", "sources.0.url: 'words' is not an address"),
        ("{name: N}", "sources.0: give exactly one of url, arxiv, youtube, github"),
        ("{url: 'https://a.example', github: o/n}", "sources.0: give exactly one of"),
        ("{url: }", "sources.0: give exactly one of"),
        ("{url: 'https://a.example', feed: x}", "sources.0.feed: unknown key;"),
        ("{url: 'https://a.example', kind: rss}", "sources.0.kind: 'rss' is not allowed; use 'feed'"),
        ("{url: 'https://a.example', weight: 0}", "sources.0.weight: 0 is not allowed; it must be more than 0"),
        ("{url: 'https://a.example', weight: .nan}", "sources.0.weight: this must be a number"),
        ("{url: 'https://a.example', limit: 0}", "sources.0.limit: 0 is not allowed; it must be at least 1"),
        ("{url: 'https://a.example', limit: 1.5}", "sources.0.limit: this must be a whole number"),
        ("{url: 'https://a.example', mine: yes}", "sources.0.mine: this must be true or false"),
        ("{url: 'https://a.example', topics: cnns}", "sources.0.topics: this must be a list"),
        ("{url: 'https://a.example', topics: [cnn]}", "sources.0.topics.0: there is no topic 'cnn'; did you mean cnns?"),
        ("{url: 'https://a.example', topics: [convnets]}", "sources.0.topics.0: there is no topic 'convnets'"),
        ("{url: 'https://a.example', exclude: ad}", "sources.0.exclude: this must be a list"),
        ("{url: 'https://a.example', only: ['(\\d']}", "sources.0.only.0: '(\\d' is not a pattern"),
        ("{url: 'https://a.example', exclude: [ad, '(\\w+\\s?)+\\!']}", "sources.0.exclude.1: '(\\w+\\s?)+\\!' is not a pattern that can be used: a group may not be repeated"),
        ("{url: 'https://a.example', selector: 'a['}", "sources.0.selector: not a CSS selector"),
        ("{url: 'https://a.example', selector: a, kind: feed}", "sources.0.selector: only listings have a selector"),
        ("{github: o/n, selector: a}", "sources.0.selector: only listings have a selector"),
        ("{url: 'https://a.example', shorts: true}", "sources.0.shorts: only YouTube sources know shorts"),
        ('{url: "https://a.example", name: "two\\nlines"}', "sources.0.name: a line break is not allowed"),
        ('{url: "https://a.example", name: "a\\eb"}', "sources.0.name: the control character U+001B"),
        ("{url: 'https://user:secret@a.example/'}", "sources.0.url: a name and password"),
        ("{arxiv: cat}", "sources.0.arxiv: name a field"),
        ("{youtube: me}", "sources.0.youtube: 'me' is not a channel"),
        ("{github: me}", "sources.0.github: 'me' is not a repository"),
    ],
)  # fmt: skip
def test_sources(source: str, said: str) -> None:
    assert told(f"{TOPICS}sources:\n  - {source}\n").startswith(said)


TWICE = (
    HEAD
    + """sources:
  - {github: o/n}
  - https://github.com/o/n
  - {url: "https://github.com/o/n/releases.atom", kind: feed}
"""
)
NOTED = [
    "sources.1: the same source stands in line 7, which counts; remove one",
    "sources.2: the same source stands in line 7, which counts; remove one",
]


def test_the_same_source_twice_is_read_once_and_noted_however_it_is_written() -> None:
    config, noted = checked(TWICE.encode())
    assert [source.kind for source in config.sources] == [SourceKind.GITHUB]
    assert [str(problem).split(": ", 1)[1] for problem in noted] == NOTED


def test_the_same_source_twice_is_told_beside_other_mistakes() -> None:
    problems = mistakes(TWICE + "  - {github: me}\n")
    assert [problem.split(": ", 1)[1] for problem in problems][:2] == NOTED
    assert len(problems) == 3


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("title", '""', "newsletter.title: it is empty"),
        ("title", '"a\\r\\nBcc: x"', "newsletter.title: the control character U+000D"),
        (
            "title",
            "1984",
            'newsletter.title: this must be text; put it into quotes, such as "1984"',
        ),
        ("title", "", "newsletter.title: it has no value"),
        ("from", "Ada <ada@example.org>", "newsletter.from: 'Ada <ada@example.org>' is not a mail"),
        ("from", "ada", "newsletter.from: 'ada' is not a mail address"),
        ("from", "a..b@example.org", "newsletter.from: 'a..b@example.org' is not a mail address"),
        ("from", "ada@exa mple.org", "newsletter.from: 'ada@exa mple.org' is not a mail address"),
        ("from", "ada@-x.example", "newsletter.from: '-x.example' is not a mail domain"),
        ("reply_to", "'x@'", "newsletter.reply_to: 'x@' is not a mail address"),
        ("base_url", "example.org", "newsletter.base_url: 'example.org' is not an address"),
        ("base_url", "'https://example.org/?x=1'", "newsletter.base_url: the base address has no"),
        ("schedule", "0 8 * * 1", "newsletter.schedule: a schedule is"),
        ("schedule", "1 08:00 UTC", "newsletter.schedule: '1' is not a day"),
        (
            "schedule",
            "sunday 08:00 Mars/Base",
            "newsletter.schedule: 'Mars/Base' is not a known time",
        ),
        ("mix", "{practice: 80, theory: 30}", "newsletter.mix: practice and theory add up to 110"),
        ("mix", "80", "newsletter.mix: this must be a mapping"),
        ("mix", "{practice: 120, theory: -20}", "newsletter.mix.practice: 120 is not allowed"),
        ("length", "ten", "newsletter.length: this must be a whole number"),
        ("length", "0", "newsletter.length: 0 is not allowed"),
        ("language", "english please", "newsletter.language: 'english please' is not a language"),
        ("approval", "maybe", "newsletter.approval: this must be true or false"),
        ("author", "{}", "newsletter.author.name: it is missing"),
        ("author", "{name: A, link: me}", "newsletter.author.link: 'me' is not an address"),
    ],
)
def test_newsletter(key: str, value: str, said: str) -> None:
    keys = {"title": "T", "author": "{name: A}", "from": "a@example.org"} | {key: value}
    problems = mistakes("newsletter:\n" + "".join(f"  {k}: {v}\n" for k, v in keys.items()))
    assert said in problems[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty; run `curator init`"),
        ("# only a comment\n", "the file is empty"),
        ("[]", "the file must hold the keys newsletter, topics and sources"),
        ("newsletter:\n", "newsletter: it has no value"),
        ("newsletter: x\n", "newsletter: this must be a mapping"),
        ("{}", "newsletter is missing"),
        (HEAD + "sources: x\n", "sources: this must be a list"),
        (HEAD + "topics: {cnns: CNNs}\n", "topics: this must be a list"),
        (HEAD + "sorces: []\n", "sorces: unknown key; did you mean sources?"),
    ],
)
def test_the_file_itself(text: str, said: str) -> None:
    [problem] = mistakes(text)
    assert said in problem


def test_a_line_with_a_mistake_still_takes_its_slug() -> None:
    told = mistakes("""\
        newsletter: {title: T, author: {name: A}, from: a@example.org}
        topics:
          - {slug: nlp, name: NLP, aliases: transformer}
          - {slug: nlp, name: Again}
        """)
    assert [line.split(": ")[1] for line in told] == ["topics.0.aliases", "topics.1.slug"]


def test_a_repeated_key_does_not_hide_the_other_mistakes() -> None:
    told = mistakes("""\
        newsletter:
          title: One
          title: Two
          author: {name: A}
          from: nobody
        sources: [words]
        """)
    assert [line.split(": ")[1] for line in told] == [
        "newsletter.title", "newsletter.from", "sources.0.url",
    ]  # fmt: skip


def test_a_mistake_in_one_line_does_not_cause_others() -> None:
    problems = mistakes(
        LEAST
        + """
    topics:
      - {slug: vision}
      - {slug: cnns, name: CNNs, parent: vision}
    sources:
      - {url: "https://a.example", topics: [vision]}
    """
    )
    assert len(problems) == 1


def test_long_values_are_cut_in_messages() -> None:
    [problem] = mistakes(HEAD + f"sources:\n  - {'x' * 5000}\n")
    assert len(problem) < 400


def test_an_unknown_topic_is_told_beside_other_mistakes_of_its_line() -> None:
    problems = mistakes(
        HEAD
        + """topics:
  - {slug: vision, name: Vision, parent: gone, traak: theory}
sources:
  - {url: "https://a.example", topics: [lost, Not A Slug], weight: heavy}
"""
    )
    assert len(problems) == 5
    for said in ("no topic 'gone'", "no topic 'lost'", "'Not A Slug' is not a slug"):
        assert sum(said in problem for problem in problems) == 1
