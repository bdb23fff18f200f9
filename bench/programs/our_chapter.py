"""Runs our chapter through our kernel, from end to end: our_chapter.py CHAPTER EPOCHS."""

from __future__ import annotations

import sys

from java_kernel import Watch, printed, report

import chapters
import execution
import kernelspec
import parameters
import stopping

if __name__ == "__main__":
    stopping.listen()
    chapter = chapters.find(sys.argv[1])
    notebook = execution.read(chapter)
    parameters.apply(notebook, {"numEpochs": sys.argv[2]})
    kernelspec.prepare()
    execution.run(notebook, chapter.parent, Watch())
    report.chapter(printed(notebook))
