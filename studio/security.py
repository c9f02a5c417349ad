"""What every answer tells the browser: trust nothing this page did not bring, keep nothing for the next person."""

import secrets

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def protect(app: Flask) -> None:
    """Puts the headers on every answer; templates get `nonce()` for the one style that a script may add."""
    app.after_request(_with_headers)
    app.jinja_env.globals["nonce"] = nonce


def nonce() -> str:
    """This answer's own word, without which the browser applies no style that a script adds."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return str(g.nonce)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
    response.vary.add("HX-Request")
    if request.endpoint != "static":
        # Reports of crimes must not stay behind on a shared desk: neither in a cache nor under the Back button.
        response.headers.setdefault("Cache-Control", "no-store")
    return response
