"""What announces something and is nothing to learn from: a job, a sale, an invitation, a round of money.

Company blogs mix such notices with posts, in the posts' own words, so that topics fit both. Told by
set phrases of the title, and by how the summary begins; English ones. What merely speaks of
such things ("Forecasting Black Friday sales") is none.
"""

from __future__ import annotations

import re

from curator.model import Kind, Resource

_OPENING = 160
"""Characters of a summary that say what a notice is."""
_PHRASES = {
    "a job": (
        r"\b(?:we(?:['’]re| are)|(?:is|are) now) hiring\b",
        r"^\W*(?:hiring|jobs?|vacanc(?:y|ies)|open positions?)\s*[:|–—]",
        r"\bjobs? (?:openings?|alerts?|of the (?:day|week|month))\b",
        r"\bjoin our team\b",
        r"\bwho is hiring\b",
    ),
    "what somebody paid for": (
        r"^\W*(?:sponsored(?: post| content)?|advertisement|advertorial|promoted|partner content)\s*(?:[:|\])–—]|$)",
        r"^\W*paid (?:post|content|partnership)\b",
        r"[\[(](?:sponsored|advertisement|ad|promoted)[\])]",
    ),
    "a sale": (
        r"\b\d{1,2}\s?% (?:off|discount)\b",
        r"\bearly[- ]bird (?:pric(?:es?|ing)|registration|rates?|offers?|sale|discount|deadline)\b",
        r"\blimited[- ]time (?:offer|deal)\b",
        r"\b(?:coupon|promo|discount) codes?\b",
        r"\b(?:black friday|cyber monday)\b.{0,20}\b(?:deals?|sale|offers?|discounts?)\s*(?:[:!|–—(]|$)",
        r"\bon sale now\b",
    ),
    "a giveaway": (r"\bgiveaway\s*(?:[:!|–—(]|$)", r"\benter (?:now )?to win\b"),
    "a round of money": (
        r"\brais(?:e[ds]?|ing) (?:over |another |an? )*[$€£]\s?[\d.,]+",
        r"\b(?:rais(?:e[ds]?|ing)|closes?|announces?|announcing|secures?)\b.{0,40}\b(?:series [a-f]|seed (?:round|funding))\b",
        r"^\W*(?:our )?series [a-f]\b",
    ),
    "an invitation": (
        r"^\W*(?:free |upcoming |live )?webinar\b",
        r"\bregister (?:now|today|here)\b",
        r"\bsave (?:the date|your (?:seat|spot))\b",
        r"\b(?:meet|see|visit) us (?:at|in)\b",
        r"\bcall for (?:papers|proposals|submissions|participation|speakers)\b",
    ),
    "a notice to customers": (
        r"\bscheduled (?:maintenance|downtime)\b",
        r"\b(?:updat(?:ed?|es|ing)|changes?|new)\b.{0,20}\b(?:terms of (?:service|use)|privacy policy)\b",
    ),
    "an award": (r"\bnamed an? (?:[\w-]+ ){0,2}leader\b", r"\b(?:magic quadrant|forrester wave)\b"),
    "a greeting": (r"^\W*(?:happy (?:holidays|new year)|merry christmas|season['’]s greetings)\b",),
    "a test": (r"^\W*test(?:ing)?(?: post)?\W*$",),
}
"""What titles announce, and the phrases that say so."""
_TITLES = {what: re.compile("|".join(said), re.IGNORECASE) for what, said in _PHRASES.items()}
_PAID = re.compile(
    r"^\W*(?:this (?:post|article|episode|content) is (?:sponsored|paid for) by|sponsored by)\b",
    re.IGNORECASE,
)


def notice(resource: Resource) -> str:
    """What ``resource`` announces, with the words that say so: ``a sale (“50% off”)``; else empty."""
    if resource.kind in (Kind.COMPETITION, Kind.PAPER):
        return ""  # the one invites rightly, the other is never a notice, whatever it is called
    for what, pattern in _TITLES.items():
        if found := pattern.search(resource.title):
            return f"{what} (“{found.group().strip(' :|–—-')}”)"
    if _PAID.match(resource.summary[:_OPENING]):
        return "what somebody paid for"
    return ""
