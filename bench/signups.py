"""The sign-up attack in full: 10,000 posts from 400 networks on loopback, and one quiet reader.

python -m bench.signups --posts 10000 --networks 400
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from tests.audience import attack


def main() -> None:
    """Attack, sign up quietly in the middle of it, and count."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--networks", type=int, default=400)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, attack.site(Path(folder)) as site:
        begun = time.perf_counter()
        result = attack.run(site, posts=args.posts, networks=args.networks, rng=random.Random(1))
        seconds = time.perf_counter() - begun
        with site.client() as reader:
            attack.sign_up(site, reader, "quiet@mail.example.org", "203.0.113.9")
        quiet = attack.mails(site.app)["quiet@mail.example.org"]
    print(f"{args.posts} posts from {args.networks} networks in {seconds:.0f} s")
    print(
        f"confirm mails: {sum(result.mails.values())}, most to one address: "
        f"{max(result.mails.values())}, to the victim: {result.mails[attack.VICTIM]}"
    )
    print(f"different answers: {len(result.answers)}; the quiet reader's mail: {quiet}")


if __name__ == "__main__":
    main()
