"""Who holds a lease, and whether that process still lives.

An owner is written ``host:pid:random``. A process of this host whose id is gone is dead at once; any
other one is dead when its lease has run out, which storage sees to.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable


def dead(owners: Iterable[str]) -> set[str]:
    """Those of ``owners`` that certainly have ended."""
    host = socket.gethostname()
    return {owner for owner in owners if _is_dead(owner, host)}


def _is_dead(owner: str, host: str) -> bool:
    where, _, rest = owner.rpartition(":")[0].rpartition(":")
    if where != host or not rest.isdecimal():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
