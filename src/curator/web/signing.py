"""The signed proof that our sign-up form was shown, and when."""

from __future__ import annotations

from curator import tokens
from curator.tokens import Purpose
from curator.web.context import Web


def form_token(to: Web) -> str:
    """A token that says when the form was made; a form sent back too soon was not typed."""
    return tokens.make(to.app.keyring, Purpose.FORM, int(to.now().timestamp()))
