"""Makes quotes say what the module says, solutions what is asked: sync.py [CHAPTER]."""

from __future__ import annotations

import sys

from d2ltools.chapters import exercises, find, java_reader, quotes, tidy
from d2ltools.kernel import execution
from d2ltools.setup import java_home


def main(words: list[str]) -> int:
    """Rewrites what is out of sync; returns 1 if a quoted helper does not exist."""
    try:
        chosen = find.chosen("".join(words[:1]))
        sisters = [sister for sister in map(exercises.solutions, chosen) if sister.exists()]
        notebooks = {path: execution.read(path) for path in dict.fromkeys([*chosen, *sisters])}
        quoted = [what for n in notebooks.values() for what in quotes.all_quoted(n)]
        module = java_reader.read([], quoted)
    except (
        find.UnknownChapter,
        execution.NotebookUnreadable,
        java_reader.ReaderFailed,
        java_home.NoJava,
    ) as e:
        print(e, file=sys.stderr)
        return 1
    for path, notebook in notebooks.items():
        quotes.sync(notebook, module)
        exercises.sync(path, notebooks)
    changed = sum(tidy.write(path, notebook) for path, notebook in notebooks.items())
    print(f"{changed} of {len(notebooks)} notebooks changed")
    missing = {what: q.error for what, q in module.quotes.items() if q.error}
    for what, error in missing.items():
        print(f"{what} is quoted: {error}", file=sys.stderr)
    return 1 if missing else 0
