"""What the pages of a host have in common says nothing of one: known before a look, mended after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from curator import urls
from curator.model import StoredResource
from curator.resources.found import SiteFacts
from curator.resources.retold import retold, shared, shares
from curator.storage import resources

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


def site_facts(connection: Connection, hosts: Iterable[str]) -> dict[str, SiteFacts]:
    """What three or more pages of each host have in common, by host."""
    facts: dict[str, SiteFacts] = {}
    for name in set(hosts):
        repeated = resources.host_facts(connection, name).repeated
        facts[name] = shared(repeated.get("summary", ()), repeated.get("image", ()))
    return facts


def tell_apart(app: App, looked_at: Iterable[int], now: datetime) -> int:
    """Choose anew what resources looked at in one run turned out to share; gives how many changed.

    A blog that is read for the first time has all its pages looked at before any tells what they
    share.
    """
    changed = 0
    with app.database.begin() as connection:
        by_host: defaultdict[str, list[StoredResource]] = defaultdict(list)
        for one in resources.get_many(connection, tuple(looked_at)).values():
            by_host[urls.host(one.resource.url)].append(one)
        for name, facts in site_facts(connection, by_host).items():
            alike = [one.id for one in by_host[name] if shares(one.resource, facts)]
            for resource_id in alike:
                made = resources.get(connection, resource_id).resource
                offered = resources.page_candidates(connection, resource_id)
                resources.revise(connection, resource_id, retold(made, offered, facts, now))
            changed += len(alike)
    return changed
