"""Sweeps, families and dynamics: many results, and those of rows that fail."""

import json

import pytest

import polyscape
from conftest import comparable

LISTS = {
    "network": {"inputs": 1, "layer": [{"width": [1, 2], "activation": "z^2"}, {"width": 1}]},
    "data": {"random": {"samples": 2, "seed": range(1, 3)}},
    "regularization": {"tikhonov": "generic"},
}


def test_a_sweep_and_its_store(program, tmp_path):
    store = tmp_path / "widths.db"
    some = polyscape.sweep(LISTS, store=store, limit=2)
    assert len(some) == 2 and some.waiting == 2
    found = polyscape.sweep(LISTS, store=store)
    assert len(found) == 4 and found.waiting == 0
    assert [r.chosen for r in found][2] == {"width": "2", "seed": "1"}
    file, own = tmp_path / "widths.toml", tmp_path / "own.db"
    polyscape.Specification(LISTS).write(file)
    rows = program("sweep", file, "--out", own, "--json")["rows"]
    isolated = [r.solutions.isolated for r in found]
    assert isolated == [row["result"]["solutions"]["isolated"] for row in rows]
    assert polyscape.load(store)[3] == found[3] and len(polyscape.sweep(store)) == 4
    pandas = pytest.importorskip("pandas")
    table = polyscape.table(found, columns=["isolated:max", "isolated:count"], group_by="width")
    assert isinstance(table, pandas.DataFrame) and list(table["isolated:count"]) == [2, 2]
    assert list(found.table()["width"]) == [1, 1, 2, 2] and list(found.table()["isolated"]) == isolated
    found.report(tmp_path / "widths.html")
    assert "width = 2, seed = 2" in (tmp_path / "widths.html").read_text()
    assert found.figures("real-points")["real-points"].svg
    assert "<table" in found._repr_html_()


def test_rows_that_fail(tmp_path):
    found = polyscape.sweep(LISTS, store=tmp_path / "s.db", start="total-degree", max_paths=30)
    assert len(found) == 2 and len(found.rows) == 4 and repr(found) == "<2 results, 2 failed>"
    assert found.rows[2].result is None and "max" in found.rows[2].reason and found.rows[2].chosen["width"] == "2"
    pytest.importorskip("pandas")
    table = found.table(columns="width, isolated")
    assert list(table["width"]) == [1, 1, 2, 2] and table["isolated"].isna().sum() == 2


def test_words_that_do_not_go_together(small, tmp_path):
    for words in ({"draws": 3}, {"samples": "1-2"}):
        with pytest.raises(polyscape.InputError, match="without lists"):
            polyscape.sweep(LISTS, store=tmp_path / "s.db", **words)
    for words in ({"limit": 3}, {"store": tmp_path / "s.db"}):
        with pytest.raises(polyscape.InputError, match="with lists"):
            polyscape.sweep(small, **words)
    with pytest.raises(polyscape.InputError, match="random"):
        polyscape.sweep(small, draws=2)
    for wrong in (0, -1, "many", 2.0, True):
        with pytest.raises(polyscape.InputError, match="draws: expected an integer from 1"):
            polyscape.sweep(small, draws=wrong)
    assert not list(tmp_path.iterdir())


def test_draws(program, tmp_path, small):
    small["data"] = {"random": {"samples": 2}}
    found = polyscape.sweep(small, draws=3)
    file = tmp_path / "specification.toml"
    polyscape.Specification(small).write(file)
    by_program = program("sweep", file, "--draws", 3, "--json")
    assert [comparable(r) for r in found] == [comparable(r) for r in by_program["draws"]]
    assert comparable(found.member) == comparable(by_program["member"])
    assert found[0].seeds["data"] == "1" and repr(found) == "<3 results>"


def test_manifolds_of_draws(small):
    small["data"] = {"random": {"samples": 2}}
    small.pop("regularization")
    found = polyscape.sweep(small, draws=2, samples=[1, 2], gauge="slice", progress=False)
    assert [r.network.samples for r in found] == [1, 1, 2, 2]
    with pytest.raises(polyscape.InputError, match="gauge slice"):
        polyscape.sweep(small, draws=2, samples="1-2")


def test_a_family(program, tmp_path):
    system = {"variables": ["x", "a"], "equations": ["x^2 - a"]}
    found = polyscape.solve(system, parameters={"a": [1, 4, 1 + 2j, "1/3", 0]})
    assert [r.solutions.isolated for r in found] == [2, 2, 2, 2, 1]
    assert [r.chosen["a"] for r in found][2:4] == ["1 + 2*i", "1/3"] and found.member.solutions.isolated == 2
    file, csv = tmp_path / "system.json", tmp_path / "parameters.csv"
    polyscape.System(system).write(file)
    csv.write_text("a\n1\n4\n")
    by_program = program("solve", file, "--parameters", csv, "--json")
    assert [comparable(r) for r in polyscape.solve(file, parameters=csv)] == [
        comparable(row["result"]) for row in by_program["rows"]]
    with pytest.raises(polyscape.InputError, match='parameters:1.*"b"'):
        polyscape.solve(system, parameters={"b": [1]})
    with pytest.raises(polyscape.InputError, match="columns of one length"):
        polyscape.solve(system, parameters={"a": [1], "x": [1, 2]})


QUICK = {"starts": 16, "iterations": 200, "chains": 0, "exits": 0}


def test_dynamics(small, program, tmp_path):
    file = tmp_path / "specification.toml"
    polyscape.Specification(small).write(file)
    by_program = program("dynamics", file, "--json", "--starts", 16, "--iterations", 200, "--chains", 0, "--exits", 0,
                         "--methods", "gd,langevin")
    analysed = polyscape.analyze(file)
    for source in (file, analysed):
        found = polyscape.dynamics(source, methods=["gd", "langevin"], **QUICK)
        assert comparable(found)["dynamics"] == by_program["dynamics"]
    several = polyscape.dynamics(analysed, methods="langevin", temperature=[0.1, 0.01], **QUICK)
    assert [r.chosen for r in several] == [{"temperature": "0.1"}, {"temperature": "0.01"}]
    other = polyscape.analyze({**small, "data": {"inputs": [[1], [2]], "targets": [[1], [4]]}})
    other.source = analysed.source
    with pytest.raises(polyscape.InputError, match="another one"):
        polyscape.dynamics(other, **QUICK)
    with pytest.raises(polyscape.InputError, match="starts, or leave it out"):
        polyscape.dynamics(analysed, start_s=3)


def test_a_potential():
    potential = {"potential": {"variables": ["x", "y"], "expression": "(x^2 + y^2 - 1)^2 / 4 + x/10"}}
    found = polyscape.dynamics(potential, methods="gd", **QUICK)
    assert found.dynamics and found.points
    with pytest.raises(polyscape.InputError, match="polyscape dynamics"):
        polyscape.analyze(potential)


def test_results_of_incomplete_runs(small, tmp_path):
    """A result that is cut short is one that says so, wherever it goes."""
    found = polyscape.analyze(small)
    written = json.loads(found.to_json())
    written["paths"]["failed"] += 1
    written["paths"]["tracked"] += 1
    (tmp_path / "result.json").write_text(json.dumps(written))
    loaded = polyscape.load(tmp_path / "result.json")
    assert loaded.standing == "incomplete" and "INCOMPLETE" in loaded.summary()
    pytest.importorskip("pandas")
    assert list(loaded.table()["standing"]) == ["incomplete"]
