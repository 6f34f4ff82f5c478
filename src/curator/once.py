"""Values that an object makes when they are first asked for, and makes once."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class Once(Generic[T]):
    """A property that is made when it is first asked for, once, however many threads ask at a time.

    ``functools.cached_property`` has had no lock since Python 3.12: two threads would make two
    databases. The lock is the property's, for all objects; what is made may ask for others, not in a
    circle. The value stands in the object's ``__dict__``; taken out there, it is made anew.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._making = RLock()
        self._name = ""
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[Any]) -> T: ...

    def __get__(self, instance: object | None, owner: type[Any]) -> Self | T:
        if instance is None:
            return self
        made: dict[str, T] = instance.__dict__
        with self._making:
            if self._name not in made:
                made[self._name] = self._make(instance)
            return made[self._name]
