"""Commands on the Python kernel that JupyterLab brings: it starts in a tenth of the Java kernel's time.

For what is about processes, signals and files, and not about what Java says.
"""

import sys

from d2ltools.places import ROOT

MAIN = f"""
import sys; sys.path.insert(0, {str(ROOT / "tools")!r})
from d2ltools.kernel import execution; execution.KERNEL = "python3"
from d2ltools.__main__ import main; main()
"""


def command(*words: str) -> list[str]:
    """Returns how `python tools` would be called with these words."""
    return [sys.executable, "-c", MAIN, *words]
