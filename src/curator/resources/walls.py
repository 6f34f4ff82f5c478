"""Pages that are not the thing itself: bot walls, log-ins, consent, soft 404s, empty shells.

Such a page must never become a resource: its title ("Just a moment...") would be mailed. Each rule
here is about wording and shape that walls share, none about a host.
"""

from __future__ import annotations

import re
from itertools import islice

from curator.errors import Wall
from curator.model import PageState
from curator.resources.document import Document, squeeze, text_of

_BLOCKED_TITLE = re.compile(
    r"^(?:just a moment\W*|attention required!?.*|access (?:to this page has been )?(?:denied|blocked)\b.*|"
    r"(?:are )?you(?: a)? (?:human|robot)\b.*|are you a (?:human|robot)\b.*|robot check|bot (?:check|verification)|human verification|"
    r"security check\w*|one moment,? please\W*|please wait\W*|checking your browser.*|ddos-guard|"
    r"(?:verify|verifying|confirm)\b.*\bhuman\b.*|captcha|recaptcha.*|pardon our interruption\W*|request (?:rejected|blocked|unsuccessful)|"
    r"you have been blocked|vercel security checkpoint|client challenge|validate (?:user|perfdrive).*|"
    r"forbidden|403\b.*|401\b.*|429\b.*|too many requests|503\b.*|service (?:temporarily )?unavailable|"
    r"(?:.{2,30} [-|–] )?are you a (?:human|robot)\W*|(?:making sure|checking(?: that)?) you(?:['’]re| are) not a (?:bot|robot)\W*|"
    r"(?:error: )?the request could not be satisfied|radware (?:bot manager )?captcha.*|web ?page blocked\W*|"
    r"your access to this (?:site|service) has been (?:limited|blocked).*|verifying your (?:connection|browser)\W*|oh noes!|"
    r"error 1020.*|blocked|unusual traffic.*|sorry\W+you have been blocked.*)$",
    re.IGNORECASE,
)
_GONE_TITLE = re.compile(
    r"(?:^|[|\-–—:]\s*)(?:(?:error\W*)?404\b.*|(?:the )?page (?:was |can(?:no|')t be |could not be |is )?(?:not found|missing|found)|page not found.*|"
    r"not found|file not found|oops\W.*(?:found|exist|missing).*|nothing found|(?:error\W*)?410\b.*|"
    r"seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata)(?:\s*[|\-–—:]|$)",
    re.IGNORECASE,
)
_LOGIN_TITLE = re.compile(
    r"^(?:(?:please )?(?:log|sign)[ -]?(?:in|on)(?: to (?:continue|your account))?|login|anmelden|einloggen|sign up or log in|authentication required|"
    r"log into .{2,30}|.{2,30}[|\-–—]\s*(?:log|sign)[ -]?in|(?:log|sign)[ -]?in\s*[|\-–—•].{2,40}|"
    r"sign[ -]?up\s*[|\-–—•].{2,40}|.{2,30} login, sign in\b.*)$",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(
    r"^(?:before you continue.*|bevor sie (?:zu|fort).*|cookie (?:consent|wall|notice)|privacy settings|"
    r"your privacy (?:choices|is important).*|we value your privacy|consent|zustimmung.*|datenschutz-?einstellungen)$",
    re.IGNORECASE,
)
_CHALLENGES = (
    "/cdn-cgi/challenge-platform/", "cf-chl-", "_cf_chl_opt", "cf_captcha_kind", "window.KPSDK",
    "/_Incapsula_Resource", "captcha-delivery.com", "px-captcha", "perimeterx.net", "geo.captcha",
    "ddos-guard/js-challenge", "AwsWafIntegration", "awswaf.com", "_sec/cp_challenge",
    "akam-sw-policy", "sgcaptcha", "distil_r_captcha", "g-recaptcha", "h-captcha", "hcaptcha.com",
    "cf-turnstile",
)  # fmt: skip
"""What scripts of challenges are called, as their makers write it."""
_CHALLENGE_WORDS = re.compile(
    r"checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|complete the (?:security check|captcha)|"
    r"unusual (?:traffic|activity) from your|you don't have permission to access|"
    r"access to this (?:page|site|resource) (?:has been|is) (?:denied|blocked|restricted)|why have i been blocked|"
    r"are you a robot|prove (?:that )?you(?:'re| are) (?:not a robot|human)|automated access|"
    r"there was a problem providing the content you requested|performance (?:&|and) security by cloudflare|"
    r"waiting for .{3,60} to respond",
    re.IGNORECASE,
)
_GONE_WORDS = re.compile(
    r"(?:page|article|post|content|document|file|url|link)(?: you(?:'re| are| were)? (?:looking for|requested|trying to \w+))? "
    r"(?:could not be found|cannot be found|can't be found|was not found|does(?: not|n't) exist|no longer exists|has been removed|is no longer available|has been deleted|isn't available)|"
    r"^\W*404\b",
    re.IGNORECASE,
)
_SCRIPT_WORDS = re.compile(
    r"(?:enable|requires?|need|activate|turn on) (?:to enable )?javascript|javascript (?:is (?:disabled|required|not enabled)|to run this app|must be enabled)",
    re.IGNORECASE,
)
NO_SCRIPT = re.compile(
    r"^(?:please )?(?:enable javascript|javascript is (?:not available|disabled|required|off)|javascript required|"
    r"this (?:page|site|app) (?:requires|needs) javascript|you need to enable javascript)",
    re.IGNORECASE,
)
_ROOTS = frozenset(
    {"root", "app", "__next", "__nuxt", "main-app", "gatsby-focus-wrapper", "svelte"}
)
_SILENT = frozenset({"script", "style", "noscript", "template", "svg"})
_MOST_WORDS = 400
"""So many are asked about below."""
FEW_WORDS = 60
"""Below it a page has no article; walls and shells stay below."""


def check(document: Document) -> None:
    """Raise :class:`~curator.errors.Wall` unless the page can be the thing itself."""
    title = document.title_tag
    words = visible_words(document)
    few = len(words) < FEW_WORDS
    opening = " ".join(words[:300])
    if document.status in (404, 410):
        raise Wall("the page is gone", PageState.GONE)
    _check_blocked(document, title, opening, len(words))
    if (_GONE_TITLE.search(title) and len(words) < 400) or (few and _GONE_WORDS.search(opening)):
        raise Wall("the page says that it does not exist", PageState.GONE)
    if (_LOGIN_TITLE.match(title) and len(words) < 300) or _is_login(document, few=few):
        raise Wall("the page asks to log in", PageState.BLOCKED)
    if _CONSENT_TITLE.match(title):
        raise Wall("the page asks for consent", PageState.BLOCKED)
    if _is_scripted(document) or (few and _is_shell(document, title, opening, len(words))):
        raise Wall("the page is an empty shell that needs a browser", PageState.EMPTY)


def _check_blocked(document: Document, title: str, opening: str, count: int) -> None:
    if count < 400 and _BLOCKED_TITLE.match(title):
        raise Wall(f"the page is a bot wall ({title[:60]})", PageState.BLOCKED)
    suspicious = count < 250 and bool(_CHALLENGE_WORDS.search(opening))
    if suspicious or (count < FEW_WORDS and _is_challenge(document)):
        raise Wall("the page is a bot wall", PageState.BLOCKED)


def _is_challenge(document: Document) -> bool:
    """Whether scripts of a challenge are all there is; a described page is none."""
    described = bool(document.meta("og:title", "citation_title")) or bool(document.nodes)
    return not described and any(one in document.markup for one in _CHALLENGES)


def _is_login(document: Document, *, few: bool) -> bool:
    """Whether a short page is a form that asks for a password.

    One whose head says when it was published is a page whose text comes by scripts.
    """
    described = bool(document.nodes) or bool(document.meta("article:published_time"))
    return few and not described and bool(document.tree.xpath("//input[@type='password']"))


def _is_scripted(document: Document) -> bool:
    """Whether the main heading only says that scripts are needed."""
    headings = [squeeze(text_of(one, limit=200)) for one in islice(document.tree.iter("h1"), 3)]
    return bool(headings) and all(map(NO_SCRIPT.match, headings))


def _is_shell(document: Document, title: str, opening: str, count: int) -> bool:
    """Whether a page has no text until scripts run, and its head does not describe it either."""
    if (
        document.meta("og:title", "citation_title", "og:description", "twitter:title")
        or document.nodes
    ):
        return not title and count == 0 and not document.meta("og:title", "citation_title")
    if _SCRIPT_WORDS.search(opening):
        return True
    ids = {element.get("id") for element in document.body if element.get("id")}
    return (bool(ids & _ROOTS) and count < 15) or (count == 0 and not _is_bare(document, title))


def _is_bare(document: Document, title: str) -> bool:
    """Whether a page without text has a title and nothing to run: its title is all it says."""
    return bool(title) and next(document.tree.iter("script"), None) is None


def visible_words(document: Document) -> list[str]:
    """Some 400 words that the body shows."""
    found: list[str] = []
    for element in document.body.iter():
        if element.tag not in _SILENT and (text := element.text):
            found.extend(text.split())
        if tail := element.tail:
            found.extend(tail.split())
        if len(found) > _MOST_WORDS:
            break
    return found


def check_body(body: bytes) -> None:
    """Raise for an answer without any body."""
    if not body or body.isspace():
        raise Wall("the page is empty", PageState.EMPTY)
