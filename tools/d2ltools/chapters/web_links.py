"""Lists the links to the web and asks whether they are there."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urldefrag

from d2ltools import stopping
from d2ltools.chapters import find, links
from d2ltools.chapters.finding import Finding
from d2ltools.chapters.links import Link
from d2ltools.kernel import execution
from d2ltools.terminal import Terminal

SECONDS = 20
AGENT = "Mozilla/5.0 (compatible; d2l-java link check)"
# What servers answer that do not like programs, or are busy: the page may be there all the same.
UNDECIDED = (401, 403, 405, 406, 418, 429, 500, 502, 503, 504)


def main() -> int:
    """Asks for every link to the web; returns 1 if one is dead."""
    stopping.listen()
    try:
        notebooks = {path: execution.read(path) for path in find.every()}
        return ask(links.everywhere(notebooks), Terminal())
    except execution.NotebookUnreadable as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped.", file=sys.stderr)
        return e.exit_code


def ask(found: Iterable[Link], terminal: Terminal) -> int:
    """Lists and asks for the links to the web; returns 1 if one is dead."""
    sources: dict[str, list[Link]] = {}
    for link in found:
        if link.file is None and link.url.startswith(("http:", "https:")):
            sources.setdefault(urldefrag(link.url).url, []).append(link)
    dead = 0
    pool = ThreadPoolExecutor(8)
    try:
        for url, answer in zip(sources, pool.map(_ask, sources), strict=True):
            terminal.say(f"{answer:28} {url}")
            if answer.startswith("dead"):
                dead += 1
                for link in sources[url]:
                    terminal.say(str(Finding(link.source, link.cell, url, "correct the link")))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    terminal.say(f"{len(sources)} links to the web, {dead} dead")
    if dead == len(sources) > 1:
        terminal.say("None answered: is this machine online?")
    return 1 if dead else 0


def _ask(url: str) -> str:
    try:
        with urllib.request.urlopen(_request(url), timeout=SECONDS) as answer:
            return f"ok {answer.status}"
    except urllib.error.HTTPError as e:
        return f"{'undecided' if e.code in UNDECIDED else 'dead'} {e.code}"
    except (OSError, ValueError) as e:
        return f"dead: {getattr(e, 'reason', e)}"[:60]


def _request(url: str) -> urllib.request.Request:
    return urllib.request.Request(url, headers={"User-Agent": AGENT})
