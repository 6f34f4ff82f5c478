"""A real Postfix and a real Dovecot on loopback, with configuration, queue and mailboxes of their own.

Both come from Debian; Postfix wants to be started by root. What the readers and the bounce address
get lies in Maildirs that Dovecot serves by IMAP.
"""

from __future__ import annotations

import imaplib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "a password of the tests"
NOBODY = 65534
MAIL_DOMAINS = ("news.example", "readers.example")
BOUNCING_DOMAIN = "gone.example"
"""Its server takes no mail for anybody; Postfix learns that only when it delivers."""

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.news.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
recipient_delimiter = +
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = texthash:{folder}/etc/mailboxes
virtual_mailbox_base = {folder}/mail
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{uid}
transport_maps = texthash:{folder}/etc/transport
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
alias_maps =
alias_database =
"""
_DOVECOT = """\
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot-state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%d/%n
passdb {{
  driver = passwd-file
  args = {folder}/etc/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={uid} home={folder}/mail/%d/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


def missing() -> str | None:
    """Why the servers cannot run here, or ``None``."""
    for program in ("postfix", "dovecot"):
        if not (shutil.which(program) or Path(f"/usr/sbin/{program}").exists()):
            return f"needs Debian's {program}"
    return None if os.geteuid() == 0 else "Postfix wants to be started by root"


@dataclass(frozen=True, slots=True)
class MailServers:
    """The two, running."""

    folder: Path
    smtp_port: int
    imap_port: int

    def inbox(self, address: str) -> list[bytes]:
        """The mails of one mailbox, as its owner fetches them, oldest first."""
        client = imaplib.IMAP4("127.0.0.1", self.imap_port, 20)
        try:
            client.login(address, PASSWORD)
            client.select("INBOX", readonly=True)
            _, found = client.search(None, "ALL")
            return [self._fetch(client, number) for number in found[0].split()]
        finally:
            client.logout()

    def _fetch(self, client: imaplib.IMAP4, number: bytes) -> bytes:
        _, parts = client.fetch(number.decode(), "(BODY.PEEK[])")
        (part,) = [part for part in parts if isinstance(part, tuple)]
        return bytes(part[1])

    def wait_for(self, address: str, number: int, seconds: float = 60) -> list[bytes]:
        """The mails of a mailbox once it has so many."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.inbox(address)
            if len(found) >= number:
                return found
            time.sleep(0.2)
        log = (self.folder / "postfix.log").read_text()[-3000:]
        raise AssertionError(f"{address} has not got {number} mails\n{log}")

    def mailbox_url(self, address: str) -> str:
        """The mailbox as a setting."""
        user, password = address.replace("@", "%40"), PASSWORD.replace(" ", "%20")
        return f"imap://{user}:{password}@127.0.0.1:{self.imap_port}/INBOX"


@contextmanager
def running(
    mailboxes: Sequence[str], *, smtp_port: int, imap_port: int, bouncing_port: int
) -> Iterator[MailServers]:
    """Both servers with these mailboxes; mail to the bouncing domain goes to ``bouncing_port``."""
    # Their processes run as users of their own, who cannot enter a folder of pytest's.
    folder = Path(tempfile.mkdtemp(prefix="curator-mail-"))
    folder.chmod(0o755)
    try:
        _configure(folder, mailboxes, smtp_port, imap_port, bouncing_port)
        with _postfix(folder), _dovecot(folder):
            yield MailServers(folder, smtp_port, imap_port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configure(
    folder: Path, mailboxes: Sequence[str], smtp_port: int, imap_port: int, bouncing_port: int
) -> None:
    for name in ("etc", "queue", "data", "mail", "dovecot", "dovecot-state"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    os.chown(folder / "mail", NOBODY, NOBODY)
    etc = folder / "etc"
    words = {"folder": folder, "uid": NOBODY, "domains": ", ".join(MAIL_DOMAINS)}
    (etc / "main.cf").write_text(_MAIN.format(**words))
    (etc / "master.cf").write_text(_master(smtp_port))
    (etc / "transport").write_text(f"{BOUNCING_DOMAIN} smtp:[127.0.0.1]:{bouncing_port}\n")
    (etc / "mailboxes").write_text("".join(f"{a} {_folder(a)}/\n" for a in mailboxes))
    (etc / "passwd").write_text("".join(f"{a}:{{PLAIN}}{PASSWORD}\n" for a in mailboxes))
    (etc / "dovecot.conf").write_text(_DOVECOT.format(folder=folder, uid=NOBODY, port=imap_port))


def _folder(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{domain}/{local}"


def _master(port: int) -> str:
    """Debian's services without chroot, and SMTP on a port of our own."""
    lines = Path("/etc/postfix/master.cf.proto").read_text().splitlines()
    kept = [line for line in lines if not line.startswith("#")]
    text = re.sub(r"(?m)^(\S+\s+\S+\s+\S+\s+\S+\s+)y(\s)", r"\1n\2", "\n".join(kept))
    return re.sub(r"(?m)^smtp(\s+inet)", rf"127.0.0.1:{port}\1", text) + "\n"


@contextmanager
def _postfix(folder: Path) -> Iterator[None]:
    command = ["/usr/sbin/postfix", "-c", str(folder / "etc")]
    done = subprocess.run([*command, "start"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    try:
        yield
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True)


@contextmanager
def _dovecot(folder: Path) -> Iterator[None]:
    command = ["/usr/sbin/dovecot", "-F", "-c", str(folder / "etc" / "dovecot.conf")]
    with (folder / "dovecot.out").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            _wait_for_file(folder / "dovecot" / "master.pid")
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()


def _wait_for_file(path: Path, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} has not come"
        time.sleep(0.1)
