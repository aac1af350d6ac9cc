"""The offering: a page over plain http that hands phones the authority's certificate and says how to trust it.

It stands beside the real server because a phone that does not trust us yet cannot open an https page. It knows nothing
but that one public certificate; the fingerprint on this machine's screen tells a forged one apart.
"""

from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

from cryptography import x509

from bulou.ground.words import LANGUAGES, word
from bulou.ops.lan import authority

CERTIFICATE: Final = "/bulou.crt"
STEPS: Final = ("android", "harmony", "iphone", "windows")
STYLE: Final = (
    "body{font:18px/1.6 sans-serif;max-width:40em;margin:0 auto;padding:16px;color:#1c1917;background:#fffdf8}"
    "a.do{display:block;padding:16px;margin:16px 0;background:#8f1d1d;color:#fff;text-align:center;border-radius:8px}"
    "code{font-size:15px;word-spacing:.3em;overflow-wrap:anywhere}"
)
HEAD: Final = (
    "<meta charset=utf-8><meta name=viewport content='width=device-width'>"
    f"<title>Bulou 不漏</title><style>{STYLE}</style>"
)


def offer(data: Path, *, host: str, port: int, address: str) -> ThreadingHTTPServer:
    """Serves the page in a thread until the process ends; `address` is where the phone goes on. Raises OSError."""
    trusted = x509.load_pem_x509_certificate(authority.authority_file(data).read_bytes())
    page = render(address=address, fingerprint=authority.fingerprint(trusted)).encode()
    answers = {
        "/": ("text/html; charset=utf-8", page),
        CERTIFICATE: ("application/x-x509-ca-cert", authority.pem(trusted)),
    }
    server = ThreadingHTTPServer((host, port), _handler(answers))
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def render(*, address: str, fingerprint: str) -> str:
    """The page, Chinese first."""
    parts = [
        f"<section lang={'zh-CN' if language == 'zh' else 'en'}><h1>{_said('offering.title', language)}</h1>"
        f"<p>{_said('offering.why', language)}</p>"
        f"<a class=do href={CERTIFICATE}>{_said('offering.download', language)}</a><ul>"
        + "".join(f"<li>{_said(f'offering.{step}', language)}</li>" for step in STEPS)
        + f"</ul><p>{_said('offering.compare', language)}<br><code>{fingerprint}</code></p>"
        f'<a class=do href="{escape(address)}">{_said("offering.go_on", language)}</a></section>'
        for language in LANGUAGES
    ]
    return f"<!doctype html><html lang=zh-CN><head>{HEAD}</head><body>{'<hr>'.join(parts)}</body></html>"


def _said(key: str, language: str) -> str:
    return escape(word(key, "zh" if language == "zh" else "en"))


def _handler(answers: dict[str, tuple[str, bytes]]) -> type[BaseHTTPRequestHandler]:
    class Offering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = answers.get(self.path.partition("?")[0], ("", b""))
            self.send_response(200 if kind else 302)
            for name, value in _headers(kind, content):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's signature
            """Says nothing: who asked is nobody's business."""

    return Offering


def _headers(kind: str, content: bytes) -> list[tuple[str, str]]:
    if not kind:
        return [("Location", "/"), ("Content-Length", "0")]
    return [("Content-Type", kind), ("Content-Length", str(len(content))), ("X-Content-Type-Options", "nosniff")]
