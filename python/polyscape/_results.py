"""Results, one and many."""

from __future__ import annotations

import base64
import html
import os

from . import _core, _inputs, records
from ._errors import InputError


_MANY = ("sweep.json", "rows.json")  # files of many results


def _handle_of(source):
    return None if source is None else source._handle


class Figure:
    """A figure as SVG; a notebook shows it. `absent` says why there is none."""

    def __init__(self, name, title, caption, svg):
        self.name, self.caption, self.svg = name, caption, svg
        self.title, self.absent = (title, None) if svg else (None, title)

    def save(self, path: str | os.PathLike) -> None:
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.svg)

    def _repr_html_(self):
        if self.absent:
            return f"<p>{html.escape(self.name)}: {html.escape(self.absent)}</p>"
        # As an image: rules and names inside are its own.
        data = base64.b64encode(self.svg.encode()).decode()
        alt = html.escape(f"{self.title}. {self.caption}")
        return f'<figure style="margin:1em 0"><img alt="{alt}" src="data:image/svg+xml;base64,{data}"></figure>'

    def __repr__(self):
        return f"Figure({self.name!r}: {self.absent or self.title})"


class Figures(dict):
    """Figures by name; a notebook shows those that there are."""

    def _repr_html_(self):
        return "".join(f._repr_html_() for f in self.values() if f.svg)


class _Shown:
    """Figures and the page of what has results."""

    def _shown(self):
        """The result, its input, further ones, what was chosen for each, a title where there is no first one."""
        raise NotImplementedError

    def figures(self, *names: str, through=(), coordinate: str = "") -> Figures:
        """Figures by name; all that there are unless some are named (`polyscape.figure_names()`). through, coordinate:
        as of `polyscape report`."""
        found = _core.figures(*self._shown(), list(names), [str(t) for t in through], coordinate)
        return Figures((f[0], Figure(*f)) for f in found)

    def report(self, path: str | os.PathLike, points: int = 400) -> None:
        """Writes the page of `polyscape report`, one HTML file, with up to so many points in its table."""
        page = _core.page(*self._shown(), points)
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)

    def table(self, **query):
        """As polyscape.table()."""
        from ._tables import table

        return table(self, **query)


class Result(_Shown, records.Result):
    """What a job found: the record that result.json holds, and what can be made of it.

    Its fields are attributes with the names of docs/results.md: `result.solutions.isolated`, `result.points[0].loss`.
    `source` is the specification or system that it is of, `chosen` what a sweep chose for it.
    """

    __slots__ = ("_handle", "_record", "source", "chosen")

    def __init__(self, handle, source=None, chosen=()):
        self._handle, self._record = handle, None
        self.source, self.chosen = source, dict(chosen)

    @property
    def _values(self):
        if self._record is None:
            self._record = self._handle.record(lambda name, v: v if name == "Result" else records.made(name, v))
        return self._record

    @classmethod
    def from_json(cls, text: str, source: _inputs.Input | None = None, file: str = "result.json") -> Result:
        """Reads what to_json() or the program wrote. Raises InputError naming `file` where it is something else."""
        return cls(_core.Result(text, file), source)

    def to_json(self) -> str:
        """The text of result.json."""
        return self._handle.json()

    def summary(self, points: int = _core.screen_of_points) -> str:
        """In words, as the program prints it, with up to so many points."""
        return self._handle.summary(points)

    def save(self, folder: str | os.PathLike, overwrite: bool = False) -> None:
        """Writes a run folder, which the program's certify, dynamics, report and table read; load() does, too. Raises
        InputError where there is one, unless it may be overwritten."""
        _core.write_run(os.fspath(folder), overwrite, self._handle, _handle_of(self.source))

    @property
    def coordinates(self):
        """Of all points, as an array of complex doubles: a row a point, a column a variable (`names`)."""
        import numpy

        if self.points is None:
            raise InputError(where=self.title, expected="a result with points", found="one without",
                             remedy="use analyze or solve")
        return numpy.array([p.coordinates for p in self.points], dtype=complex).reshape(
            len(self.points), self.system.variables
        )

    @property
    def real_coordinates(self):
        """Of the real points, as an array of doubles."""
        return self.coordinates[[bool(p.real) for p in self.points]].real

    def points_frame(self, real: bool = False):
        """The points as a frame of pandas: a column a variable, then the fields of a point that are one value.

        real: the real points alone, with real coordinates; rows keep the numbers that the points have in `points`.
        """
        import pandas

        from ._tables import frame

        values = self.coordinates
        names = self.names or [f"x{i}" for i in range(1, self.system.variables + 1)]
        rows = [i for i, p in enumerate(self.points) if p.real or not real]
        coordinates = pandas.DataFrame(values[rows].real if real else values, columns=names, index=rows)
        fields = frame([self.points[i] for i in rows], records.Point)
        return pandas.concat([coordinates, fields.set_axis(rows)], axis=1)

    def _shown(self):
        return self._handle, _handle_of(self.source), [], [], self.title

    def __repr__(self):
        return self.summary()

    def _repr_html_(self):
        names = ("loss-by-index", "complex-plane", "slice", "shares", "occupation")
        return f"<pre>{html.escape(self.summary())}</pre>" + self.figures(*names)._repr_html_()

    def __reduce__(self):
        return _loaded, (self.to_json(), self.source, self.chosen)


def _loaded(text, source, chosen):
    return Result(_core.Result(text, "result.json"), source, chosen)


class Row:
    """A row of a sweep or another job of many: what was `chosen`, its `result`, or the `reason` why it has none."""

    def __init__(self, chosen, result, reason):
        self.chosen, self.result, self.reason = chosen, result, reason

    def __repr__(self):
        words = ", ".join(f"{k} = {v}" for k, v in self.chosen.items())
        return f"Row({words or 'nothing chosen'}: {self.reason or self.result.standing})"


class Results(_Shown, list):
    """Results of a job of many, in its order. `rows` has those that failed, too; `waiting` counts those that are not
    finished; `member` is the generic member that the others come from, where there is one."""

    def __init__(self, handle, source=None):
        self.source, self.waiting = source, handle.waiting
        member = handle.member()
        self.member = None if member is None else Result(member, source)
        self.rows = [
            Row(dict(chosen), None if result is None else Result(result, source, chosen), reason)
            for chosen, result, reason in handle.entries()
        ]
        super().__init__(row.result for row in self.rows if row.result is not None)

    def _shown(self):
        first = self.member._handle if self.member else None
        chosen = [list(r.chosen.items()) for r in self]
        return first, None, [r._handle for r in self], chosen, self.source.title if self.source else "Sweep"

    def __repr__(self):
        failed = sum(row.result is None for row in self.rows)
        also = f", {failed} failed" * bool(failed) + f", {self.waiting} waiting" * bool(self.waiting)
        return f"<{len(self)} results{also}>"

    def _repr_html_(self):
        return html.escape(repr(self)) + self.table()._repr_html_()

    def __reduce_ex__(self, _):
        raise TypeError("many results are not pickled as one: pickle list(results), or name their store")


def load(path: str | os.PathLike) -> Result | Results:
    """What the program or save() wrote: the Result of a run folder or a result.json; the Results of a sweep's folder, a
    store, sweep.json or rows.json. Raises InputError for anything else."""
    file = os.fspath(path)
    if not os.path.exists(file):
        raise InputError(where=file, expected="a run folder, a store or a result", found="nothing",
                         remedy="correct its name")
    if os.path.isdir(file):
        files = [os.path.join(file, name) for name in ("result.json", *_MANY)]
        file = next((f for f in files if os.path.exists(f)), files[0])
    many = Results(_core.load(file))
    if _core.looks_like_store(file):
        return many
    source = _beside(os.path.dirname(file))
    for result in many:
        if source is not None and source._handle.digest == result.input_digest:
            result.source = source
    return many[0] if len(many) == 1 and os.path.basename(file) not in _MANY else many


def _beside(folder):
    """The specification or system that stands in a run folder."""
    for name in ("specification.toml", "system.txt"):
        file = os.path.join(folder, name)
        if os.path.exists(file):
            return _inputs.input_of(file)
    return None
