"""All benches, one after the other: ``python -m bench``. Each runs a peer or the limit beside us."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FITS = "fit_"
"""Scripts that fit shipped numbers, not benches."""
NOT_BENCHES = ("loopback", "readers", "wrk")


def main() -> int:
    """Run them; the number that failed."""
    names = sorted(
        path.stem
        for path in Path(__file__).parent.glob("[a-z]*.py")
        if not path.stem.startswith(FITS) and path.stem not in NOT_BENCHES
    )
    failed = 0
    for name in names:
        print(f"\n== {name}", flush=True)
        failed += bool(
            subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
