"""Where and how Curator runs: the ``CURATOR_*`` variables of the environment.

What to read and publish stands in ``feeds.yaml``; this is the rest. Each field of
:class:`Settings` is one row of one table: variable, reader, default and description; the reference
page is made of it. A secret may come from a file instead: the same variable with ``_FILE`` added.
An empty variable counts as unset.
"""

from curator.settings.key import signing_keys
from curator.settings.row import Setting
from curator.settings.table import Settings, slips, table
from curator.settings.values import Network, Secret, SmtpServer

__all__ = [
    "Network",
    "Secret",
    "Setting",
    "Settings",
    "SmtpServer",
    "signing_keys",
    "slips",
    "table",
]
