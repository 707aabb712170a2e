"""Requests of which two servers in a row may disagree where they end (request smuggling).

``python -m tests.odd_requests HOST PORT NAME`` sends them by TLS through a proxy and prints what
came back (docs/operation.md); ``tests/test_server.py`` sends them to the server itself.
"""

import re
import socket
import ssl
import sys

BEHIND = "GET /healthz?behind HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
"""Follows each of them: whoever answers it took the odd one to have ended before."""

_CHUNKED = "Transfer-Encoding: chunked\r\n"
_END = "\r\n0\r\n\r\n"
ODD = {
    "length and chunks": f"Content-Length: 6\r\n{_CHUNKED}{_END}G",
    "two lengths": "Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello",
    "a length with a sign": "Content-Length: +5\r\n\r\nhello",
    "a list of lengths": "Content-Length: 5, 5\r\n\r\nhello",
    "an unknown encoding": f"Transfer-Encoding: xchunked\r\n{_END}",
    "two encodings": f"{_CHUNKED}Transfer-Encoding: identity\r\n{_END}",
    "a blank before the colon": f"Transfer-Encoding : chunked\r\n{_END}",
    "a folded line": f"X-A: b\r\n {_CHUNKED}{_END}",
    "a chunk's size with a sign": f"{_CHUNKED}\r\n+1\r\na{_END}",
    "a chunk's size too large": f"{_CHUNKED}\r\nFFFFFFFFFFFFFFFF1\r\na{_END}",
    "a character that ends texts": "X-A: a\0b\r\n\r\n",
}
"""Headers and body of a form sent to the login page."""

SANE = "Content-Length: 5\r\n\r\nhello"


def ask(address: tuple[str, int], host: str, odd: str, context: ssl.SSLContext | None = None):
    """Send an odd request and one behind it on one line; the statuses of all answers."""
    head = f"POST /masuk/ HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\n"
    with socket.create_connection(address, timeout=20) as line:
        if context:
            line = context.wrap_socket(line, server_hostname=host)
        line.sendall((head + odd + BEHIND.format(host=host)).encode())
        answers = b""
        try:
            while part := line.recv(65536):
                answers += part
        except ConnectionResetError:
            pass  # it has said what it wanted, and doesn't read the rest
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answers)]


if __name__ == "__main__":
    server, port, name = sys.argv[1:]
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE  # asked is not the name
    for what, text in {"a sane request": SANE, **ODD}.items():
        sys.stdout.write(f"{what:30} {ask((server, int(port)), name, text, trusting)}\n")
