"""What a learner does in JupyterLab, and what she sees there."""

from __future__ import annotations

import json
import time

from playwright.sync_api import Locator, Page

PATIENCE = 90_000  # milliseconds

# Notes each picture that stands in the cell's output while the cell runs.
WATCH = """
(cell) => {
  const seen = window.seenPictures = {sources: [], most: 0};
  const look = () => {
    if (!cell.querySelector('.jp-InputPrompt')?.textContent.includes('*')) return;
    const pictures = [...cell.querySelectorAll('.jp-OutputArea-output img')];
    seen.most = Math.max(seen.most, pictures.length);
    for (const picture of pictures)
      if (seen.sources.at(-1) !== picture.src) seen.sources.push(picture.src);
  };
  const everything = {subtree: true, childList: true, attributes: true, characterData: true};
  new MutationObserver(look).observe(cell, everything);
}
"""
IDLE = """
() => !document.querySelector('.jp-Notebook .jp-InputPrompt')?.closest('.jp-Notebook')
    .textContent.includes('[*]')
"""


class LabPage:
    """One notebook in a browser."""

    def __init__(self, page: Page, address: str):
        self.page = page
        page.goto(address, timeout=PATIENCE)
        self.await_kernel()

    def await_kernel(self) -> None:
        """Waits until the notebook is there and its kernel has nothing to do."""
        self.page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=PATIENCE)
        # before it is connected, Run asks for a kernel
        status = self.page.locator("#jp-main-statusbar", has_text="Java | Idle")
        status.wait_for(timeout=PATIENCE)

    def cell(self, source: str) -> Locator:
        """Returns the code cell that holds this source."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea-editor", has_text=source)
        )

    def watch_pictures(self, cell: Locator) -> None:
        """Begins to note the pictures of the cell."""
        cell.evaluate(WATCH)

    def pictures(self) -> tuple[list[str], int]:
        """Returns the pictures seen since, and how many stood there at once."""
        seen = self.page.evaluate("window.seenPictures")
        return seen["sources"], seen["most"]

    def await_pictures(self, number: int) -> None:
        """Waits until the cell has shown that many pictures."""
        enough = "n => window.seenPictures.sources.length >= n"
        self.page.wait_for_function(enough, arg=number, timeout=PATIENCE)

    def menu(self, menu: str, command: str) -> None:
        """Chooses a command of a menu."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=menu).first.click()
        self.page.locator(f'.lm-Menu li[data-command="{command}"]').first.click()

    def run_all(self) -> None:
        """Runs all cells, and returns while they run."""
        self.menu("Run", "runmenu:run-all")

    def run_cell(self, cell: Locator) -> None:
        """Runs one cell, and returns while it runs."""
        cell.locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+Enter")

    def write(self, cell: Locator, source: str) -> None:
        """Writes something else into a cell."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def stop(self) -> None:
        """Presses the stop button."""
        self.page.locator('.jp-NotebookPanel-toolbar [data-jp-item-name="interrupt"]').click()

    def await_start(self, cell: Locator) -> None:
        """Waits until a cell runs, or is to."""
        waiting = "cell => cell.querySelector('.jp-InputPrompt').textContent.includes('*')"
        self._await(lambda: cell.evaluate(waiting), "the cell has not begun")

    def await_cell(self, cell: Locator) -> None:
        """Waits until a cell that was started has ended."""
        ended = "cell => /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').textContent)"
        self._await(lambda: cell.evaluate(ended), "the cell has not ended")

    def await_all(self) -> None:
        """Waits until no cell runs."""
        self.page.wait_for_function(IDLE, timeout=PATIENCE)
        self.await_kernel()

    def save(self) -> None:
        """Saves the notebook, and waits until that is done."""
        self.menu("File", "docmanager:save")
        dirty = self.page.locator(".jp-mod-current .jp-mod-dirty, .lm-TabBar-tab.jp-mod-dirty")
        self._await(lambda: dirty.count() == 0, "the notebook was not saved")

    def errors(self) -> list[str]:
        """Returns the errors that cells show, and what dialogs say."""
        stderr = '.jp-OutputArea-output[data-mime-type$="stderr"], .jp-mod-error, .jp-Dialog'
        return self.page.locator(stderr).all_inner_texts()

    @staticmethod
    def _await(holds, finding: str) -> None:
        deadline = time.monotonic() + PATIENCE / 1000
        while not holds():
            assert time.monotonic() < deadline, finding
            time.sleep(0.1)


def settings(folder, **values) -> None:
    """Writes a user's settings: plugin, as in notebook_extension__tracker, to what it is set to."""
    for plugin, value in values.items():
        package, name = plugin.split("__")
        path = folder / "@jupyterlab" / package.replace("_", "-") / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
