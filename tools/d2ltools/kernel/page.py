"""A chapter as one HTML page that asks nobody for anything."""

from __future__ import annotations

import base64
import mimetypes
import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote

from jinja2 import DictLoader
from latex2mathml.converter import convert as mathml
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from d2ltools.chapters import links

# JupyterLab's look without the scripts that it fetches; a picture has its text for the blind.
TEMPLATE = """\
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{% block data_png scoped %}
<div class="jp-RenderedImage jp-OutputArea-output">
<img alt="{{ output.data.get('text/plain', '') | escape_html }}"
 src="data:image/png;base64,{{ output.data['image/png'] | escape_html }}">
</div>
{%- endblock data_png %}
{% block data_svg scoped %}
<div class="jp-RenderedSVG jp-OutputArea-output">
<img alt="{{ output.data.get('text/plain', '') | escape_html }}"
 src="data:image/svg+xml;base64,{{ output.data['image/svg+xml'] | text_base64 | escape_html }}">
</div>
{%- endblock data_svg %}
"""


def html(notebook: NotebookNode, chapter: Path) -> str:
    """Returns the page; the pictures that the text names go into it, formulas become MathML."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    heading = re.search(r"^# +(.+)$", text, re.MULTILINE)
    resources = {"metadata": {"name": heading[1] if heading else "Chapter"}}
    loaders = [DictLoader({"page": TEMPLATE})]
    exporter = _Exporter(chapter.parent, template_file="page", extra_loaders=loaders)
    return exporter.from_notebook_node(notebook, resources)[0]


def relinked(made: str, chapter: Path, folder: Path) -> str:
    """Returns the page of a chapter with its links as they are from the folder it goes to."""

    def replaced(match: re.Match) -> str:
        url = unescape(match[1])
        link = links.Link(chapter, "", url)
        if url.startswith("#") or link.file is None or not link.file.exists():
            return match[0]
        anchor = f"#{quote(link.anchor)}" if link.anchor else ""
        return f'href="{escape(links.url(link.file, folder) + anchor)}"'

    return re.sub(r'href="([^"]+)"', replaced, made)


class _Exporter(HTMLExporter):
    def __init__(self, folder: Path, **kw):
        self._folder = folder
        super().__init__(**kw)

    def default_filters(self):
        yield from super().default_filters()
        yield "markdown2html", self._markdown

    def _markdown(self, source: str) -> str:
        renderer = _Renderer(escape=False, embed_images=True, path=str(self._folder))
        return MarkdownWithMath(renderer=renderer).render(source)


class _Renderer(IPythonRenderer):
    def inline_math(self, body: str) -> str:
        return mathml(body)

    def block_math(self, body: str) -> str:
        return mathml(body, display="block")

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", display="block")

    def _src_to_base64(self, src: str) -> str | None:
        """As nbconvert's, and of pictures beside the chapter's folder too."""
        path = Path(self.path, unquote(src))
        if ":" in src or not path.is_file():
            return None
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
