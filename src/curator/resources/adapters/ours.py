"""The adapters that come with Curator: places first, then shapes that any host can have."""

from __future__ import annotations

from curator.resources.adapters import (
    arxiv,
    books,
    courses,
    dois,
    films,
    gists,
    github,
    huggingface,
    ieee,
    kaggle,
    lessons,
    notebooks,
    openreview,
    podcasts,
    posts,
    proceedings,
    profiles,
    publishers,
    records,
    threads,
    youtube,
)

ADAPTERS = (
    arxiv.ADAPTER,
    github.ADAPTER,
    gists.ADAPTER,
    huggingface.ADAPTER,
    ieee.ADAPTER,
    kaggle.ADAPTER,
    notebooks.ADAPTER,
    openreview.ADAPTER,
    podcasts.ADAPTER,
    posts.ADAPTER,
    proceedings.ADAPTER,
    publishers.ADAPTER,
    records.ADAPTER,
    threads.ADAPTER,
    youtube.ADAPTER,
    dois.ADAPTER,
    books.ADAPTER,
    films.ADAPTER,
    lessons.ADAPTER,
    courses.ADAPTER,
    profiles.ADAPTER,
)
"""The first that applies to a page reads it."""
