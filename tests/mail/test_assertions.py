"""The 44 assertions on a digest, each on mail that a real SMTP server received.

The number in each test's name is that of the list in ``docs/mail.md``.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dkim
import httpx2
import lxml.html
import pytest

from curator import schedule, tokens
from curator.app import App
from curator.audience import access
from curator.audience.notice import Notice
from curator.errors import Conflict
from curator.flows.issues.issue import links
from curator.flows.mail import notice
from curator.flows.mail import send as send_flow
from curator.flows.service.leaving import send_single
from curator.issues.lint import lint as lint_content
from curator.issues.lint.mail import Level
from curator.links import ARCHIVE
from curator.mail import dkim as our_dkim
from curator.mail.lint import lint as lint_mail
from curator.mail.message import Compiled
from curator.mail.transport import Envelope
from curator.model import (
    DeliveryState,
    Rendered,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.sanitize import clean_text
from curator.storage import deliveries, issues, subscribers, suppressions
from curator.storage.engine.database import Connection
from curator.tokens import Purpose
from tests.mail import received
from tests.mail.received import READERS, Received, Sent
from tests.web.house import NOW
from tests.web.serving import Serving, free_port, serve

EVERYBODY = [address for address, _ in READERS]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    one = received.send(tmp_path_factory.mktemp("sent"))
    yield one
    one.app.close()


@pytest.fixture(params=EVERYBODY)
def mail(sent: Sent, request: pytest.FixtureRequest) -> Received:
    """The mail of each reader in turn."""
    return sent.to(request.param)


@pytest.fixture
def one(sent: Sent) -> Received:
    """The mail of one reader, where all are alike."""
    return sent.to(EVERYBODY[0])


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Sent]:
    """A send of its own, for tests that change something."""
    made = received.send(tmp_path)
    yield made
    made.app.close()


@pytest.fixture
def site(fresh: Sent) -> Iterator[Serving]:
    """The pages of that send, on a socket."""
    serving = serve(fresh.app, free_port())
    yield serving
    serving.server.should_exit = True
    serving.thread.join(10)


def dns(name: bytes, timeout: int = 5) -> bytes:
    """The zone that publishes the key."""
    signer = our_dkim.Signer("mail.example.org", "curator", received.KEY)
    records = dict([our_dkim.dns_record(signer)])
    return records[name.decode().rstrip(".")].encode()


def verifies(raw: bytes) -> bool:
    try:
        return bool(dkim.verify(raw, dnsfunc=dns))
    except dkim.DKIMException:
        return False


def signature_tags(mail: Received) -> dict[str, str]:
    pairs = (part.partition("=") for part in mail.header("DKIM-Signature").split(";"))
    return {name.strip(): "".join(value.split()) for name, _, value in pairs}


# --------------------------------------------------------------------------- headers and envelope


def test_01_exactly_one_of_each_header(mail: Received) -> None:
    for name in ("From", "Date", "Message-ID", "To", "Subject", "MIME-Version"):
        assert len(mail.message.get_all(name, [])) == 1, name


def test_02_date_is_now(mail: Received) -> None:
    date = mail.message["Date"]
    assert not date.defects
    assert abs(date.datetime - mail.at) < timedelta(seconds=60)


def test_03_from_is_aligned_with_the_signature(mail: Received) -> None:
    assert mail.message["From"].addresses[0].domain == signature_tags(mail)["d"]


def test_04_envelope_sender_is_verp_at_an_alignable_domain(mail: Received) -> None:
    assert re.fullmatch(r"bounces\+[a-z2-7]{18,40}@digest\.mail\.example\.org", mail.sender)


def test_05_one_recipient_and_nobody_elses_address(sent: Sent, mail: Received) -> None:
    (recipient,) = mail.recipients
    assert [a.addr_spec for a in mail.message["To"].addresses] == [recipient]
    others = [address for address in EVERYBODY if address != recipient]
    assert not any(address.encode() in mail.raw for address in others)


def test_06_message_id_is_of_issue_and_reader(sent: Sent, fresh: Sent) -> None:
    ids = [mail.header("Message-ID") for mail in sent.mails]
    assert len(set(ids)) == len(READERS)
    assert all(re.fullmatch(r"<[0-9a-f]{32}@mail\.example\.org>", one) for one in ids)
    again = {mail.recipients: mail.header("Message-ID") for mail in fresh.mails}
    assert again == {mail.recipients: mail.header("Message-ID") for mail in sent.mails}


def test_07_list_id_is_stable(mail: Received) -> None:
    assert mail.header("List-Id") == "<newsletter.mail.example.org>"


def test_08_list_unsubscribe_has_one_https_and_a_mailto(mail: Received) -> None:
    found = re.findall(r"<([^>]+)>", mail.header("List-Unsubscribe"))
    assert [urlsplit(url).scheme for url in found] == ["https", "mailto"]


def test_09_list_unsubscribe_post(mail: Received) -> None:
    assert mail.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"


def test_10_both_are_signed_and_the_signature_verifies(mail: Received) -> None:
    assert {"list-unsubscribe", "list-unsubscribe-post"} <= set(
        signature_tags(mail)["h"].split(":")
    )
    assert verifies(mail.raw)


def test_11_tampering_breaks_the_signature(one: Received) -> None:
    head, _, body = one.raw.partition(b"\r\n\r\n")
    for name in signature_tags(one)["h"].split(":"):
        line = re.search(rf"(?im)^{name}: ".encode(), head)
        if line is not None:
            changed = head[: line.end()] + b"x" + head[line.end() :]
            assert not verifies(changed + b"\r\n\r\n" + body), name
    for name in ("From", "To", "Subject", "Date", "Message-ID", "Reply-To"):
        assert not verifies(f"{name}: another@evil.example\r\n".encode() + one.raw), name
    middle = len(body) // 2
    letter = next(i for i in range(middle, len(body)) if body[i : i + 1].isalpha())
    changed = (
        body[:letter] + (b"x" if body[letter : letter + 1] != b"x" else b"y") + body[letter + 1 :]
    )
    assert not verifies(head + b"\r\n\r\n" + changed)


# --------------------------------------------------------------------------- leaving


def state_of(sent: Sent, address: str) -> SubscriberState:
    with sent.app.database.read() as connection:
        found = subscribers.find(connection, address)
    assert found is not None
    return found.state


@pytest.mark.parametrize("form", ["urlencoded", "multipart"])
def test_12_one_click_by_post_without_cookie(fresh: Sent, site: Serving, form: str) -> None:
    path = urlsplit(fresh.to(EVERYBODY[0]).unsubscribe_url).path
    field = {"List-Unsubscribe": "One-Click"}
    with httpx2.Client(base_url=site.url, follow_redirects=False) as client:
        for _ in range(2):
            if form == "multipart":
                files = {name: (None, value) for name, value in field.items()}
                answer = client.post(path, files=files)
            else:
                answer = client.post(path, data=field)
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
            assert state_of(fresh, EVERYBODY[0]) is SubscriberState.UNSUBSCRIBED
    assert state_of(fresh, EVERYBODY[1]) is SubscriberState.CONFIRMED


def test_13_get_and_head_change_nothing(fresh: Sent, site: Serving) -> None:
    path = urlsplit(fresh.to(EVERYBODY[0]).unsubscribe_url).path
    with httpx2.Client(base_url=site.url) as client:
        for method in ("GET", "HEAD", "OPTIONS"):
            client.request(method, path)
    assert state_of(fresh, EVERYBODY[0]) is SubscriberState.CONFIRMED


def test_14_a_token_does_one_thing_for_one_reader(fresh: Sent, site: Serving) -> None:
    ring = fresh.app.keyring
    with fresh.app.database.read() as connection:
        reader = subscribers.find(connection, EVERYBODY[1])
    assert reader is not None
    genuine = access.unsubscribe_token(ring, reader)
    forged = [tokens.make(ring, Purpose.CONFIRM, reader.id), access.preferences_token(ring, reader)]
    forged += [
        genuine[:i] + ("A" if genuine[i] != "A" else "B") + genuine[i + 1 :]
        for i in range(len(genuine))
    ]
    pages = set()
    with httpx2.Client(base_url=site.url) as client:
        for token in forged:
            answer = client.post(f"/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"})
            pages.add((answer.status_code, answer.text.replace(token, "")))
    assert len(pages) == 1, "every wrong link gets the same page"
    assert all(state_of(fresh, address) is SubscriberState.CONFIRMED for address in EVERYBODY)


def reached_without(folder: Path, take_away: Callable[[App, Connection, Subscriber], None]) -> bool:
    """Whether all others get the issue if the first reader is taken away after it is frozen."""

    def meanwhile(app: App) -> None:
        with app.database.begin() as connection:
            reader = subscribers.find(connection, EVERYBODY[0])
            assert reader is not None
            take_away(app, connection, reader)

    sent = received.send(folder, meanwhile)
    with sent.app.database.read() as connection:
        mine = {one.address: one.state for one in deliveries.list_(connection, sent.issue.id)}
    sent.app.close()
    assert mine[EVERYBODY[0]] is DeliveryState.CANCELLED
    return sorted(mail.recipients[0] for mail in sent.mails) == EVERYBODY[1:]


def test_15_unsubscribed_between_freeze_and_stamp_is_not_sent(tmp_path: Path) -> None:
    def leave(_: App, connection: Connection, reader: Subscriber) -> None:
        subscribers.unsubscribe(connection, reader.id, NOW, method="one-click")

    assert reached_without(tmp_path, leave)


@pytest.mark.parametrize("reason", ["hard-bounce", "complaint"])
def test_16_suppressed_is_not_sent(tmp_path: Path, reason: str) -> None:
    def suppress(app: App, connection: Connection, reader: Subscriber) -> None:
        mark = app.address_hash(reader.address)
        suppressions.add(connection, Suppression(mark, SuppressionReason(reason), NOW))

    assert reached_without(tmp_path, suppress)


# --------------------------------------------------------------------------- structure and bytes


def test_17_text_first_html_last_both_utf8(mail: Received) -> None:
    assert mail.message.get_content_type() == "multipart/alternative"
    parts = list(mail.message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in parts] == ["utf-8", "utf-8"]


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    root = lxml.html.document_fromstring(page)
    return " ".join(str(root.xpath("string()")).split())


def titles(sent: Sent) -> list[tuple[str, str]]:
    picks = sent.issue.content.picks()
    return [(pick.resource.resource.title, pick.resource.resource.url) for pick in picks]


def test_18_the_text_part_says_everything(sent: Sent, one: Received) -> None:
    text = " ".join(one.part("plain").split())
    squeezed = text.replace(" ", "")
    for title, url in titles(sent):
        assert clean_text(title)[:40] in text, title
        assert url.replace(" ", "") in squeezed, url
    assert one.unsubscribe_url in squeezed
    assert "Mill Lane 4" in text


def test_19_text_and_html_say_the_same(one: Received) -> None:
    html = one.html
    for style in html.xpath("//style | //title"):
        style.drop_tree()
    texts = (re.sub(r"https?://\S+", "", one.part("plain")), html.text_content())
    words = [set(re.findall(r"[^\W_]{3,}", text.lower())) for text in texts]
    assert len(words[0] & words[1]) / len(words[0] | words[1]) > 0.8


def test_20_html_is_not_clipped(mail: Received) -> None:
    html = mail.part("html").encode()
    assert len(html) <= 100_000
    token = mail.unsubscribe_url.rpartition("/")[2].encode()
    assert 0 < html.find(token) < 100_000


def test_21_the_whole_is_small(mail: Received) -> None:
    assert len(mail.raw) < 150_000


def test_22_lines_are_short(mail: Received) -> None:
    body = mail.raw.partition(b"\r\n\r\n")[2]
    assert max(map(len, mail.raw.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76


def test_23_no_bare_line_ends_and_dots_arrive(mail: Received) -> None:
    assert mail.raw.count(b"\r") == mail.raw.count(b"\n") == mail.raw.count(b"\r\n")
    # The round trip of lines that start with a dot is in test_smtp.py, on the wire.
    assert not re.search(rb"(?m)^\.", mail.raw)


def test_24_headers_are_folded_and_ascii(mail: Received) -> None:
    head = mail.raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    for line in head.split(b"\r\n"):
        assert len(line) <= 78 or b" " not in line.strip().partition(b": ")[2], line


def test_25_the_subject_is_decent(mail: Received) -> None:
    subject = str(mail.message["Subject"])
    assert 10 <= len(subject) <= 70
    assert subject != subject.upper()
    assert subject.isprintable()


def test_26_names_cannot_add_headers(sent: Sent) -> None:
    bob = sent.to("bob@two.example")
    assert bob.message.get_all("Bcc") is None
    (address,) = bob.message["To"].addresses
    assert address.addr_spec == "bob@two.example"
    assert "<script>" in address.display_name
    names = [mail.message.keys() for mail in sent.mails]
    assert names[0] == names[1] == names[2]


# --------------------------------------------------------------------------- what it says


def test_27_the_preheader(one: Received) -> None:
    hidden = [
        e
        for e in one.html.iter("div", "span")
        if "display:none" in e.get("style", "").replace(" ", "")
    ]
    preheader = " ".join(hidden[0].text_content().replace("\u200c", "").split()).strip(
        "\u00a0\u034f "
    )
    assert 40 <= len(preheader) <= 130
    assert preheader != str(one.message["Subject"])


def test_28_nothing_active_survives(one: Received) -> None:
    html = one.html
    assert not html.xpath(
        "//script | //iframe | //object | //embed | //form | //svg | //body//style"
    )
    for element in html.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE), value
    assert "alert(1)" in html.text_content(), "what was hostile is shown as words"


def test_29_links_are_absolute_and_nothing_tracks(one: Received) -> None:
    for href in one.html.xpath("//@href"):
        assert urlsplit(href).scheme in ("https", "http", "mailto"), href
        assert "utm_" not in href
    assert one.html.xpath("//img/@src | //@background | //link/@href") == []
    assert not re.search(r"url\(|@import", one.part("html"))


def test_30_no_odd_links(one: Received) -> None:
    for href in one.html.xpath("//a/@href"):
        host = urlsplit(href).hostname or ""
        assert not re.fullmatch(r"[\d.]+|\[.*\]", host), href
        assert host not in ("bit.ly", "t.co", "tinyurl.com", "goo.gl"), href
        assert urlsplit(href).scheme != "http", href


def test_31_the_head(one: Received) -> None:
    html = one.html
    root = html.getroottree().getroot()
    assert root.get("lang") == "en"
    assert root.get("dir") in ("ltr", "rtl")
    assert html.findtext(".//title")
    assert html.xpath("//meta[@charset or contains(@content, 'charset')]")
    for name in ("viewport", "color-scheme"):
        assert html.xpath(f"//meta[@name='{name}']"), name


def test_32_tables_and_headings(one: Received) -> None:
    assert {table.get("role") for table in one.html.iter("table")} == {"presentation"}
    levels = [int(e.tag[1]) for e in one.html.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_33_images_have_words_and_size(one: Received) -> None:
    for image in one.html.iter("img"):
        assert image.get("alt") is not None
        assert image.get("width")
        assert image.get("height")


LINE_HEIGHT = re.compile(r"line-height:\s*([\d.]+)\s*(?:;|$)")
LOOK = {
    33: {"image-alt", "image-size"},
    34: {"contrast"},
    35: {"font-size", "link-text"},
    36: {"client-support", "style-in-body", "style-size", "remote-style"},
}
"""The rules of the lint gate that stand for an assertion; each is tested in tests/issues/lint."""


@pytest.mark.parametrize("number", LOOK)
def test_33_to_36_images_contrast_letters_and_css(sent: Sent, mail: Received, number: int) -> None:
    subject = str(mail.message["Subject"])
    found = lint_content(
        Rendered(subject, mail.part("plain"), mail.part("html")),
        content=sent.issue.content,
        newsletter=sent.app.config.newsletter,
        links=links(sent.app, sent.issue.number),
    )
    assert [f for f in found if f.level is Level.ERROR and f.rule in LOOK[number]] == []


@pytest.mark.parametrize(
    ("number", "bad"),
    [
        (33, '<img src="https://digest.mail.example.org/a.png" width="9" height="9">'),
        (33, '<img src="https://digest.mail.example.org/a.png" alt="A kernel">'),
        (34, '<p style="color:#bbbbbb;background-color:#ffffff">pale words</p>'),
        (35, '<p style="font-size:9px">small words</p>'),
        (36, "<style>p { color: #111111 }</style>"),
        (36, '<p style="position:fixed">words that stay</p>'),
    ],
)
def test_33_to_36_would_be_seen(sent: Sent, one: Received, number: int, bad: str) -> None:
    page = one.part("html").replace("</body>", f"{bad}</body>")
    found = lint_content(
        Rendered("The subject of a week", one.part("plain"), page),
        content=sent.issue.content,
        newsletter=sent.app.config.newsletter,
        links=links(sent.app, sent.issue.number),
    )
    assert {f.rule for f in found} & LOOK[number]


def test_35_lines_have_air(one: Received) -> None:
    styles = [paragraph.get("style", "") for paragraph in one.html.iter("p")]
    heights = [float(found[1]) for style in styles if (found := LINE_HEIGHT.search(style))]
    # A line of 0 or a single line's height is a spacer or a label, not a paragraph.
    assert [height for height in heights if 0 < height < 1.2] == []
    assert sum(height >= 1.4 for height in heights) > len(heights) / 2


def test_37_readable_without_style_and_images(one: Received) -> None:
    html = one.html
    for element in html.xpath("//style | //img"):
        element.drop_tree()
    for element in html.iter():
        element.attrib.pop("style", None)
    words = words_of(lxml.html.tostring(html, encoding="unicode"))
    assert words.index("My classifier") < words.index("Mill Lane")
    assert len([link for link in html.iter("a") if link.text_content().strip()]) > 10


def test_38_the_footer(one: Received) -> None:
    words = " ".join(one.html.text_content().split())
    assert "Mill Lane 4" in words
    assert re.search(r"subscribed to Top Down on \d{1,2} [A-Z][a-z]+ \d{4}", words)
    hrefs = one.html.xpath("//a/@href")
    assert one.unsubscribe_url in hrefs
    assert any("/preferences/" in href for href in hrefs)
    assert any(f"{ARCHIVE}/" in href for href in hrefs)


# --------------------------------------------------------------------------- around it


def test_39_nothing_twice_in_an_issue_nor_in_two(fresh: Sent) -> None:
    urls = [url for _, url in titles(fresh)]
    assert len(urls) == len(set(urls))
    later = schedule.period(None, fresh.app.schedule, NOW + timedelta(weeks=1))
    with pytest.raises(Conflict), fresh.app.database.begin() as connection:
        issues.create(connection, later, fresh.issue.content, NOW)


def test_40_the_archive_shows_the_same_without_the_reader(fresh: Sent, site: Serving) -> None:
    with fresh.app.database.begin() as connection:
        issues.finish(connection, NOW)
    with httpx2.Client(base_url=site.url) as client:
        answer = client.get(f"{ARCHIVE}/{fresh.issue.number}")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for title, _ in titles(fresh):
        assert clean_text(title)[:30] in words_of(answer.text)
    for mail in fresh.mails:
        for url in (mail.unsubscribe_url, mail.preferences_url):
            assert url.rpartition("/")[2] not in answer.text
    assert "unsubscribex" not in answer.text.replace("0" * 32 + "unsubscribex", "")


def test_41_no_address_in_any_link_and_no_referrer(fresh: Sent, site: Serving) -> None:
    mail = fresh.to(EVERYBODY[0])
    for href in mail.html.xpath("//a/@href"):
        assert EVERYBODY[0] not in href
        assert "ada%40" not in href.lower()
    with httpx2.Client(base_url=site.url) as client:
        for url in (mail.unsubscribe_url, mail.preferences_url):
            answer = client.get(urlsplit(url).path)
            assert answer.status_code == 200
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert "no-store" in answer.headers["cache-control"]


def test_42_only_automatic_mails_say_that_they_are(one: Received, tmp_path: Path) -> None:
    assert one.message["Auto-Submitted"] is None
    asked = Notice("confirm", "dan@four.example", f"{received.BASE}/confirm/x", 72, "confirm:x")
    with received.listening() as (port, mails):
        app = received.app_in(tmp_path, port)
        with app.database.begin() as connection:
            notice.queue(connection, asked, notice.compose(app, asked, NOW), NOW)
        send_single(app, NOW)
        app.close()
    (confirm,) = mails
    assert confirm.recipients == ("dan@four.example",)
    assert confirm.message["Auto-Submitted"] == "auto-generated"
    assert confirm.message["List-Unsubscribe"] is None
    assert verifies(confirm.raw)


SPAM_RULES = re.compile(
    r"MISSING_|MPART_ALT_DIFF|MIME_HTML_|HTML_IMAGE_ONLY|SUBJ_ALL_CAPS|FONT_INVIS|LOW_CONTRAST"
    r"|NORMAL_HTTP_TO_IP"
)


@pytest.mark.skipif(not shutil.which("spamassassin"), reason="needs Debian's spamassassin")
def test_43_spamassassin_has_nothing_to_say(one: Received) -> None:
    # Local rules only; a Received line as a reader's server would add it.
    trace = (
        b"Received: from mail.example.org (mail.example.org [198.51.100.7])\r\n"
        b"\tby mx.one.example with ESMTPS id 1; " + one.header("Date").encode() + b"\r\n"
    )
    done = subprocess.run(
        ["spamassassin", "-L", "-t"],
        input=trace + one.raw,
        capture_output=True,
        check=True,
        timeout=120,
    )
    status = re.search(rb"X-Spam-Status: (?:.|\n[ \t])*", done.stdout)
    assert status is not None
    words = " ".join(status[0].decode().split())
    score = re.search(r"score=(-?[\d.]+)", words)
    assert score is not None
    assert float(score[1]) < 1.0, words
    assert not SPAM_RULES.search(words), words


def test_44_the_same_issue_is_the_same_bytes(sent: Sent, fresh: Sent) -> None:
    for one in (sent, fresh):
        with one.app.database.read() as connection:
            stored = issues.messages(connection, one.issue.id)[""]
        again = Compiled.from_bytes(stored)
        assert again.digest == one.issue.digest
    bodies = [
        re.sub(rb"(?m)=\r\n", b"", mail.raw.partition(b"\r\n\r\n")[2])
        for mail in (sent.to(EVERYBODY[0]), fresh.to(EVERYBODY[0]))
    ]
    assert bodies[0] == bodies[1]


def test_the_gate_for_finished_mails_finds_nothing(mail: Received) -> None:
    assert lint_mail(mail.raw, Envelope(mail.sender, mail.recipients[0])) == ()


def test_a_second_send_sends_nothing(fresh: Sent) -> None:
    assert send_flow.send_issue(fresh.app, fresh.issue.id, NOW).run == 0
