"""OpenSSL is told to do without ADX on the one kind of processor where that is faster."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from curator.processor import SWITCH, WITHOUT_ADX, prepare, slow_with_adx

ZEN_3 = """processor\t: 0
vendor_id\t: AuthenticAMD
cpu family\t: 25
model name\t: AMD EPYC
flags\t\t: fpu avx2 bmi2 adx vaes
"""


@pytest.mark.parametrize(
    ("cpuinfo", "slow"),
    [
        (ZEN_3, True),
        (f"{ZEN_3}\n{ZEN_3.replace('25', '26')}", True),
        (ZEN_3.replace("AuthenticAMD", "GenuineIntel"), False),
        (ZEN_3.replace(": 25", ": 23"), False),
        (ZEN_3.replace(" adx", ""), False),
        ("processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd", False),
        ("", False),
    ],
)
def test_the_kind_is_known_by_what_the_system_tells(cpuinfo: str, slow: bool) -> None:
    assert slow_with_adx(cpuinfo) is slow


def test_the_switch_is_set_where_nobody_has(tmp_path: Path) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text(ZEN_3)
    unset, chosen = dict[str, str](), {SWITCH: "~0x0"}
    prepare(unset, told)
    prepare(chosen, told)
    assert (unset, chosen) == ({SWITCH: WITHOUT_ADX}, {SWITCH: "~0x0"})


def test_a_system_that_does_not_tell_is_left_alone(tmp_path: Path) -> None:
    environment = dict[str, str]()
    prepare(environment, tmp_path / "none")
    assert environment == {}


def test_the_command_line_has_not_loaded_openssl_for_signing_before() -> None:
    look = "import sys, curator.cli; sys.exit('cryptography' in sys.modules)"
    subprocess.run([sys.executable, "-c", look], check=True)
