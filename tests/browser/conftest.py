"""One server for all tests; a screenshot of each page whose test has failed."""

from __future__ import annotations

import json
import os
import shutil
import urllib.request

import debian
import nbformat
import pytest
from lab_page import LabPage, settings
from playwright.sync_api import sync_playwright
from serving import serving

from d2ltools.chapters.find import find
from d2ltools.kernel import execution, parameters
from d2ltools.places import BUILD, NOTEBOOKS

SCREENSHOTS = BUILD / "test" / "screenshots"
CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
CHROMIUM += ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
# A notebook that is taken apart where it is out of sight cannot be watched.
NOTEBOOK_SETTINGS = {"windowingMode": "none"}


@pytest.fixture(scope="session")
def executable():
    """The browser's path; without one the tests are skipped, but never in CI."""
    for _ in range(2):
        if found := next(filter(None, map(shutil.which, CHROMIUM)), None):
            return found
        debian.install("chromium")
    tell = pytest.fail if os.environ.get("CI") else pytest.skip
    tell("No Chromium here: `apt install chromium` and the tests in a browser run too")


@pytest.fixture(scope="module")
def browser(executable):
    """Ends with its file of tests: while it is open, nothing else can use asyncio."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        opened = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the chapter's copies lie."""
    root = tmp_path_factory.mktemp("chapters")
    shutil.copytree(NOTEBOOKS / "img", root / "img")
    (root / "chapter").mkdir()
    return root / "chapter"


@pytest.fixture(scope="session")
def lab(executable, folder, tmp_path_factory):
    """The server that `make lab` starts, on the sample data; its URL and its token."""
    copy_chapter(folder, "first")
    own = tmp_path_factory.mktemp("settings")
    settings(own, notebook_extension__tracker=NOTEBOOK_SETTINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("D2L_DATA", "sample")
        patch.setenv("JUPYTERLAB_SETTINGS_DIR", str(own))
        with serving(str(folder / "first.ipynb")) as (_, address):
            yield address[0].split("/lab/")[0], address[4]


@pytest.fixture(scope="module")
def page(browser, lab):
    """A page of its own for each file of tests."""
    context = browser.new_context(viewport={"width": 1200, "height": 1400})
    page = context.new_page()
    yield page
    context.close()
    _end_kernels(*lab)


def _end_kernels(url, token):
    """Ends what the pages have started, which would stay as long as the server does."""
    with urllib.request.urlopen(f"{url}/api/sessions?token={token}", timeout=60) as answer:
        sessions = json.load(answer)
    for session in sessions:
        address = f"{url}/api/sessions/{session['id']}?token={token}"
        request = urllib.request.Request(address, method="DELETE")
        urllib.request.urlopen(request, timeout=60).close()


@pytest.fixture(scope="module")
def chapter(page, lab, folder, request):
    """The chapter's copy that this file of tests asks for, opened."""
    name, values = request.module.CHAPTER
    copy_chapter(folder, name, **values)
    url, token = lab
    return LabPage(page, f"{url}/lab/tree/{name}.ipynb?token={token}&reset")


def copy_chapter(folder, name, source="06-lenet", **values):
    """Writes a copy of a chapter without outputs and with these parameters."""
    notebook = execution.read(find(source))
    parameters.apply(notebook, {key: str(value) for key, value in values.items()})
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.hookimpl(tryfirst=True, hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Keeps what the browser showed when a test failed."""
    report = (yield).get_result()
    page = item.funcargs.get("page") or getattr(item.funcargs.get("chapter"), "page", None)
    if report.failed and page:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{item.name}.png")
