"""A client that does over HTTP what a browser does: cookies, forms, a kept-open connection."""

import gzip
import http.client
import time
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import brotli


class Refused(AssertionError):
    """The server answered otherwise than a measurement expects; the page's text says why."""


class Forms(HTMLParser):
    """Fields of the page's forms that post, with their values, as a browser would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.text: list[str] = []
        self._posts = False
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._posts = given.get("method", "get").lower() == "post"
        if not self._posts:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.fields[name] = given.get("value") or ""
        elif tag == "select":
            self._select = name or ""
        elif tag == "option" and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self._posts = False
        elif tag == "select":
            self._select = ""

    def handle_data(self, data):
        if data.strip():
            self.text.append(data.strip())


class Answer:
    """What came back: status, headers, bytes on the wire, and how long it took."""

    def __init__(self, response: http.client.HTTPResponse, body: bytes, seconds: float) -> None:
        self.status = response.status
        self.headers = response.headers
        self.wire = len(body)
        self.seconds = seconds
        self._body = body

    @property
    def html(self) -> str:
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
        encoding = self.headers.get("Content-Encoding")
        return (unpack[encoding](self._body) if encoding else self._body).decode()

    @property
    def forms(self) -> Forms:
        return Forms(self.html)

    def reason(self) -> str:
        """The page's text, shortened: for errors."""
        return " ".join(self.forms.text)[:1500]


class Browser:
    """One person at one browser."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._address = address
        self.opened_at = 0.0
        self._cookies: dict[str, str] = {}

    def connect(self) -> None:
        """Open the connection, unless it is open (or was, as far as is known here)."""
        if self._connection.sock is None:
            self._connection.connect()
            self.opened_at = time.monotonic()

    def close(self) -> None:
        self._connection.close()

    def twin(self) -> "Browser":
        """The same session on a connection of its own: a second click, another tab."""
        twin = Browser(self._address)
        twin._cookies = dict(self._cookies)
        return twin

    def get(self, path: str, *, encoding: str = "gzip", expect: int | None = 200) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, {"Accept-Encoding": encoding}, expect)

    def post(self, path: str, fields: dict[str, str], expect: int | None = 302) -> Answer:
        """Send a form. Raises ``Refused`` unless it is answered as expected (``None``: anyhow)."""
        fields = {"csrfmiddlewaretoken": self._cookies["csrftoken"]} | fields
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self._address,
            "Accept-Encoding": "gzip",
        }
        return self._ask("POST", path, urlencode(fields), headers, expect)

    def forget_messages(self) -> None:
        """Drop what the next page would say ("Setoran tercatat"), as if it had been shown.

        Who posts a hundred times without looking at a page would carry all of it along.
        """
        self._cookies.pop("messages", None)

    def sign_in(self, username: str, password: str) -> None:
        """Fill in the login form."""
        fields = self.get("/masuk/").forms.fields
        self.post("/masuk/", fields | {"username": username, "password": password})

    def _ask(self, method, path, body, headers, expect) -> Answer:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        begun = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        answer = Answer(response, content, time.perf_counter() - begun)
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        if expect is not None and answer.status != expect:
            raise Refused(f"{method} {path}: {answer.status}, {answer.reason()}")
        return answer
