"""Reading a page as a person does."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html


@dataclass(frozen=True, slots=True)
class Page:
    """A page as parsed."""

    root: html.HtmlElement

    @property
    def words(self) -> str:
        """What stands on it."""
        return " ".join(self.root.find("body").text_content().split())

    @property
    def heading(self) -> str:
        """Its first heading."""
        return " ".join(self.root.find(".//h1").text_content().split())

    def links(self) -> dict[str, str]:
        """Address by the words of each link."""
        return {" ".join(a.text_content().split()): str(a.get("href")) for a in self.root.iter("a")}

    def field(self, name: str) -> str:
        """The value of the first field of that name."""
        return str(self.root.xpath(f"//input[@name='{name}']/@value")[0])

    def ticked(self, name: str) -> list[str]:
        """The values of the boxes and buttons of that name that are chosen."""
        return [str(one) for one in self.root.xpath(f"//input[@name='{name}'][@checked]/@value")]

    def actions(self) -> list[str]:
        """Where its forms go."""
        return [str(form.get("action")) for form in self.root.iter("form")]


def read(text: str) -> Page:
    """The page in some HTML."""
    return Page(html.document_fromstring(text))
