"""Makes the bench importable as its scripts import each other, and the tools that it uses."""

import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(BENCH), str(BENCH.parent / "tools")]
