r"""The titles and abstracts of papers as people read them: the TeX in them put into words and signs.

Archives of papers give what their authors typed: ``\emph{only}``, ``4$\times$ faster``, ``$\pi_0$``.
A formula that cannot be said in one line of plain text stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

from curator.resources.saved import latex

_DEPTH = 3
"""Commands inside one another that are taken off."""
_FORMULA = re.compile(r"(?<![\\\w$])\$([^$\n]{1,80})\$(?![\d$])|\$([\\^_<>][^$\n]{0,79})\$")
r"""Between dollars; right beside a word or number only what begins as no sum of money can: ``4$\times$``."""
_WRAPPED = re.compile(
    r"\\(?:emph|text(?:bf|it|tt|sc|rm|sf|sl|up|normal|sub|superscript)?|math(?:rm|bf|it|sf|cal|bb|tt|frak)|"
    r"operatorname|underline|mbox|bm|boldsymbol)\s*(?:\{([^{}]*)\}|(?<=math..)\s*([A-Za-z])\b)"
)
_SWITCHED = re.compile(r"\{\\(?:em|it|bf|tt|sc|sl|rm|sf)\s+([^{}]*)\}")
_LINKED = re.compile(r"\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}|\\url\s*\{([^{}]*)\}")
_CITED = re.compile(r"[~ ]?\\(?:cite[a-z]*|label|footnotemark)\s*\{[^{}]*\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_RAISED = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\\?\S))")
_ESCAPED = re.compile(r"\\([%&_#$,;! ])")
_SAID_ALONE = re.compile(r"[^\W\d]\S*(?: ?[=<>≤≥≈+\-] ?\S+)*|[<>=≤≥]|\d+[a-z][\w+\-]*")
"""A formula without any TeX in it, such as ``n``, ``2n+1`` or ``r = 0.5``; ``5 million to`` is money."""
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi omicron pi rho sigma "
    "tau upsilon phi chi psi omega"
).split()
_SIGNS = {
    "times": "×", "sim": "∼", "approx": "≈", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
    "rightarrow": "→", "to": "→", "leftarrow": "←", "uparrow": "↑", "downarrow": "↓", "pm": "±",
    "cdot": "·", "dots": "…", "ldots": "…", "cdots": "…", "infty": "∞", "in": "∈", "ell": "ℓ", "top": "⊤",
    "circ": "°", "star": "⋆", "ast": "*", "partial": "∂", "nabla": "∇", "varepsilon": "ε", "lambda": "λ",
    "Lambda": "Λ", "varphi": "φ", "langle": "⟨", "rangle": "⟩", "left": "", "right": "", "quad": " ",
}  # fmt: skip
_SIGNS |= {name: unicodedata.lookup(f"GREEK SMALL LETTER {name}") for name in _GREEK}
_SIGNS |= {name.title(): unicodedata.lookup(f"GREEK CAPITAL LETTER {name}") for name in _GREEK}
_HIGH = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def plain(value: str) -> str:
    """``value`` without TeX, as far as it can be said in plain text."""
    if "\\" not in value and "$" not in value:
        return value
    value = _CITED.sub("", _LINKED.sub(r"\1\2", value))
    for _ in range(_DEPTH):
        value = _SWITCHED.sub(r"\1", _WRAPPED.sub(r"\1\2", value))
    value = _FORMULA.sub(_formula, value)
    return latex.words(value) if "\\" in value else value


def _formula(match: re.Match[str]) -> str:
    inside = match[1] or match[2]
    if not re.search(r"[\\^_{]", inside):
        return inside if _SAID_ALONE.fullmatch(inside) else _as_words(match[0], inside)
    said = _ESCAPED.sub(r"\1", _RAISED.sub(_raised, _COMMAND.sub(_sign, inside)))
    return match[0] if "\\" in said else re.sub(r"[{}]", "", said)


def _as_words(whole: str, inside: str) -> str:
    r"""Words that stood in a formula only for their style, as of ``$\textbf{model steering}$``."""
    worded = re.fullmatch(r"[^\W\d][^\W\d.,-]*(?:[ .,-]+[^\W\d]+)*\.?", inside)
    return inside if worded else whole


def _sign(match: re.Match[str]) -> str:
    return _SIGNS.get(match[1], match[0])


def _raised(match: re.Match[str]) -> str:
    """What stands high or low, as small signs where there are such."""
    inner = match[2] if match[2] is not None else match[3]
    small = inner.translate(_HIGH if match[1] == "^" else _LOW)
    if not any(before == after for before, after in zip(inner, small, strict=True)):
        return small
    alone = match.start() == 0 and match[1] == "^"
    return inner if alone else f"{match[1]}{inner}"
