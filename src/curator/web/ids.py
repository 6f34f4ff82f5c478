"""Numbers in addresses, as ``{name:id}`` in a route: no longer than any database's."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor

_DIGITS = 9


class IdConvertor(Convertor[int]):
    """A whole number of at most nine digits; a longer one is the address of nothing."""

    regex = f"[0-9]{{1,{_DIGITS}}}"

    def convert(self, value: str) -> int:
        """The number in the address."""
        return int(value)

    def to_string(self, value: int) -> str:
        """The number as an address has it."""
        return str(value)


register_url_convertor("id", IdConvertor())
