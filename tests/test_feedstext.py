"""Lines of sources come and go, and every other byte stays, however a person lays the file out."""

from __future__ import annotations

import textwrap
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.feedstext import with_lines, with_merged_topics, without_line

HEAD = "# mine\nnewsletter: {title: T}  # a\n"
ITEMS = (
    "- https://{n}.example/",
    "- 'https://{n}.example/'   # trailing",
    "- {{url: https://{n}.example/, name: N}}",
    "- {{url: https://{n}.example/,\n   name: N}}",
    "- url: https://{n}.example/\n  name: N\n  topics:\n  - a\n  - b",
    "- name: >-\n    folded\n    words\n\n  url: https://{n}.example/",
    "- url: https://{n}.example/\n  name: |\n    kept\n    lines",
    "-\n  # inside\n  url: https://{n}.example/",
    "-   url: https://{n}.example/\n    topics: [a,\n      b]",
)
BETWEEN = ("", "# a comment\n", "\n", "\n# one\n# two\n\n")
TAILS = ("", "\n", "\n# the end\n", "\n\n# topics\ntopics:\n  - {slug: a}\n")


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, int]:
    """A file in some layout, and how many sources it has."""
    count = draw(st.integers(1, 4))
    rows = [
        draw(st.sampled_from(BETWEEN)) + draw(st.sampled_from(ITEMS)).format(n=n) + "\n"
        for n in range(count)
    ]
    block = textwrap.indent("".join(rows), " " * draw(st.sampled_from((0, 2, 4))))
    tail = draw(st.sampled_from(TAILS))
    # Without a last line break, a block of text at the end would mean something else.
    whole = tail or block.endswith("lines\n")
    text = HEAD + "sources:\n" + (block if whole else block.rstrip("\n")) + tail.removeprefix("\n")
    return text.replace("\n", draw(st.sampled_from(("\n", "\r\n")))), count


def sources(text: str) -> list[Any]:
    return yaml.safe_load(text)["sources"] or []


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


@given(layouts())
@settings(max_examples=50)
def test_what_is_added_can_be_removed_and_leaves_no_trace(layout: tuple[str, int]) -> None:
    text, count = layout
    new = {"url": "https://new.example/", "name": "08:00"}
    longer = with_lines(text, [{"url": "https://x.example/"}, new])
    assert sources(longer) == [*sources(text), "https://x.example/", new]
    back = without_line(without_line(longer, count + 1), count)
    assert back.rstrip() == text.rstrip()


@given(layouts(), st.data())
@settings(max_examples=50)
def test_removing_one_leaves_the_others_and_their_comments(
    layout: tuple[str, int], data: st.DataObject
) -> None:
    text, count = layout
    index = data.draw(st.integers(0, count - 1))
    shorter = without_line(text, index)
    before = sources(text)
    assert sources(shorter) == before[:index] + before[index + 1 :]
    kept = [comment for comment in comments(text) if comment != "# inside"]
    assert [comment for comment in comments(shorter) if comment != "# inside"] == kept
    assert set(shorter.splitlines()) <= set(text.splitlines())


def test_lists_in_brackets_grow_and_shrink() -> None:
    text = HEAD + "sources: [https://a.example/, https://b.example/]  # here\n"
    longer = with_lines(text, [{"url": "https://c.example/"}])
    assert sources(longer)[-1] == "https://c.example/"
    assert sources(without_line(longer, 2)) == sources(text)
    assert comments(longer) == comments(text)
    assert "# here" in longer
    assert sources(without_line(longer, 0)) == ["https://b.example/", "https://c.example/"]


def test_a_whole_file_in_braces() -> None:
    longer = with_lines("{newsletter: {title: T}}", [{"url": "https://c.example/"}])
    assert sources(longer) == ["https://c.example/"]


def test_merged_topics_keep_their_brackets_and_comments() -> None:
    text = """topics:
  - slug: vision
    name: Vision
    aliases: [image]  # mine
  - slug: cnns
    name: Convolutional networks
  # the last
  - {slug: theory, name: Theory}
"""
    joined = {"slug": "vision", "aliases": ["image", "cnn"], "former": ["cnns"]}
    assert (
        with_merged_topics(text, "cnns", joined)
        == """topics:
  - slug: vision
    name: Vision
    former: [cnns]
    aliases: [image, cnn] # mine
  # the last
  - {slug: theory, name: Theory}
"""
    )


def test_a_topic_between_empty_lines_leaves_one() -> None:
    text = "topics:\n  - {slug: a, name: A}\n\n  - {slug: b, name: B}\n\n  - {slug: c, name: C}\n"
    merged = with_merged_topics(text, "b", {"slug": "c"})
    assert merged == "topics:\n  - {slug: a, name: A}\n\n  - {slug: c, name: C}\n"


def test_merged_topics_keep_their_hyphens() -> None:
    text = "topics:\n  - slug: a\n    name: A\n    weak:\n      - b\n  - {slug: c, name: C}\n"
    merged = with_merged_topics(text, "c", {"slug": "a", "weak": ["b"], "former": ["c"]})
    assert merged == text.split("  - {", maxsplit=1)[0].replace(
        "    weak:", "    former:\n      - c\n    weak:"
    )
