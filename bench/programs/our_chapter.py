"""Runs our chapter through our kernel, from end to end: our_chapter.py CHAPTER EPOCHS."""

from __future__ import annotations

import sys

from java_kernel import Watch, printed, report

from d2ltools.chapters import find
from d2ltools.kernel import execution
from d2ltools.kernel import kernelspec
from d2ltools.kernel import parameters
from d2ltools import stopping

if __name__ == "__main__":
    stopping.listen()
    chapter = find.find(sys.argv[1])
    notebook = execution.read(chapter)
    parameters.apply(notebook, {"numEpochs": sys.argv[2]})
    kernelspec.prepare()
    execution.run(notebook, chapter.parent, Watch())
    report.chapter(printed(notebook))
