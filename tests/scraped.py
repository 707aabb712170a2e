"""The forms of a page, as somebody with a browser's developer tools has them before him."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit


@dataclass
class Form:
    """Where a form goes, and for each field what it says now and what else it offers."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def put(self, name: str, value: str) -> None:
        """Note a field; of several with one name the first that says something counts."""
        if not self.values.get(name):
            self.values[name] = value


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select = self.area = ""
        self.by_id: dict[str, Form] = {}

    def handle_starttag(self, tag: str, attrs: list) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(said)
            return
        form = self.by_id.get(said.get("form", "")) or self.open
        name = said.get("name", "")
        if form is None:
            return
        if tag == "option" and self.select:
            self._offer(form, said)
        elif name and tag == "select":
            self.select = name
            form.offered.setdefault(name, [])
        elif name and tag == "textarea":
            self.area = name
            form.put(name, "")
        elif name and tag in ("input", "button"):
            self._take(form, name, said)

    def _begin(self, said: dict) -> None:
        action = urldefrag(urljoin(self.address, said.get("action", "") or self.address))[0]
        self.open = Form(said.get("method", "get").lower(), action)
        self.forms.append(self.open)
        if "id" in said:
            self.by_id[said["id"]] = self.open

    def _offer(self, form: Form, said: dict) -> None:
        value = said.get("value", "")
        form.offered[self.select].append(value)
        if "selected" in said or self.select not in form.values:
            form.values[self.select] = value

    @staticmethod
    def _take(form: Form, name: str, said: dict) -> None:
        kind, value = said.get("type", "text"), said.get("value", "")
        if kind == "file":
            form.files.add(name)
        elif kind in ("checkbox", "radio"):
            form.offered.setdefault(name, []).append(value or "on")
            form.put(name, (value or "on") if "checked" in said else "")
        else:
            form.put(name, value)

    def handle_data(self, data: str) -> None:
        if self.area and self.open is not None:
            self.open.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def forms_of(page: str, address: str) -> list[Form]:
    """Every form of ``page`` that stays on this site; ``address`` is where the page was found."""
    reader = _Forms(address)
    reader.feed(page)
    return [form for form in reader.forms if not urlsplit(form.action).netloc]
