from __future__ import annotations

from curator.issues.excerpt import LENGTH, excerpt, goes_on, whole
from tests.issues import sample


def test_several_paragraphs_code_and_lists_but_not_the_title_again() -> None:
    post = sample.post().resource

    text = excerpt(post)

    assert text.startswith("Last month I trained")
    assert "```python" in text
    assert len(text) > 800


def test_only_whole_blocks_up_to_the_limit() -> None:
    post = sample.resource(1, "T", markdown="\n\n".join(["Ten words. " * 20] * 20))

    text = excerpt(post)

    assert len(text) <= LENGTH + 40
    assert text.endswith("Ten words.")


def test_a_heading_never_stands_last() -> None:
    post = sample.resource(1, "T", markdown=f"{'a ' * 50}\n\n## Next\n\n{'b ' * 400}")

    assert excerpt(post, 300) == ("a " * 50).strip()


def test_what_leads_up_to_something_cut_off_never_stands_last() -> None:
    post = sample.resource(1, "T", markdown=f"One.\n\nSuch as:\n\n{'b ' * 400}")

    assert excerpt(post, 300) == "One."
    assert excerpt(sample.resource(1, "T", markdown="One.\n\nTwo:")) == "One.\n\nTwo:"


def test_addresses_of_links_take_no_room() -> None:
    link = f"[a loom](https://weaver.example/{'x' * 300})"
    post = sample.resource(1, "T", markdown=f"See {link}.\n\nAnd weave.")

    assert excerpt(post, 60) == post.markdown


def test_a_first_block_that_is_too_long_is_cut_at_a_word() -> None:
    post = sample.resource(1, "T", markdown="word " * 1000)

    text = excerpt(post, 100)

    assert len(text) <= 100
    assert text.endswith("word…")


def test_plain_text_is_not_read_as_markdown() -> None:
    post = sample.resource(1, "T", text="# not a heading\n1. not a list\nsnake_case_name *star*")

    assert excerpt(post) == (
        "\\# not a heading\n\n1\\. not a list\n\nsnake\\_case\\_name \\*star\\*"
    )


def test_images_are_left_out() -> None:
    post = sample.resource(1, "T", markdown="![a](https://i.example/x.png)\n\nWords.")

    assert excerpt(post) == "Words."


def test_without_text_the_summary_stands_in() -> None:
    assert excerpt(sample.resource(1, "T", summary="In short.")) == "In short."


def test_a_post_goes_on_where_its_excerpt_does_not_show_all() -> None:
    short = sample.resource(1, "T", markdown="One.")
    pictured = sample.resource(1, "T", markdown="One.\n\n![a](https://i.example/x.png)")

    assert not goes_on(short, excerpt(short))
    assert goes_on(pictured, excerpt(pictured))
    assert goes_on(sample.post().resource, excerpt(sample.post().resource, 300))


def test_the_whole_post_has_all_blocks() -> None:
    post = sample.resource(1, "T", markdown="# T\n\n" + "\n\n".join(["Ten words. " * 20] * 20))

    assert whole(post).count("\n\n") == 19
