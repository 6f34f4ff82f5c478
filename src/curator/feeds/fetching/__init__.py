"""An address becomes a page: politely, safely, in time."""
