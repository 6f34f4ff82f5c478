"""Bibliographies as reference managers and publishers write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curator.resources.saved.bibtex import parse
from curator.resources.saved.link import SavedLink


def only(text: str) -> SavedLink:
    (link,) = parse(text).links
    return link


def test_an_entry_of_zotero() -> None:
    link = only(
        r"""
@article{muller_lenses_2024,
    title = {Lenses and {G}radients: 100\% light},
    author = {M{\"u}ller, Ada and Okafor, Ben},
    url = {https://x.example/a\_b~c?d=%20},
    doi = {10.5555/abc},
    urldate = {2024-05-06},
    keywords = {optics, machine learning; light},
    note = {Read \textit{twice}.},
}
"""
    )
    assert link.url == "https://x.example/a_b~c?d=%20"
    assert link.title == "Lenses and Gradients: 100% light"
    assert link.tags == ("optics", "machine learning", "light")
    assert link.note == "Read twice."
    assert link.added_at == datetime(2024, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ("doi = {10.5555/Abc}", "https://doi.org/10.5555/Abc"),
        ("doi = {https://doi.org/10.5555/Abc}", "https://doi.org/10.5555/Abc"),
        (r"doi = {10.5555/a\_b}", "https://doi.org/10.5555/a_b"),
        ("eprint = {2401.00001}, archivePrefix = {arXiv}", "https://arxiv.org/abs/2401.00001"),
        (r"howpublished = {\url{https://x.example/h}}", "https://x.example/h"),
        (r"note = {At \url{https://x.example/n}, seen today}", "https://x.example/n"),
        (r"url = {\url{https://x.example/u}}", "https://x.example/u"),
        ('url = "https://x." # "example/j"', "https://x.example/j"),
    ],
)
def test_where_a_work_is(fields: str, address: str) -> None:
    assert only(f"@misc{{k, title = {{One}}, {fields}}}").url == address


def test_values_in_quotes_bare_and_in_parentheses() -> None:
    text = '@misc(key, title = "A {"}quoted{"} word", year = 2024, url="https://x.example/")'
    assert only(text).title == 'A "quoted" word'


def test_strings_comments_and_preambles_are_no_entries() -> None:
    found = parse(
        "% Encoding: UTF-8\n"
        '@string{acm = "A press"}\n'
        '@preamble{"words"}\n'
        "@comment{jabref-meta: url = {https://x.example/no};}\n"
        "@misc{k, url = {https://x.example/}, publisher = acm # { of}}\n"
    )
    assert [link.url for link in found.links] == ["https://x.example/"]
    assert not found.skipped


def test_an_entry_that_does_not_close_costs_only_itself() -> None:
    found = parse(
        "@misc{a, title = {Open {still,\n"
        "  url = {https://x.example/a}}\n"
        "@misc{b,\n  title = {No address}\n}\n"
        "@misc{c, url = {https://x.example/c}}\n"
    )
    assert [link.url for link in found.links] == ["https://x.example/c"]
    assert [(one.line, one.what) for one in found.skipped] == [
        (1, "its braces or quotes do not close"),
        (3, "it has neither url nor doi nor eprint"),
    ]


@pytest.mark.parametrize(
    "text", ["", "@", "@misc", "@misc{", "@misc{k", "@misc{k,url", "@misc{k,url=", "@{}"]
)
def test_stumps_give_no_link(text: str) -> None:
    assert parse(text).links == ()
