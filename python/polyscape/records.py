"""The records of a result, a class each: the fields are those of docs/results.md, which are those of result.json."""

import difflib
import keyword
from fractions import Fraction

from . import _core

__all__ = ["Record", "Point"]  # and every class below


class Record:
    """A part of a result. Its fields are attributes; what is not known is None, and lists that are always known are
    empty where result.json leaves them out.

    As a mapping it has what is known: `"loss" in point`, `point["loss"]`, `dict(point)`. Attributes whose names are
    words of Python end in an underscore: `lambda_`.
    """

    __slots__ = ("_values",)
    _types = {}
    _meanings = {}

    def __init__(self, values):
        self._values = values

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        if key.endswith("_") and keyword.iskeyword(key[:-1]):
            key = key[:-1]
        if key in self._values:
            return self._values[key]
        kind = type(self)._types.get(key)
        if kind is None:
            near = difflib.get_close_matches(key, self.__dir__(), 1)
            also = f"; {near[0]!r} is the nearest name" if near else ""
            raise AttributeError(f"{type(self).__name__} has no {key!r}{also}")
        if kind.endswith("| None"):
            return None
        return [] if kind.startswith("list[") else {} if kind.startswith("dict[") else None

    def __getitem__(self, key):
        return self._values[key]

    def __contains__(self, key):
        return key in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def __eq__(self, other):
        return isinstance(other, Record) and self._values == other._values

    __hash__ = None

    def __dir__(self):
        return [*super().__dir__(), *map(spelled, self._types)]

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={shown(v)}' for k, v in self._values.items())})"

    def __reduce__(self):
        return made, (type(self).__name__, self._values)

    @classmethod
    def help(cls):
        """The fields with their types and meanings, as a text."""
        return "".join(f"{key}: {kind}\n    {cls._meanings[key]}\n" for key, kind in cls._types.items())


def spelled(key):
    """The key as an attribute."""
    return key + "_" if keyword.iskeyword(key) else key


def shown(value, longest=60):
    """A value, in short where it is long."""
    if isinstance(value, (list, dict)) and len(value) > 4:
        return f"<{len(value)} entries>"
    if isinstance(value, int) and value.bit_length() > 4 * longest:
        return f"<an integer of {value.bit_length()} bits>"
    text = repr(value)
    return text if len(text) <= longest else f"{text[:longest - 2]}.."


class _PointMethods(Record):
    __slots__ = ()

    def _spelled(self):
        if self.exact:
            return self.exact.coordinates
        return self.digits or [[Fraction(z.real), Fraction(z.imag)] for z in self.coordinates]

    def fractions(self):
        """The coordinates as exact numbers, [re, im] each: those of the zero itself where `exact` is known, else the
        decimals of `digits`, else the binary values of `coordinates`."""
        return [[Fraction(part) for part in z] for z in self._spelled()]

    def mpmath(self):
        """The coordinates as complex numbers of mpmath, with as many digits as are known."""
        import mpmath

        parts = self.fractions()
        digits = max((len(str(p)) for z in self._spelled() for p in z), default=0)
        with mpmath.workdps(max(17, digits + 5)):
            return [mpmath.mpc(*(mpmath.mpf(p.numerator) / p.denominator for p in z)) for z in parts]


def _integer(text):
    """An integer of any length: int() takes some thousand digits at most."""
    if len(text) <= 4000:
        return int(text)
    half = len(text) // 2
    sign = -1 if text.startswith("-") else 1
    return _integer(text[:-half]) * 10**half + sign * _integer(text[-half:])


def made(name, values):
    """The record of that class."""
    return _integer(values) if name == "int" else classes[name](values)


classes = {}
for _name, _fields in [*_core.record_classes(), ("Digits", [
    ("digits", "int", "of an integer that is too long to be written out"),
    ("log10", "float", "of its absolute value"),
])]:
    _base = _PointMethods if _name == "Point" else Record
    classes[_name] = type(_name, (_base,), {
        "__slots__": (),
        "__module__": __name__,
        "__doc__": "Fields:\n\n" + "".join(f"    {k}: {t}\n        {m}\n" for k, t, m in _fields),
        "_types": {k: t for k, t, _ in _fields},
        "_meanings": {k: m for k, _, m in _fields},
    })
globals().update(classes)
__all__ += classes
