"""What jobs are about: specifications and systems."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from . import _core, _toml
from ._errors import InputError


class Input:
    """A text that the program reads, read. `text` is what it says, `file` its name in messages."""

    _default_file = ""

    def __init__(self, source: Mapping[str, Any] | str | os.PathLike, *, file: str | None = None,
                 directory: str | os.PathLike | None = None):
        if isinstance(source, Mapping):
            text = self.text_of(source)
        elif isinstance(source, os.PathLike) or (isinstance(source, str) and not self._is_text(source)):
            path = os.fspath(source)
            text = _read(path)
            file = path if file is None else file
            directory = os.path.dirname(path) if directory is None else directory
        elif isinstance(source, str):
            text = source
        else:
            raise TypeError(f"expected a dict, a text or a path, not {source!r}")
        self._directory = os.getcwd() if directory is None else os.fspath(directory)
        self._take(_core.Input(text, os.fspath(file or self._default_file), self._directory))

    def _take(self, handle):
        self._handle = handle

    @property
    def text(self) -> str:
        """The text: the file's, or the one made of a dict. The program reads it, too."""
        return self._handle.text

    @property
    def file(self) -> str:
        """Its name in messages."""
        return self._handle.file

    @property
    def title(self) -> str:
        return self._handle.title

    @property
    def names(self) -> list[str]:
        """Names of the weights that can vary, or of a system's or a potential's variables, in their order."""
        return self._handle.names()

    def write(self, path: str | os.PathLike) -> None:
        """Writes the text to a file, for the program or for others."""
        with open(path, "x", encoding="utf-8") as file:
            file.write(self.text)

    def __repr__(self):
        return f"{type(self).__name__}({self.title!r}: {self._handle.summary})"

    def __eq__(self, other):
        return type(self) is type(other) and (self.text, self.file) == (other.text, other.file)

    def __hash__(self):
        return hash((self.text, self.file))

    def __reduce__(self):
        return _again, (type(self), self.text, self.file, self._directory)


class Specification(Input):
    """A network with its data and its loss, a potential, or a sweep of them.

    source: a dict with the keys of docs/specification.md, the text of a TOML file, or a path of one. Numbers of a dict
    are taken exactly: int, Fraction and Decimal as they are, a float as the decimal that Python prints for it, which is
    what the same number in a file would mean (0.1 is 1/10); Fraction(x) is the float's binary value. Lists, tuples,
    ranges, NumPy arrays, tensors and pandas frames serve as arrays. None leaves a key out.

    Raises InputError with the program's message where the program refuses it.
    """

    _default_file = "specification.toml"
    #: The text that a dict becomes: what the lines in messages are about, where it is refused.
    text_of = staticmethod(_toml.text_of)

    @staticmethod
    def _is_text(source):
        return "\n" in source or "=" in source

    def _take(self, handle):
        if handle.kind == "system":
            raise InputError(where=handle.file, expected="a specification", found="a polynomial system",
                             remedy="use polyscape.System")
        self._handle = handle

    @property
    def kind(self) -> str:
        """'network', 'potential', or 'sweep' where there are lists."""
        return self._handle.kind

    @property
    def lists(self) -> list[str]:
        """Keys of a sweep that have several values."""
        return self._handle.lists()


class System(Input):
    """Polynomial equations with coefficients in Q(i).

    source: {"variables": ["x", "y"], "equations": ["x^2*y - 1/3", ..]}, a text in PHCpack's, Bertini's or that format
    as JSON, or a path of one. An equation may also be a list of terms {"coefficient": "-1/3", "exponents": [2, 1]}.
    """

    _default_file = "system.json"

    @staticmethod
    def text_of(source):
        """The text that a dict becomes."""
        if set(source) != {"variables", "equations"}:
            return json.dumps(source)  # which is refused
        equations = ",\n  ".join(json.dumps(e, ensure_ascii=False) for e in source["equations"])
        names = json.dumps(list(source["variables"]), ensure_ascii=False)
        return f'{{"variables": {names},\n "equations": [\n  {equations}]}}\n'

    @staticmethod
    def _is_text(source):
        return "\n" in source or source.lstrip().startswith("{")

    def _take(self, handle):
        if handle.kind != "system":
            raise InputError(where=handle.file, expected="a polynomial system", found="a specification",
                             remedy="use polyscape.Specification")
        self._handle = handle


def _again(kind, text, file, directory):
    return kind(text, file=file, directory=directory)


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read()  # what is not UTF-8 is the program's to refuse
    except OSError as e:
        raise InputError(where=path, expected="a file that can be read", found=e.strerror,
                         remedy="correct the name of the file") from None


def input_of(source):
    """What a job was given, as an Input: a specification or a system, told apart as the program does."""
    if isinstance(source, Input):
        return source
    if isinstance(source, Mapping):
        return System(source) if "equations" in source else Specification(source)
    if isinstance(source, os.PathLike) or (isinstance(source, str) and not Specification._is_text(source)):
        path = os.fspath(source)
        if os.path.isdir(path):
            names = ("specification.toml", "system.txt")
            path = next((p for p in (os.path.join(path, n) for n in names) if os.path.exists(p)), path)
        handle = _core.Input(_read(path), path, os.path.dirname(path))
    elif isinstance(source, str):
        handle = _core.Input(source, "specification.toml", os.getcwd())
    else:
        raise TypeError(f"expected a Specification, a System, a dict, a text or a path, not {source!r}")
    return wrapped(handle, os.path.dirname(handle.file))


def wrapped(handle, directory):
    """The Input of a handle."""
    kind = System if handle.kind == "system" else Specification
    result = kind.__new__(kind)
    result._directory = directory
    result._take(handle)
    return result
