"""The markup of a paper's wording: paragraphs, **bold**, numbered lists, ``{placeholders}``.

There is no other markup, and no way to HTML: all text is escaped, values too. An empty line ends a
paragraph, a line break within one stays. Lines that begin with ``1.`` are a list, numbered by their
place. A paragraph that is bold as a whole is a heading in the middle of the page. A placeholder of
a part (a table) stands alone in its paragraph.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape

LONGEST = 20_000
"""Characters of a wording; the longest of ours has a quarter of it."""

TOLD = 8
"""Unknown placeholders that are named at once."""

_NAME = re.compile(r"\{([a-z0-9_]+)\}")
_BRACES = re.compile(r"[{}]")
_TOKENS = re.compile(r"(\*\*|\{[a-z0-9_]+\}|\n)")
_ITEM = re.compile(r"\s*[0-9]{1,3}\.\s+(.*)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that is bold as a whole."""

    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartHere:
    """The place of a part."""

    name: str


Element = Paragraph | Heading | Numbered | PartHere


def parse(text: str) -> list[Element]:
    """The elements of a wording, in order."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    chunks = re.split(r"\n{2,}", "\n".join(lines).strip())
    return [element for chunk in chunks if chunk for element in _elements(chunk)]


def _elements(chunk: str) -> list[Element]:
    """A chunk between empty lines: text, then perhaps a list."""
    lines = chunk.split("\n")
    first = next((i for i, line in enumerate(lines) if _ITEM.fullmatch(line)), len(lines))
    found: list[Element] = [_paragraph("\n".join(lines[:first]))] if first else []
    items: list[str] = []
    for line in lines[first:]:
        if match := _ITEM.fullmatch(line):
            items.append(match[1])
        else:
            items[-1] += f"\n{line}"
    return [*found, Numbered(tuple(items))] if items else found


def _paragraph(text: str) -> Element:
    if match := re.fullmatch(r"\{([a-z0-9_]+)\}", text):
        return PartHere(match[1])
    if match := re.fullmatch(r"\*\*((?:(?!\*\*).)+)\*\*", text, re.DOTALL):
        return Heading(match[1])
    return Paragraph(text)


def names_in(text: str) -> list[str]:
    """The placeholders of a text, in order, each once."""
    return list(dict.fromkeys(_NAME.findall(text)))


def faults(text: str, values: Collection[str], parts: Collection[str] = ()) -> list[str]:
    """What is wrong with a wording, in sentences; ``values`` and ``parts`` are what exists."""
    found = []
    if len(text) > LONGEST:
        found.append(f"Naskah terlalu panjang: {len(text)} huruf, paling banyak {LONGEST}.")
        return found
    unknown = [name for name in names_in(text) if name not in values and name not in parts]
    for name in unknown[:TOLD]:
        near = get_close_matches(name[:40], [*values, *parts], 1)
        hint = f" Maksudnya {{{near[0]}}}?" if near else ""
        found.append(f"Tidak ada isian {{{name[:40]}}}.{hint}")
    if _BRACES.search(_NAME.sub("", text)):
        found.append("Kurung kurawal hanya untuk isian seperti {kelompok}. Periksa penulisannya.")
    placed = [element.name for element in parse(text) if isinstance(element, PartHere)]
    for name in parts:
        mentions = text.count(f"{{{name}}}")
        if mentions > placed.count(name):
            found.append(f"{{{name}}} adalah tabel; tulis dalam satu baris sendiri.")
        elif mentions > 1:
            found.append(f"{{{name}}} hanya boleh sekali.")
    return found


def to_html(
    text: str,
    values: Mapping[str, str],
    part: Callable[[str], str] = lambda name: "",
) -> str:
    """The wording as well-formed HTML; ``part`` gives the HTML of a part by name.

    Everything else is escaped. A paragraph that names a value stays text, even alone in its line.
    """
    return "".join(_element_html(element, values, part) for element in parse(text))


def _element_html(element: Element, values: Mapping[str, str], part: Callable[[str], str]) -> str:
    if isinstance(element, PartHere):
        if element.name in values:
            return f"<p>{_inline(f'{{{element.name}}}', values)}</p>"
        return part(element.name)
    if isinstance(element, Heading):
        return f"<h3>{_inline(element.text, values)}</h3>"
    if isinstance(element, Numbered):
        items = "".join(f"<li>{_inline(item, values)}</li>" for item in element.items)
        return f"<ol>{items}</ol>"
    return f"<p>{_inline(element.text, values)}</p>"


def _inline(text: str, values: Mapping[str, str]) -> str:
    """Bold, line breaks and values; an odd ``**`` is closed at the end."""
    out, is_bold = [], False
    for token in _TOKENS.split(text):
        if token == "**":
            out.append("</b>" if is_bold else "<b>")
            is_bold = not is_bold
        elif token == "\n":
            out.append("<br/>")
        elif match := _NAME.fullmatch(token):
            out.append(escape(values.get(match[1], "")))
        else:
            out.append(escape(token))
    return "".join(out) + ("</b>" if is_bold else "")


def to_line(text: str, values: Mapping[str, str]) -> str:
    """A title or number with its values filled in, as plain text."""
    return _NAME.sub(lambda match: values.get(match[1], ""), text)
