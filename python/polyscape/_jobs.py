"""The verbs of the program."""

import numbers
import os

from . import _core
from ._errors import InputError, Interrupted
from ._inputs import Input, input_of
from ._progress import display
from ._results import Result, Results
from ._toml import number_text


def _count(name, value):
    """A number of things, or None."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 1):
        raise InputError(where=name, expected="an integer from 1", found=repr(value),
                         remedy=f"write {name}=20, for example")
    return None if value is None else min(int(value), 2**63)


def _option_text(name, value):
    """An option's value as the program reads it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value
    if isinstance(value, numbers.Number):
        return number_text(value)
    if isinstance(value, range):
        value = list(value)
    if isinstance(value, (list, tuple)):
        return ",".join(_option_text(name, v) for v in value)
    if hasattr(value, "item"):
        return _option_text(name, value.item())
    raise TypeError(f"{name}: expected a number, a str, a bool or a list of these, not {value!r}")


def _given(options, own, dynamics=False):
    """Options by name as texts. Raises InputError for a name that is none, with the nearest."""
    given = [(name, _option_text(name, value)) for name, value in options.items() if value is not None]
    _core.require_known(given, dynamics, own)
    return given


def _run(job, *words, progress):
    """What the job found, and what ended it early."""
    try:
        with display(progress) as show:
            return job(*words, show)
    except KeyboardInterrupt:  # before there was anything, or for the second time
        raise Interrupted() from None


def _single(job, source, *words, progress):
    found, ending = _run(job, *words, progress=progress)
    return _checked(Result(found, source), ending)


def _many(job, source, *words, progress):
    found, ending = _run(job, *words, progress=progress)
    return _checked(Results(found, source), ending)


def _into(out, overwrite, job, source, given, *words, progress):
    """A job whose result also goes to a run folder, and whose work is kept beside it until it is there."""
    if out is None:
        if overwrite:
            raise InputError(where="overwrite", expected="a folder to overwrite", found="no out",
                             remedy="write out=.., or leave overwrite out")
        return _single(job, source, source._handle, given, *words, None, progress=progress)
    command = [job.__name__, source.file]
    command += [f"--{name.replace('_', '-')}={text}" for name, text in given]
    command += [f"--generic={word}" for word in words if word]
    kept = _core.Kept(os.fspath(out), overwrite, command, source._handle)
    found, ending = _run(job, source._handle, given, *words, kept, progress=progress)
    result = Result(found, source)
    try:
        if ending is None or kept.written:  # else there is nothing to go on with
            kept.write(found)
    except InputError as e:
        e.result = result  # which is not to be lost
        raise
    if ending is None:
        kept.end()
    return _checked(result, ending)


def _checked(result, ending):
    if ending is None:
        return result
    if isinstance(ending, KeyboardInterrupt):
        raise Interrupted(result) from None
    raise ending


_FOLDER = ["out", "overwrite", "progress"]


def analyze(specification, *, generic=None, out=None, overwrite=False, progress=None, **options):
    """The whole job: bounds, critical points, their kinds, the zero-loss set. A Result.

    generic: a file that keeps the network's generic member; other targets and lambda at the same inputs start from it.
    """
    source = input_of(specification)
    given = _given(options, ["generic", *_FOLDER])
    return _into(out, overwrite, _core.analyze, source, given, os.fspath(generic or ""), progress=progress)


def bounds(source, *, progress=None, **options):
    """Bounds alone, of a specification or a system; analytic for networks far too large to expand. A Result."""
    source = input_of(source)
    return _single(_core.bounds, source, source._handle, _given(options, ["progress"]), progress=progress)


def solve(system, *, parameters=None, out=None, overwrite=False, progress=None, **options):
    """All isolated solutions of a polynomial system. A Result.

    parameters: values of some of its variables, a row a member: a frame of pandas, a dict of columns, or a path of a
    CSV file. A member at random values is solved, and its solutions carried to every row: Results.
    """
    source = input_of(system)
    given = _given(options, ["parameters", *_FOLDER])
    if parameters is None:
        return _into(out, overwrite, _core.solve, source, given, progress=progress)
    _refuse({"out": out, "overwrite": overwrite or None}, "one result", "parameters as well")
    text, file = _csv(parameters)
    return _many(_core.solve_family, source, source._handle, text, file, given, progress=progress)


def components(source, *, out=None, overwrite=False, progress=None, **options):
    """Solution sets of every dimension, with degrees: components of a network's critical points and of its zero-loss
    set, or of a system. A Result.
    """
    source = input_of(source)
    return _into(out, overwrite, _core.components, source, _given(options, _FOLDER), progress=progress)


def certify(result, *, source=None, progress=None, **options):
    """A result's points proved and its claims checked anew, from the equations. A Result.

    result: a Result or the path of a run folder; source: what it is of, unless the result knows.
    """
    result = _loaded(result)
    source = result.source if source is None else input_of(source)
    if source is None:
        raise InputError(where="source", expected="the specification or system of the result", found="none",
                         remedy="write source=..")
    given = _given(options, ["source", "progress"])
    return _single(_core.certify, source, result._handle, source._handle, given, progress=progress)


def volume(source, *, at=None, sample=None, progress=None, **options):
    """Learning coefficients of the zero-loss set of a network, or of a system's zeros. A Result.

    at: near which zeros: "everywhere", "origin", or rational coordinates; sample: sample exp(-L/T), too, in a box that
    reaches so far.
    """
    source = input_of(source)
    given = _given(options, ["at", "sample", "progress"])
    where = "" if at is None else _option_text("at", at)
    reach = None if sample is None else float(sample)
    return _single(_core.volume, source, source._handle, where, reach, given, progress=progress)


def dynamics(source, *, dimension=None, progress=None, **options):
    """Gradient flow, GD, momentum, Adam, SGD and Langevin from many starts, matched to the critical points. A Result.

    source: a specification, of a network or a potential, or the Result of a network's analysis. Several values of
    temperature, rate, batch or, of a potential, dimension make Results.
    """
    if isinstance(source, Result) or (isinstance(source, (str, os.PathLike)) and os.path.isdir(source)):
        source = _loaded(source)
    critical = source if isinstance(source, Result) else None
    source = critical.source if critical else input_of(source)
    if source is None:
        raise InputError(where="dynamics", expected="a result that knows its specification", found="one that does not",
                         remedy="set its source")
    given = _given(options, ["dimension", "progress"], dynamics=True)
    size = "" if dimension is None else _option_text("dimension", dimension)
    handle = None if critical is None else critical._handle
    many = _many(_core.dynamics, source, source._handle, handle, size, given, progress=progress)
    return many[0] if len(many) == 1 and not many[0].chosen else many


def sweep(source, *, store=None, limit=None, draws=None, samples=None, progress=None, **options):
    """Many networks, data draws, seeds: Results, a row each.

    Of a specification with lists, or the path of a store: every row that waits, at most `limit` of them, goes to the
    store (<stem of the file>.sweep.db unless given), which another call continues. Without lists: `draws` draws of its
    random data, 20 unless given; with gauge="slice" for each number of `samples`, "1-6".
    """
    own = ["store", "limit", "draws", "samples", "progress"]
    given = _given(options, own)
    limit, draws = _count("limit", limit), _count("draws", draws)
    if isinstance(source, (str, os.PathLike)) and os.path.isfile(source) and _core.looks_like_store(os.fspath(source)):
        _refuse({"store": store, "draws": draws, "samples": samples}, "a specification", f"{source}, a store")
        return _many(_core.resume_store, None, os.fspath(source), limit, given, progress=progress)
    source = input_of(source)
    if source._handle.lists():
        _refuse({"draws": draws, "samples": samples}, "a specification without lists",
                f"{source.file}, which lists {source._handle.lists()[0]}")
        path = _core.default_store(source.file) if store is None else os.fspath(store)
        return _many(_core.sweep_store, source, source._handle, path, limit, given, progress=progress)
    _refuse({"store": store, "limit": limit}, "a specification with lists", f"{source.file}, which has none")
    words = "" if samples is None else _option_text("samples", samples)
    return _many(_core.sweep_draws, source, source._handle, draws, words, given, progress=progress)


def _refuse(words, expected, found):
    for name, value in words.items():
        if value is not None:
            raise InputError(where=name, expected=expected, found=found, remedy=f"leave {name} out")


def _loaded(result):
    if isinstance(result, Result):
        return result
    from ._results import load

    return load(result)


def _csv(parameters):
    """A table of parameters as CSV, and its name in messages."""
    if isinstance(parameters, (str, os.PathLike)):
        from ._inputs import _read

        return _read(parameters), os.fspath(parameters)
    if hasattr(parameters, "to_dict"):
        parameters = parameters.to_dict("list")
    columns = {name: list(values) for name, values in parameters.items()}
    if len({len(c) for c in columns.values()}) > 1:
        raise InputError(where="parameters", expected="columns of one length",
                         found=", ".join(f"{n}: {len(c)}" for n, c in columns.items()),
                         remedy="write a value a row in each")
    cells = [[_cell(v) for v in row] for row in zip(*columns.values())]
    return "\n".join(",".join(row) for row in [list(columns), *cells]) + "\n", "parameters"


def _cell(value):
    if isinstance(value, complex):
        return f"{number_text(value.real)} + {number_text(value.imag)}*i"
    text = value if isinstance(value, str) else number_text(value)
    if text is None:
        raise TypeError(f"parameters: expected numbers, not {value!r}")
    return text


def _document(function, *tables):
    """Adds the options to a function's documentation."""
    lines = [""]
    if function in (analyze, solve, components):
        lines += ["    out: a run folder for the result; overwrite: it may be there. While the job runs its work is kept",
                  "    in <out>.checkpoint: after an end of any kind the same call goes on from there."]
    lines += ["    progress: True, False, or a function of (stage, done, total, of); unless given it is shown on a",
              "    terminal and in a notebook. Ctrl-C raises Interrupted, which has what was found.", "", "    Options:",
              ""]
    for table in tables:
        for name, expected, default, help in table:
            lines.append(f"    {name}: {help}: {expected}" + (f"; {default} unless given" if default else ""))
    function.__doc__ += "\n".join(lines) + "\n    "


for _verb in (analyze, bounds, solve, components, certify, volume, sweep):
    _document(_verb, _core.solver_options())
_document(dynamics, _core.dynamics_options(), _core.solver_options())
