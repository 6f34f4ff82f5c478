"""What the author copies to let people sign up from another site."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.web.context import web
from curator.web.desk.render import page
from curator.web.desk.session import author
from curator.web.site import Site


def embed(request: Request) -> Response:
    """A link, a form and a frame."""
    here = web(request).site
    return page(request, "embed", "Sign-up form", nav="", form=form(here), frame=frame(here))


def form(here: Site) -> str:
    """A form in plain HTML; who sends it is asked for one more click on our own page."""
    return (
        f'<form method="post" action="{here.absolute("/subscribe")}">\n'
        '  <label>Mail address <input type="email" name="address" required></label>\n'
        "  <button>Subscribe</button>\n"
        "</form>"
    )


def frame(here: Site) -> str:
    """Our own form in a frame."""
    return (
        f'<iframe src="{here.absolute("/embed")}" title="Subscribe" width="100%" height="270"\n'
        '  style="border:0;max-width:26rem"></iframe>'
    )


ROUTES = [Route("/desk/embed", author(embed))]
