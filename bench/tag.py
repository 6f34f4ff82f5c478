"""How fast resources are tagged: core and with the encoder, beside plain TF-IDF and MiniLM zero-shot.

    python -m bench.tag [--items 500]

Each runs in a process of its own over the same texts under the shipped taxonomy, single-threaded;
times are CPU seconds. Without CURATOR_CORPORA the texts are made up of the taxonomy's words.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource as usage
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from curator import config, feedsfile
from curator.model import Correction, Resource, Topic
from curator.topics import semantic
from curator.topics.classify import Tagger

NOW = datetime(2026, 2, 22, tzinfo=UTC)
TAUGHT = 40
"""Corrected resources, as after some weeks."""


def shipped() -> tuple[Topic, ...]:
    """The taxonomy that comes with Curator."""
    return config.parse(feedsfile.starter(), "feeds.yaml").topics


def texts(count: int) -> list[Resource]:
    """Real titles and texts where the corpora are there, else made-up ones."""
    folder = os.environ.get("CURATOR_CORPORA")
    if folder:
        path = Path(folder) / "topics" / "tagging.jsonl"
        rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
        pairs = [(row["title"], row["body"] or "") for row in rows if len(row["body"] or "") > 500]
    else:
        pairs = [(" ".join(words(4, i)), " ".join(words(200, i))) for i in range(count)]
    chosen = (pairs[i % len(pairs)] for i in range(count))
    return [Resource(f"k{i}", "", title, text=text) for i, (title, text) in enumerate(chosen)]


def words(count: int, seed: int) -> list[str]:
    """Words of the taxonomy among everyday ones."""
    known = [alias for topic in shipped() for alias in topic.aliases] + ["garden", "letter"] * 50
    return random.Random(seed).choices(known, k=count)


# --------------------------------------------------------------------------- who runs


def core(every: Sequence[Resource]) -> Callable[[], object]:
    """Curator as it is installed."""
    tagger = Tagger(shipped())
    return lambda: [tagger.tag(one) for one in every]


def with_encoder(every: Sequence[Resource]) -> Callable[[], object]:
    """Curator with the semantic extra, taught by some corrections."""
    slug = shipped()[0].slug
    told = [Correction(one.key, slug, i % 2 == 0, NOW) for i, one in enumerate(every[:TAUGHT])]
    tagger = Tagger(shipped(), corrections=told, examples=every[:TAUGHT], embed=semantic.encoder())
    return lambda: [tagger.tag(one) for one in every]


def tfidf(every: Sequence[Resource]) -> Callable[[], object]:
    """scikit-learn's TF-IDF of the texts against the topics' descriptions."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    topics = [f"{t.name} {t.description} {' '.join(t.aliases)}" for t in shipped()]
    read = [f"{one.title} {one.text}" for one in every]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(read + topics)
    known = vectorizer.transform(topics)
    return lambda: [(vectorizer.transform([text]) @ known.T).toarray() for text in read]


def zero_shot(every: Sequence[Resource]) -> Callable[[], object]:
    """The same MiniLM, each text against each topic's description."""
    encode = semantic.encoder()
    assert encode is not None, "install curator-digest[semantic]"
    known = encode([f"{topic.name}. {topic.description}" for topic in shipped()])
    return lambda: [encode([f"{one.title}. {one.text}"]) @ known.T for one in every]


RUNS = (core, with_encoder, tfidf, zero_shot)


def run(name: str, count: int) -> None:
    """One of them, in this process: milliseconds of CPU an item, and the peak of memory."""
    work = {one.__name__: one for one in RUNS}[name](texts(count))
    before = time.process_time()
    work()
    spent = time.process_time() - before
    peak = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:14} {1000 * spent / count:7.2f} ms an item  {peak:5.0f} MiB", flush=True)


def main() -> None:
    """Run all, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument("--only", choices=[one.__name__ for one in RUNS])
    given = parser.parse_args()
    if given.only:
        run(given.only, given.items)
        return
    for one in RUNS:
        command = [sys.executable, "-m", "bench.tag", "--only", one.__name__]
        subprocess.run([*command, "--items", str(given.items)], check=True)


if __name__ == "__main__":
    main()
