"""The nouns of Curator: plain frozen values that every room shares.

Nothing here does anything but hold a value and answer simple questions about it. All instants are
timezone-aware UTC; lengths are seconds, bytes or minutes as the name says. What is unknown is
``None`` or empty, never a guess. The words are explained in ``docs/glossary.md``.
"""

from curator.model.author import Feedback, Goal, GoalState, ReadingItem, ReadingStatus, Verdict
from curator.model.issues import (
    Content,
    Issue,
    IssueState,
    Period,
    Pick,
    Rendered,
    Section,
    Selection,
    Term,
)
from curator.model.newsletter import Author, Config, Mix, Newsletter
from curator.model.people import (
    Addressee,
    Attempts,
    Cadence,
    ConsentEvent,
    Delivery,
    DeliveryState,
    MailFormat,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.model.resources import (
    Candidate,
    Kind,
    LinkCheck,
    PageState,
    Provenance,
    Resource,
    Sighting,
    StoredResource,
)
from curator.model.sources import (
    BadDocument,
    Enclosure,
    Entry,
    Feed,
    FetchState,
    Skips,
    Source,
    SourceKind,
    Validators,
)
from curator.model.tagging import Correction, Evidence, Level, Tag, Tags, Topic, Track
from curator.model.web import Get, Page
from curator.model.when import Precision, When

__all__ = [
    "Addressee",
    "Attempts",
    "Author",
    "BadDocument",
    "Cadence",
    "Candidate",
    "Config",
    "ConsentEvent",
    "Content",
    "Correction",
    "Delivery",
    "DeliveryState",
    "Enclosure",
    "Entry",
    "Evidence",
    "Feed",
    "Feedback",
    "FetchState",
    "Get",
    "Goal",
    "GoalState",
    "Issue",
    "IssueState",
    "Kind",
    "Level",
    "LinkCheck",
    "MailFormat",
    "Mix",
    "Newsletter",
    "Page",
    "PageState",
    "Period",
    "Pick",
    "Precision",
    "Provenance",
    "ReadingItem",
    "ReadingStatus",
    "Rendered",
    "Resource",
    "Section",
    "Selection",
    "Sighting",
    "Skips",
    "Source",
    "SourceKind",
    "StoredResource",
    "Subscriber",
    "SubscriberState",
    "Suppression",
    "SuppressionReason",
    "Tag",
    "Tags",
    "Term",
    "Topic",
    "Track",
    "Validators",
    "Verdict",
    "When",
]
