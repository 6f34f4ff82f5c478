"""What the environment gives for a setting: a variable, a file, a credential, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from curator.errors import BadValue
from curator.settings import values
from curator.settings.row import Setting


def given(row: Setting, environ: Mapping[str, str]) -> str | None:
    """The text given for a setting; ``None`` where unset.

    It comes from the variable, for a secret also from the file that ``…_FILE`` names, else from the
    credential of the variable's name in lower case (systemd.exec(5), ``LoadCredential=``).
    """
    direct = environ.get(row.variable) or None
    if not row.secret:
        return direct
    named = f"{row.variable}_FILE"
    file = environ.get(named) or None
    if direct and file:
        raise BadValue(f"both it and {named} are set; unset one")
    if file:
        return _content(f"{named} names", file)
    kept = _credential(row, environ)
    return _content("the credential", str(kept)) if kept and not direct else direct


def _credential(row: Setting, environ: Mapping[str, str]) -> Path | None:
    """The file in which systemd hands a secret over, if it does."""
    folder = environ.get("CREDENTIALS_DIRECTORY")
    file = Path(folder) / row.variable.lower() if folder else None
    return file if file and file.exists() else None


def _content(said: str, file: str) -> str:
    """What is in a file that holds a secret; ``said`` introduces it in messages."""
    try:
        content = values.path(file).read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise BadValue(f"{said} {file!r}: {reason}") from None
    if not content:
        raise BadValue(f"{said} {file!r}, which is empty")
    return content


def data_folder(environ: Mapping[str, str]) -> Path:
    """The default data folder (XDG Base Directory Specification 0.8)."""
    home = environ.get("XDG_DATA_HOME", "")
    # The specification asks to ignore relative paths.
    base = Path(home) if home.startswith("/") else _home(environ) / ".local" / "share"
    return base / "curator"


def _home(environ: Mapping[str, str]) -> Path:
    """The home folder; a user of a container may have none."""
    try:
        return Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    except RuntimeError:
        raise BadValue("there is no home folder to keep data in; name a folder here") from None
