"""Tables of results: frames of pandas, or the program's text."""

from __future__ import annotations

import os
from fractions import Fraction

from . import _core, records
from ._errors import InputError
from ._results import Result, Results, Row, load


def _words(value):
    if value is None:
        return []
    return [w.strip() for w in value.split(",")] if isinstance(value, str) else list(value)


def _rows(results):
    if isinstance(results, (str, os.PathLike)):
        results = load(results)
    if isinstance(results, Result):
        return [(list(results.chosen.items()), results._handle, "")]
    if isinstance(results, Row):
        handle = None if results.result is None else results.result._handle
        return [(list(results.chosen.items()), handle, results.reason)]
    return [row for part in (results.rows if isinstance(results, Results) else results) for row in _rows(part)]


def table(results, *, columns: str | list[str] | None = None, where: str | list[str] | None = None,
          sort: str | list[str] | None = None, group_by: str | list[str] | None = None, strata: bool = False,
          exact: bool = False, format: str = "frame", caption: str = "", label: str = "polyscape",
          standalone: bool = False):
    """Results as a table: a row each, with the columns and in the words of `polyscape table`.

    results: a Result, Results, a path of what load() reads, or a list of these. columns, sort, group_by: lists of
    names, or one text with commas; where: a list of filters, or one, as "real >= 3". strata: a row for every stratum.

    format "frame": a frame of pandas. Counts are integers, of Python's own where 64 bits do not hold them; other
    numbers are floats, with exact=True the Fractions that they are; what is not known is missing. Else "latex",
    "markdown", "csv" or "json": the program's text, with caption, label and standalone as there.
    """
    filters = [where] if isinstance(where, str) else list(where or [])
    query = (_rows(results), _words(columns), filters, _words(sort), _words(group_by), strata)
    if format != "frame":
        return _core.table(*query, format, caption, label, standalone)
    import pandas

    kinds, cells = _core.table(*query, "", "", "", False)
    found = pandas.DataFrame(index=range(len(cells)))
    for i, (name, content) in enumerate(kinds):
        found[name] = _column([row[i] for row in cells], content, exact)
    return found


def _number(cell):
    try:
        return records._integer(cell) if cell.lstrip("-").isdigit() else Fraction(cell)
    except (ValueError, ZeroDivisionError):
        return None


def _column(cells, content, exact):
    import pandas

    if content in ("text", "formula", "mark"):
        return pandas.Series([c or None for c in cells], dtype=object)
    values = [_number(c) if c else None for c in cells]
    if any(v is None and c for v, c in zip(values, cells)):  # words among them
        return pandas.Series([c or None for c in cells], dtype=object)
    known = [v for v in values if v is not None]
    if known and all(isinstance(v, int) for v in known) and content != "measured":
        small = all(-(2**63) <= v < 2**63 for v in known)
        return pandas.array(values, dtype="Int64") if small else pandas.Series(values, dtype=object)
    if exact and content != "measured":
        return pandas.Series(values, dtype=object)
    return pandas.Series([float("nan") if v is None else float(v) for v in values], dtype=float)


def frame(parts: list, kind: type[records.Record] | None = None):
    """Records as a frame of pandas: a row each, and a column for each field that is one value, with its type; a field
    that is not known is missing. kind: their class, where there may be none."""
    import pandas

    kind = type(parts[0]) if kind is None and parts else kind
    if kind is None:
        raise InputError(where="frame", expected="records", found="none", remedy="name their class: kind=records.Point")
    dtypes = {"int": "Int64", "bool": "boolean", "float": float, "complex": complex, "str": object}
    columns = {}
    for key, type_name in kind._types.items():
        base = type_name.removesuffix(" | None")
        if base in dtypes and any(key in p for p in parts):
            values = [p[key] if key in p else None for p in parts]
            large = base == "int" and any(v is not None and abs(v) >= 2**63 for v in values)
            columns[key] = pandas.Series(values, dtype=object if large else dtypes[base])
        elif key == "inertia" and any(key in p for p in parts):
            columns[key] = pandas.Series([tuple(p[key]) if key in p else None for p in parts], dtype=object)
    return pandas.DataFrame(columns, index=range(len(parts)))
