"""Writes the stubs of the package that follow from the library's tables: records.pyi from the descriptions of records,
_jobs.pyi with every option by name.

    PYTHONPATH=.. python3 stubs.py FOLDER
"""

import inspect
import re
import sys
from pathlib import Path

from polyscape import _core, _jobs, records

RECORD = '''class Record:
    def __init__(self, values: Mapping[str, Any]) -> None: ...
    def __getitem__(self, key: str) -> Any: ...
    def __contains__(self, key: object) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
    def keys(self) -> KeysView[str]: ...
    @classmethod
    def help(cls) -> str: ...
'''
POINT = '''    def fractions(self) -> list[list[Fraction]]: ...
    def mpmath(self) -> list[Any]: ...
'''
OWN = {
    "specification": "Source", "system": "Source", "source": "Source", "result": "Result | Path",
    "at": "str | Sequence[Any] | None", "generic": "Path | None", "out": "Path | None", "overwrite": "bool", "parameters": "Any", "sample": "float | None",
    "dimension": "int | str | Sequence[int] | None", "store": "Path | None", "limit": "int | None",
    "draws": "int | None", "samples": "int | str | Sequence[int] | None", "progress": "Progress",
}
RETURNS = {"dynamics": "Any", "sweep": "Results", "solve": "Any"}  # one result or many, by what is asked for


def type_of(expected):
    """The type of an option, from what it accepts in words."""
    if expected == "true or false":
        kind = "bool"
    elif expected.startswith("one of "):
        kind = "Literal[" + ", ".join(f'"{w}"' for w in expected[7:].split(", ")) + "]"
    elif expected.startswith("an integer") or expected.startswith("a number of"):
        kind = "int"
    elif re.match(r"(auto, or )?a number", expected):
        kind = "float | str" if expected.startswith("auto") else "float"
    else:
        kind = "Any"
    return f"{kind} | None"


def of_records():
    lines = ["from collections.abc import Iterator, KeysView, Mapping", "from fractions import Fraction",
             "from typing import Any", "", RECORD]
    for name, kind in records.classes.items():
        lines.append(f"class {name}(Record):")
        lines += [f"    {records.spelled(key)}: {t.replace('object', 'Any')}" for key, t in kind._types.items()]
        lines.append(POINT if name == "Point" else "")
    return "\n".join(lines + ["classes: dict[str, type[Record]]", ""])


def of_jobs():
    lines = ["import os", "from collections.abc import Callable, Mapping, Sequence", "from typing import Any, Literal",
             "", "from ._inputs import Input", "from ._results import Result, Results", "",
             "Path = str | os.PathLike[str]", "Source = Input | Mapping[str, Any] | Path",
             "Progress = bool | Callable[[str, int, int, str], object] | None", ""]
    for name in ("analyze", "bounds", "solve", "components", "certify", "volume", "dynamics", "sweep"):
        function = getattr(_jobs, name)
        words = []
        for p in inspect.signature(function).parameters.values():
            if p.kind is p.VAR_KEYWORD:
                continue
            if p.kind is p.KEYWORD_ONLY and "*" not in words:
                words.append("*")
            kind = OWN[p.name] + (" | Result" if (name, p.name) == ("dynamics", "source") else "")
            words.append(f"{p.name}: {kind}" + ("" if p.default is p.empty else f" = {p.default!r}"))
        tables = _core.solver_options() + (_core.dynamics_options() if name == "dynamics" else [])
        several = ("temperature", "rate", "batch")
        for option, expected, _, _ in tables:
            words.append(f"{option}: {'Any' if option in several else type_of(expected)} = None")
        lines.append(f"def {name}({', '.join(words)}) -> {RETURNS.get(name, 'Result')}: ...")
    return "\n".join(lines) + "\n"


folder = Path(sys.argv[1])
(folder / "records.pyi").write_text(of_records())
(folder / "_jobs.pyi").write_text(of_jobs())
