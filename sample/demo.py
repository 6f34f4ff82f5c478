"""The whole pipeline on the sample week, offline: ``python -m sample.demo``.

Starts the sample's web and a mail server on the loopback interface, runs the ``curator`` command
as a person would, and leaves what came out in ``.demo``.
"""

from __future__ import annotations

import email
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from sample import postbox, server
from sample.postbox import Letter

FOLDER = Path(".demo")
READERS = ("marta@readers.example", "fred@readers.example", "ayumi@readers.example")
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Is feeds.yaml right?", ("config", "check")),
    ("Three people asked for the mail.", ("subscribers", "add", *READERS)),
    ("What she set out to do last week…",
     ("challenge", "add", "--week", server.WEEK, "Type in one digit and convolve it by hand")),
    ("…and did,", ("challenge", "done", "1", "--note", "An evening, and worth it.")),
    ("and will try next.",
     ("challenge", "add", "--week", "2026-W09", "Teach the bird model to say none of these")),
    ("A link she was sent goes on the reading list.",
     ("add", "http://tablemind.example/2026/02/a-random-forest-before-lunch/",
      "--note", "My next table gets this first.", "--credit", "Marta")),
    ("Fetch, choose, compose, send.", ("digest", "--week", server.WEEK)),
    ("Once more: nothing is sent twice.", ("digest", "--week", server.WEEK)),
)  # fmt: skip


def main() -> int:
    """Run every step and say where the issue is; 1 where something went wrong."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    began = time.monotonic()
    with server.serve() as web, postbox.open_postbox() as post:
        environment = _environment(web.base, post.url)
        codes = [_step(said, command, environment) for said, command in STEPS]
        statuses = Counter(int(status) for _, status in web.log)
        letters = list(post.letters)
    _tell(letters, statuses, time.monotonic() - began)
    # 3 is right for the first digest: two of the sources are meant to fail.
    return 0 if set(codes) <= {0, 3} and len(letters) == len(READERS) else 1


def _environment(web: str, mail: str) -> dict[str, str]:
    """This process's environment without its proxies and settings, and with the demo's own."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().endswith("_PROXY") and not name.startswith("CURATOR_")
    }
    return clean | {
        "HTTP_PROXY": web,
        "http_proxy": web,
        "CURATOR_DATA": str((FOLDER / "data").resolve()),
        "CURATOR_FEEDS": str(server.FEEDS),
        "CURATOR_SMTP_URL": mail,
    }


def _step(said: str, command: tuple[str, ...], environment: dict[str, str]) -> int:
    """Say what comes, run it, and give its exit code."""
    words = " ".join(f'"{word}"' if " " in word else word for word in command)
    print(f"\n{said}\n$ curator {words}", flush=True)  # noqa: T201 - a program for a person to watch
    curator = Path(sys.executable).parent / "curator"
    return subprocess.run([curator, *command], env=environment, check=False).returncode  # noqa: S603


def _tell(letters: list[Letter], statuses: Counter[int], seconds: float) -> None:
    """Keep the first letter and say where it is."""
    answers = ", ".join(f"{count} with {status}" for status, count in sorted(statuses.items()))
    lines = [
        f"\n{seconds:.1f} seconds; the sample's web answered {answers}.",
        f"The mail server took {len(letters)} letters:",
        *(
            f"  to {', '.join(letter.recipients)}, {len(letter.message):,} bytes"
            for letter in letters
        ),
    ]
    if letters:
        message = email.message_from_bytes(letters[0].message, policy=default)
        lines += [f"Subject: {message['Subject']}", *map(str, _keep(letters[0], message))]
    print("\n".join(lines))  # noqa: T201


def _keep(letter: Letter, message: EmailMessage) -> list[Path]:
    """Write a letter and its two parts into the demo's folder."""
    files = {FOLDER / "issue.eml": letter.message}
    for kind, name in (("html", "issue.html"), ("plain", "issue.txt")):
        part = message.get_body((kind,))
        if part is not None:
            files[FOLDER / name] = part.get_content().encode()
    for path, content in files.items():
        path.write_bytes(content)
    return [path.resolve() for path in files]


if __name__ == "__main__":
    sys.exit(main())
