"""Python's values as the text of a specification, so that one reader, the program's, says what they mean."""

import json
import numbers
import os
import re
from collections.abc import Mapping
from decimal import Decimal

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LARGEST = 2**63  # TOML's integers are below; longer ones stand in quotes


def number_text(value):
    """The number as a specification spells it, nothing rounded: integers and fractions in full, a float by the decimal
    that Python prints for it, as a file would have it (0.1 is 1/10). None for what is no number. Raises TypeError for
    numbers that are printed with fewer digits than they have."""
    if isinstance(value, bool):
        return None
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Rational):
        return f"{int(value.numerator)}/{int(value.denominator)}"
    if isinstance(value, (Decimal, numbers.Real)):
        text = str(value)
        if value == value and type(value)(text) != value:
            raise TypeError(f"{type(value).__name__} {text} has more digits than it shows: write a Fraction, or a str")
        return text.lower()
    return None


def _string(text):
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key):
    if not isinstance(key, str):
        raise TypeError(f"a key of a specification is a str, not {key!r}")
    return key if _BARE_KEY.fullmatch(key) else _string(key)


def _plain(value):
    """Arrays and scalars of other packages as lists and numbers of one kind or another."""
    if hasattr(value, "detach"):  # a tensor
        value = value.detach().cpu().numpy()
    if hasattr(value, "ndim") and hasattr(value, "dtype") and not isinstance(value, numbers.Number):
        return value.item() if value.ndim == 0 else [_plain(v) for v in value]
    if hasattr(value, "to_numpy"):  # a frame, a series
        return _plain(value.to_numpy())
    return value


def _value(value, where):
    value = _plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, os.PathLike)):
        return _string(os.fspath(value))
    if isinstance(value, Mapping):
        entries = (f"{_key(k)} = {_value(v, f'{where}.{k}')}" for k, v in value.items() if v is not None)
        return "{ " + ", ".join(entries) + " }"
    text = number_text(value)
    if text is not None:
        bare = "/" not in text and abs(value) < _LARGEST if isinstance(value, numbers.Integral) else "/" not in text
        return text if bare and not isinstance(value, Decimal) else _string(text)
    if isinstance(value, (list, tuple, range)):
        return "[" + ", ".join(_value(v, f"{where}[{i}]") for i, v in enumerate(value, 1)) + "]"
    raise TypeError(f"{where}: a specification is made of dicts, lists, str, bool and numbers, not {value!r}")


def _table(path, table, lines):
    """A table with a header: values, then the tables in it, then arrays of tables, each with headers of their own."""
    lines += [""] * bool(lines) + [f"[{path}]"]
    tables, arrays = [], []
    for key, value in table.items():
        value, within = _plain(value), f"{path}.{_key(key)}"
        if isinstance(value, Mapping):
            tables.append((within, value))
        elif isinstance(value, (list, tuple)) and value and all(isinstance(v, Mapping) for v in value):
            arrays += [(within, entry) for entry in value]
        elif value is not None:
            lines.append(f"{_key(key)} = {_value(value, within)}")
    for within, value in tables:
        _table(within, value, lines)
    for within, entry in arrays:
        lines += ["", f"[[{within}]]"]
        lines += [f"{_key(k)} = {_value(v, f'{within}.{k}')}" for k, v in entry.items() if v is not None]


def text_of(specification):
    """The text of a specification that is given as a dict: keys as docs/specification.md has them."""
    lines, tables = [], []
    for key, value in specification.items():
        if isinstance(value, Mapping):
            tables.append((key, value))
        elif value is not None:
            lines.append(f"{_key(key)} = {_value(value, key)}")
    for key, value in tables:
        _table(_key(key), value, lines)
    return "\n".join(lines) + "\n"
