"""Nobody's mailbox can be flooded through the sign-up page, and a reader gets in meanwhile."""

from __future__ import annotations

import random
from pathlib import Path

from tests.audience import attack
from tests.audience.attack import VICTIM


def test_a_flood_of_sign_ups(tmp_path: Path, sqlite_template: Path) -> None:
    with attack.site(tmp_path, sqlite_template) as site:
        result = attack.run(site, posts=800, networks=40, rng=random.Random(1))
        with site.client() as reader:
            attack.sign_up(site, reader, "quiet@mail.example.org", "203.0.113.9")
        after = attack.mails(site.app)
    assert len(result.answers) == 1, "every post gets the same page"
    assert result.mails[VICTIM] == 1
    assert max(result.mails.values()) == 1
    # Ten for each network until it is busy, then one for each that has not asked.
    assert sum(result.mails.values()) <= 240
    assert after["quiet@mail.example.org"] == 1
