"""What OpenSSL has to be told of the processor, so that signing mail takes a third less.

For RSA with 2048 bits on x86-64 OpenSSL can multiply with ADX or with AVX2, and takes ADX wherever
it is there. On AMD's Zen 3 that is the slower way by far; the figures are in docs/mail.md. OpenSSL
reads its own switch for this (OPENSSL_ia32cap(3)) once, when a program loads it.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from pathlib import Path

SWITCH = "OPENSSL_ia32cap"
WITHOUT_ADX = ":~0x80000"
"""Bit 19 of the second word of features is ADX."""
_ZEN_3 = "25"
"""The family of Zen 3 and 4; the latter has AVX-512 for this, which OpenSSL prefers anyway."""
_CPUINFO = Path("/proc/cpuinfo")


def prepare(environment: MutableMapping[str, str], cpuinfo: Path = _CPUINFO) -> None:
    """Set the switch where that helps and nobody has; to be called before anything loads OpenSSL.

    Does nothing where the system does not tell what its processor is.
    """
    try:
        told = cpuinfo.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    if slow_with_adx(told):
        environment.setdefault(SWITCH, WITHOUT_ADX)


def slow_with_adx(cpuinfo: str) -> bool:
    """Whether the first processor of a ``/proc/cpuinfo`` is of the kind."""
    first = cpuinfo.partition("\n\n")[0]
    facts = dict(re.findall(r"^([^\t:]+)\t*: (.*)$", first, re.MULTILINE))
    made = (facts.get("vendor_id"), facts.get("cpu family")) == ("AuthenticAMD", _ZEN_3)
    return made and {"adx", "avx2"} <= set(facts.get("flags", "").split())
