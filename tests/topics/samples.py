"""A small taxonomy and resources, written for the tests of tagging."""

from __future__ import annotations

from curator.model import Kind, Resource, Topic, Track

TOPICS = (
    Topic(
        "vision",
        "Computer vision",
        "Images and video: classification, detection and segmentation with neural networks.",
        aliases=("object detection", "yolo*", "image segmentation"),
        weak=("image", "camera"),
        exclude=("computer vision syndrome",),
        urls=("arxiv:cs.CV", "x.com/vision"),
        feed_tags=("cs.CV",),
        former=("images",),
    ),
    Topic(
        "language",
        "Language models",
        "Text: translation, summaries, chat and large language models.",
        aliases=(r"gpt-\d\S*", "machine translation", "tokenizer"),
        weak=("text",),
        feed_tags=("cs.CL",),
    ),
    Topic("gardening", "Gardening", "Soil, seeds, compost and tomatoes.", aliases=("compost",)),
    Topic(
        "proofs", "Proofs", "Theorems and their proofs.", aliases=("theorem",), track=Track.THEORY
    ),
)


def resource(
    title: str, text: str = "", *, url: str = "https://site.example/post", kind: Kind = Kind.ARTICLE
) -> Resource:
    """A resource with this title and text."""
    return Resource(url, url, title, text=text, kind=kind)
