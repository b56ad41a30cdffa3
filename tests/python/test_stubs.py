"""Stubs: what they promise is there."""

import ast
import inspect
from pathlib import Path

import pytest

import polyscape
from polyscape import _core, _jobs, records

FOLDER = Path(polyscape.__file__).parent


def stub(name):
    file = FOLDER / name
    if not file.exists():
        pytest.skip("this build made no stubs")
    return ast.parse(file.read_text())


def test_records():
    classes = {node.name: node for node in stub("records.pyi").body if isinstance(node, ast.ClassDef)}
    assert set(classes) == {"Record", *records.classes}
    for name, kind in records.classes.items():
        fields = [n.target.id for n in classes[name].body if isinstance(n, ast.AnnAssign)]
        assert fields == [records.spelled(key) for key in kind._types]


def test_jobs():
    options = {row[0] for row in _core.solver_options()}
    functions = {node.name: node for node in stub("_jobs.pyi").body if isinstance(node, ast.FunctionDef)}
    assert "start: Literal['auto', 'total-degree'" in ast.unparse(functions["analyze"])
    for name, node in functions.items():
        parameters = inspect.signature(getattr(_jobs, name)).parameters.values()
        own = [p.name for p in parameters if p.kind is not p.VAR_KEYWORD]
        promised = [a.arg for a in [*node.args.args, *node.args.kwonlyargs]]
        assert promised[: len(own)] == own and options <= set(promised)
        assert set(promised[len(own) :]) == options | (
            {row[0] for row in _core.dynamics_options()} if name == "dynamics" else set())


def test_help_lists_every_option():
    for option, *_ in _core.solver_options():
        assert f"    {option}: " in polyscape.analyze.__doc__
    for option, *_ in _core.dynamics_options():
        assert f"    {option}: " in polyscape.dynamics.__doc__
