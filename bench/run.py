"""Run every measurement, or those named: `python bench/run.py [FILE…]`; each prints its own figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_MEASUREMENTS = {"run.py", "make_nights.py"}


def main(names: list[str]) -> int:
    """Run the files in order of name; return how many failed."""
    files = [Path(n) for n in names] or sorted(f for f in HERE.glob("*.py") if f.name not in NOT_MEASUREMENTS)
    failed = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        if '__name__ == "__main__"' not in text:
            continue  # A part of another measurement.
        print(f"== {file.name}", flush=True)
        failed += subprocess.run([sys.executable, str(file)], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
