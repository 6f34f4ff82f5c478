"""The author at the desk: signs in, presses buttons, reads what is said."""

from __future__ import annotations

from dataclasses import dataclass

import httpx2
from argon2 import PasswordHasher

from tests.web.pages import Page, read
from tests.web.serving import Serving

PASSWORD = "a long password of the tests"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Desk:
    """A browser that is signed in."""

    browser: httpx2.Client

    def page(self, path: str) -> Page:
        """A page that must be there."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, (answer.status_code, answer.text[:300])
        return read(answer.text)

    def press(self, path: str, **fields: str) -> Page:
        """Send a form, and follow to the page that comes after it."""
        answer = self.browser.post(path, data=fields, follow_redirects=True)
        assert answer.status_code == 200, (answer.status_code, answer.text[:300])
        return read(answer.text)

    def version(self, number: int) -> str:
        """The state of a draft as the editor shows it now."""
        return self.page(f"/desk/issues/{number}").field("base")

    def pick(self, number: int, pick: int, do: str, **fields: str) -> Page:
        """Press a button at a pick."""
        path = f"/desk/issues/{number}/picks/{pick}"
        return self.press(path, base=self.version(number), do=do, **fields)


def said(page: Page) -> str:
    """The word on what was just done."""
    return " ".join(str(one.text_content()) for one in page.root.find_class("notice")).strip()


def sign_in(serving: Serving) -> Desk:
    """A browser at the desk."""
    browser = serving.client()
    answer = browser.post("/desk/sign-in", data={"password": PASSWORD})
    assert answer.status_code == 303
    return Desk(browser)
