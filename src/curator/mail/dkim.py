"""DKIM signatures (RFC 6376, RFC 8463): keys, their DNS record, canonical forms and signing.

Relaxed for headers and body, since relays re-wrap headers and trim blanks. RSA with 2048 bits is
what every receiver verifies; an Ed25519 signature may stand beside it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from curator.errors import DeliveryError

RSA_BITS = 2048
MIN_RSA_BITS = 1024
"""Below this receivers treat a signature as absent (RFC 8301 §3.2)."""
SIGNED = (
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
    "List-Archive", "Feedback-ID", "Precedence", "Auto-Submitted",
)  # fmt: skip
"""Headers under the signature, where present (RFC 6376 §5.4.1, RFC 8058 §4)."""
OVERSIGNED = ("From", "To", "Subject", "Date", "Message-ID", "Reply-To")
"""Named once more than present, so that a second one cannot be added on the way."""

_BLANKS = re.compile(rb"[ \t]+")
_FOLDS = re.compile(rb"\r\n(?=[ \t])")
_BLANK_ENDS = re.compile(rb"[ \t]+(?=\r\n)")
_EMPTY_END = re.compile(rb"(?:\r\n)+\Z")
_PKCS1, _SHA256 = padding.PKCS1v15(), hashes.SHA256()

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


class Algorithm(StrEnum):
    """The ``a=`` tag."""

    RSA = "rsa-sha256"
    ED25519 = "ed25519-sha256"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key and where receivers find its public half: ``selector._domainkey.domain``."""

    domain: str
    selector: str
    key: PrivateKey

    @property
    def algorithm(self) -> Algorithm:
        """What the key signs with."""
        return Algorithm.RSA if isinstance(self.key, rsa.RSAPrivateKey) else Algorithm.ED25519

    def sign(self, canonical: bytes) -> bytes:
        """The signature of canonical headers, in base64.

        Ed25519 signs the SHA-256 of the data (RFC 8463 §3).
        """
        if isinstance(self.key, rsa.RSAPrivateKey):
            return base64.b64encode(self.key.sign(canonical, _PKCS1, _SHA256))
        return base64.b64encode(self.key.sign(hashlib.sha256(canonical).digest()))

    def unsigned_field(self, names: Sequence[str], seconds: str, body_hash: str) -> bytes:
        """The ``DKIM-Signature`` line up to and with ``b=``, without its CRLF.

        ``seconds`` is the Unix time of ``t=``.
        """
        lines = [
            f"v=1; a={self.algorithm}; c=relaxed/relaxed; d={self.domain};",
            f" s={self.selector}; t={seconds};",
            *_h_tag(names),
            f" bh={body_hash};",
            " b=",
        ]
        return b"DKIM-Signature: " + "\r\n".join(lines).encode("ascii")


def _h_tag(names: Sequence[str]) -> list[str]:
    """The ``h=`` tag over as many lines as it needs; colons may be folded after."""
    lines, line = [], " h="
    for index, name in enumerate(names):
        word = name.lower() + (";" if index == len(names) - 1 else ":")
        if len(line) + len(word) > 76:  # noqa: PLR2004 - RFC 5322's 78 with CRLF
            lines.append(line)
            line = "  "
        line += word
    return [*lines, line]


def signed_names(present: Sequence[str]) -> list[str]:
    """The ``h=`` list for a message that has the headers ``present``."""
    have = {name.lower() for name in present}
    return [
        *(name for name in SIGNED if name.lower() in have),
        *OVERSIGNED,
    ]


def relaxed_header(line: bytes) -> bytes:
    """A header line (with its CRLF) in relaxed form (RFC 6376 §3.4.2)."""
    name, _, value = line.partition(b":")
    value = _BLANKS.sub(b" ", _FOLDS.sub(b"", value.removesuffix(b"\r\n"))).strip(b" ")
    return name.strip().lower() + b":" + value + b"\r\n"


def relaxed_lines(piece: bytes) -> bytes:
    """A piece of a body with runs of blanks reduced; whole lines only (RFC 6376 §3.4.4 a)."""
    return _BLANKS.sub(b" ", _BLANK_ENDS.sub(b"", piece))


def relaxed_body(body: bytes) -> bytes:
    """A body in relaxed form: blanks reduced, empty lines at the end gone."""
    body = _EMPTY_END.sub(b"\r\n", relaxed_lines(body))
    return b"" if body == b"\r\n" else body


def wrap_signature(signature: bytes) -> bytes:
    """A base64 signature folded into a header's lines."""
    return b"\r\n  ".join(signature[i : i + 72] for i in range(0, len(signature), 72))


def sign(message: bytes, signers: Sequence[Signer], at: datetime) -> bytes:
    """``message`` (CRLF lines) with one signature a signer in front; for single mails.

    Issues are signed by :class:`curator.mail.message.Press`, which does the constant work once.
    """
    head, _, body = message.partition(b"\r\n\r\n")
    lines = [line + b"\r\n" for line in re.split(rb"\r\n(?![ \t])", head)]
    by_name = {line.partition(b":")[0].strip().lower(): line for line in lines}
    names = signed_names([name.decode("ascii") for name in by_name])
    present = [
        by_name[key] for key in dict.fromkeys(n.lower().encode() for n in names) if key in by_name
    ]
    canonical = b"".join(map(relaxed_header, present))
    body_hash = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode("ascii")
    stamps = [_signature(signer, names, at, canonical, body_hash) for signer in signers]
    return b"".join(stamps) + message


def _signature(
    signer: Signer, names: Sequence[str], at: datetime, canonical: bytes, body_hash: str
) -> bytes:
    unsigned = signer.unsigned_field(names, str(int(at.timestamp())), body_hash)
    data = canonical + relaxed_header(unsigned).removesuffix(b"\r\n")
    return unsigned + wrap_signature(signer.sign(data)) + b"\r\n"


def generate(algorithm: Algorithm = Algorithm.RSA) -> PrivateKey:
    """A new key."""
    if algorithm is Algorithm.ED25519:
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def to_pem(key: PrivateKey) -> bytes:
    """The key as PKCS #8, for a file that only the sending process can read."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def from_pem(pem: bytes) -> PrivateKey:
    """The key in a PEM file; raises :class:`DeliveryError` for one that DKIM cannot use."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DeliveryError("the DKIM key is not an unencrypted PEM private key") from error
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= MIN_RSA_BITS:
        return key
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    raise DeliveryError(f"a DKIM key must be RSA of at least {MIN_RSA_BITS} bits, or Ed25519")


def public_text(key: PrivateKey) -> str:
    """The ``p=`` value: SubjectPublicKeyInfo for RSA, the bare 32 bytes for Ed25519."""
    public = key.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        raw = public.public_bytes_raw()
    else:
        raw = public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    return base64.b64encode(raw).decode("ascii")


def dns_record(signer: Signer) -> tuple[str, str]:
    """The name and the text of the TXT record that publishes the key (RFC 6376 §3.6.1)."""
    kind = "rsa" if signer.algorithm is Algorithm.RSA else "ed25519"
    name = f"{signer.selector}._domainkey.{signer.domain}"
    return name, f"v=DKIM1; k={kind}; p={public_text(signer.key)}"


def zone_line(signer: Signer) -> str:
    """The record as a line of a zone file, in strings of at most 255 octets (RFC 1035 §3.3)."""
    name, text = dns_record(signer)
    parts = " ".join(f'"{text[i : i + 255]}"' for i in range(0, len(text), 255))
    return f"{name}. 3600 IN TXT ({parts})"
