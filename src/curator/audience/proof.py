"""Proof of work for the sign-up form, checked by us alone; no third party learns of the reader.

The browser gets a salt and a hash and looks for the number that gives it: half of ``difficulty``
SHA-256 on average, a moment for one reader and a cost for ten thousand. The form of challenge and
answer is that of ALTCHA, so its widget works too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from binascii import Error as Base64Error
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from curator.tokens import Keyring

DIFFICULTY = 50_000
VALID_FOR = timedelta(minutes=20)
MAX_ANSWER = 2000
"""Characters of an answer that are looked at."""
_PURPOSE = "proof-of-work"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the browser is asked, as JSON with these names."""

    algorithm: str
    challenge: str
    salt: str
    signature: str
    maxnumber: int


def challenge(
    ring: Keyring, network: str, now: datetime, difficulty: int = DIFFICULTY
) -> Challenge:
    """A new challenge for a browser in ``network``; its answer is worth nothing elsewhere."""
    expires = int((now + VALID_FOR).timestamp())
    salt = f"{secrets.token_hex(12)}?expires={expires}&"
    number = secrets.randbelow(difficulty)
    digest = hashlib.sha256(f"{salt}{number}".encode()).hexdigest()
    return Challenge("SHA-256", digest, salt, _sign(ring, digest, network), difficulty)


def is_solved(ring: Keyring, answer: str, network: str, now: datetime) -> bool:
    """Whether ``answer`` (JSON in base64, as the browser sends it) solves a challenge of ours."""
    given = _parse(answer)
    salt, digest = str(given.get("salt", "")), str(given.get("challenge", ""))
    expires = parse_qs(salt.partition("?")[2]).get("expires", ["0"])[0]
    if not expires.isdecimal() or now.timestamp() > int(expires[:12]):
        return False
    worked = hashlib.sha256(f"{salt}{given.get('number')}".encode()).hexdigest()
    ours = _sign(ring, digest, network)
    return hmac.compare_digest(worked, digest) and hmac.compare_digest(
        ours.encode(), str(given.get("signature", "")).encode()
    )


def solve(one: Challenge) -> str:
    """The answer to a challenge, as a browser would find it; for tests and command-line clients."""
    for number in range(one.maxnumber + 1):
        if hashlib.sha256(f"{one.salt}{number}".encode()).hexdigest() == one.challenge:
            answer = asdict(one) | {"number": number}
            return base64.b64encode(json.dumps(answer).encode()).decode("ascii")
    raise ValueError("the challenge has no answer")


def _sign(ring: Keyring, digest: str, network: str) -> str:
    return hmac.new(ring.key(_PURPOSE), f"{digest}\0{network}".encode(), hashlib.sha256).hexdigest()


def _parse(answer: str) -> dict[str, Any]:
    if len(answer) > MAX_ANSWER:
        return {}
    try:
        given = json.loads(base64.b64decode(answer, validate=True))
    except (ValueError, Base64Error, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}
