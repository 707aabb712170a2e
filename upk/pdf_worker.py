"""Makes a PDF in a process of its own: ``python -m upk.pdf_worker STYLESHEET … < html > pdf``.

A page whose body says ``data-tagged`` becomes PDF/UA: programs that read aloud, and those that take
tables out, find its structure (ISO 14289-1). ``--attach=FILE`` puts a file inside the PDF. A body
that says ``data-files`` and ``data-pages="section"`` gives a ZIP with a PDF for each section.

Rendering in the web server would hold up every other page (measured: 4 ms become 90 to 190); and a
page that is too large takes this process down and not the office's. It imports no Django, so that
it starts fast, and fetches nothing but files of ``static/fonts``.

The garbage collector is kept quiet while it works: a document is millions of small objects that
live until the end, and looking for garbage among them costs a quarter of the time.
"""

import gc
import logging
import sys
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

ATTACH = "--attach="
NO_LIBRARIES = 3
"""Exit code when Pango or another system library is missing."""

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "static" / "fonts"


def main(stylesheets: Sequence[str]) -> None:
    """Read HTML from standard input, write the PDF to standard output."""
    gc.disable()  # importing, too, makes much and frees little
    try:
        from cssselect2 import ElementWrapper  # noqa: PLC0415 -- comes with WeasyPrint
        from weasyprint import CSS, HTML  # noqa: PLC0415 -- may be missing
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(NO_LIBRARIES)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    gc.enable()
    gc.freeze()
    gc.disable()
    attached = [name.removeprefix(ATTACH) for name in stylesheets if name.startswith(ATTACH)]
    stylesheets = [name for name in stylesheets if not name.startswith(ATTACH)]

    class OwnFiles(URLFetcher):
        def fetch(self, url, headers=None):
            """A font of ours, or nothing."""
            path = Path(unquote(urlsplit(url).path)).resolve()
            if not url.startswith("file:") or path.parent != FONTS:
                raise ValueError(f"not fetched: {url}")
            return super().fetch(url, headers)

    fetch = OwnFiles()

    class Page(HTML):
        """A page that is well-formed XML, read by Python's fast parser and not by the HTML one.

        On a large table this saves a tenth of all the time.
        """

        def __init__(self, root: ElementTree.Element) -> None:
            self.base_url, self.url_fetcher, self.media_type = None, fetch, "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list:
            """None: upk/print.css says all (and why)."""
            return []

    fonts = FontConfiguration()
    css = [CSS(filename=name, font_config=fonts, url_fetcher=fetch) for name in stylesheets]
    root = ElementTree.fromstring(sys.stdin.buffer.read())
    documents = [
        Page(part).render(stylesheets=css, font_config=fonts) for part in counted_apart(root)
    ]
    write(root, documents, [Path(name) for name in attached])


def write(root: ElementTree.Element, documents: Sequence, attached: Sequence[Path]) -> None:
    """Write the rendered pages to standard output: as one PDF, or as a ZIP with one of each."""
    from weasyprint import Attachment  # noqa: PLC0415 -- may be missing

    variant = "pdf/ua-1" if is_tagged(root) else None
    if root.find("body").get("data-files"):
        names = [section.get("id") for section in root.find("body")]
        made = (document.write_pdf(pdf_variant=variant) for document in documents)
        sys.stdout.buffer.write(zipped(zip(names, made, strict=True)))
        return
    pages = [page for document in documents for page in document.pages]
    files = [
        Attachment(file_obj=BytesIO(path.read_bytes()), name=path.name, relationship="Data")
        for path in attached
    ]
    documents[0].copy(pages).write_pdf(sys.stdout.buffer, pdf_variant=variant, attachments=files)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP with a PDF for each section of the page, named by its id."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(f"{name}.pdf", content)
    return out.getvalue()


def is_tagged(root: ElementTree.Element) -> bool:
    """Whether the page asks for a structure that programs can read."""
    body = root.find("body")
    return body is not None and "data-tagged" in body.attrib


def counted_apart(root: ElementTree.Element) -> list[ElementTree.Element]:
    """The page; or, where its body says ``data-pages="section"``, one for each of its sections.

    Papers in one file then have page numbers of their own, and memory holds less at a time.
    """
    body = root.find("body")
    if body is None or body.get("data-pages") != "section":
        return [root]
    pages = []
    for section in body:
        page = ElementTree.Element("html", root.attrib)
        page.append(root.find("head"))
        ElementTree.SubElement(page, "body", body.attrib).append(section)
        pages.append(page)
    return pages


if __name__ == "__main__":
    main(sys.argv[1:])
