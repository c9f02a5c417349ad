"""A person at a browser without script: follows redirects, and sends each form with the token of the page it was on."""

from typing import Any

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse


class Visitor:
    """Keeps the page that was opened last."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.response: TestResponse
        self.page: LexborHTMLParser

    def get(self, address: str, **headers: str) -> "Visitor":
        """Opens a page and whatever it leads on to."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._keep(self.client.get(address, follow_redirects=True, headers=named))

    def post(self, address: str, **form: Any) -> "Visitor":
        """Sends a form from the page that is open."""
        sent = form | {"csrf_token": self.token}
        return self._keep(self.client.post(address, data=sent, follow_redirects=True))

    @property
    def token(self) -> str:
        """The token of the page that is open."""
        meta = self.page.css_first("meta[name=csrf-token]")
        return (meta.attributes["content"] or "") if meta else ""

    @property
    def status(self) -> int:
        """The HTTP status of what is open."""
        return self.response.status_code

    @property
    def address(self) -> str:
        """The path of what is open, after redirects."""
        return self.response.request.path

    @property
    def heading(self) -> str:
        """The page's own heading."""
        return self.text("h1")

    def one(self, selector: str) -> LexborNode:
        """The first such element; a page without one fails the test."""
        found = self.page.css_first(selector)
        assert found is not None, f"{self.address} has no {selector}"
        return found

    def text(self, selector: str) -> str:
        """The words of the first such element, white space folded; empty where there is none."""
        found = self.page.css_first(selector)
        return words(found) if found else ""

    def texts(self, selector: str) -> list[str]:
        """The words of every such element."""
        return [words(one) for one in self.page.css(selector)]

    def links(self, selector: str) -> list[str]:
        """The addresses of every such link."""
        return [one.attributes.get("href") or "" for one in self.page.css(selector)]

    def _keep(self, response: TestResponse) -> "Visitor":
        self.response = response
        if response.mimetype == "text/html":
            self.page = LexborHTMLParser(response.get_data(as_text=True))
        return self


def words(node: LexborNode) -> str:
    """An element's words with white space folded."""
    return " ".join(node.text(separator=" ").split())
