"""Makes quotes say what the module says, solutions what is asked: sync.py [CHAPTER]."""

from __future__ import annotations

import sys

import chapters
import execution
import exercises
import java_home
import java_reader
import quoting
import tidy
import timetable
from places import relative


def main(words: list[str]) -> int:
    """Rewrites what is out of sync; returns 1 if a quoted helper does not exist."""
    try:
        chosen = chapters.chosen("".join(words[:1]))
        sisters = [sister for sister in map(exercises.solutions, chosen) if sister.exists()]
        notebooks = {path: execution.read(path) for path in dict.fromkeys([*chosen, *sisters])}
        quotes = [what for n in notebooks.values() for what in quoting.all_quoted(n)]
        module = java_reader.read([], quotes)
    except (
        chapters.UnknownChapter,
        execution.NotebookUnreadable,
        java_reader.ReaderFailed,
        java_home.NoJava,
    ) as e:
        print(e, file=sys.stderr)
        return 1
    for path, notebook in notebooks.items():
        quoting.sync(notebook, module)
        exercises.sync(path, notebooks)
    changed = sum(tidy.write(path, notebook) for path, notebook in notebooks.items())
    for page in timetable.write():
        print(f"Changed {relative(page)}")
    print(f"{changed} of {len(notebooks)} notebooks changed")
    missing = {what: q.error for what, q in module.quotes.items() if q.error}
    for what, error in missing.items():
        print(f"{what} is quoted: {error}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
