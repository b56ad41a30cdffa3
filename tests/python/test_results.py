"""Results: the schema's names, exact counts, frames, tables, folders and pages."""

import json
import pickle
from fractions import Fraction

import numpy
import pytest

import polyscape
from conftest import comparable
from polyscape import records

def same(value, written):
    """A value here, and in result.json."""
    if isinstance(value, records.Record):
        return set(value) == set(written) and all(same(value[k], written[k]) for k in value)
    if isinstance(value, dict):
        return {str(k) for k in value} == set(written) and all(same(v, written[str(k)]) for k, v in value.items())
    if isinstance(value, list):
        return len(value) == len(written) and all(map(same, value, written))
    if isinstance(value, complex):
        return [value.real, value.imag] == written
    if isinstance(value, float):
        return value == written or (written is None and value == float("inf"))
    return value == written or (type(value) is int and str(value) == written)


def test_attributes_are_what_result_json_holds(xor_result):
    assert same(dict(xor_result), json.loads(xor_result.to_json()))
    assert xor_result.bounds.multihomogeneous.value == 5265
    assert xor_result.points[0].certificate.radius
    assert type(xor_result.bounds.bezout) is int


def test_what_is_not_known_is_none(xor_result):
    assert xor_result.volume is None and "volume" not in xor_result
    assert xor_result.contradictions == [] and xor_result.cancelled is None
    with pytest.raises(AttributeError, match="'solutions' is the nearest"):
        xor_result.solution
    unknown = polyscape.bounds(xor_result.source)
    assert unknown.points is None
    with pytest.raises(polyscape.InputError, match="a result with points"):
        unknown.coordinates


def test_no_field_hides_behind_a_method():
    for name, kind in records.classes.items():
        seen = polyscape.Result if name == "Result" else kind
        assert not [key for key in kind._types if hasattr(seen, key)]


def test_names_that_are_words_of_python():
    found = polyscape.volume({"variables": ["x", "y"], "equations": ["x*y"]})
    assert found.volume.lambda_ == found.volume["lambda"] and "lambda_" in dir(found.volume)


def test_every_record_says_what_its_fields_mean(data):
    documented = (data.parent / "docs/results.md").read_text()
    for kind in records.classes.values():
        for key, meaning in kind._meanings.items():
            assert not meaning or kind.__name__ == "Digits" or meaning in documented, key
            assert key in kind.__doc__


def test_integers_of_any_size():
    network = {"inputs": 1000, "layer": [{"width": 999, "activation": "z^2"}, {"width": 1}]}
    specification = {"network": network, "data": {"random": {"samples": 3}}, "regularization": {"tikhonov": "generic"}}
    result = polyscape.bounds(specification)
    weights = 1000 * 999 + 999
    assert result.network.weights == weights
    # 5^999999 has 698,970 digits: result.json says so much of it.
    assert result.bounds.bezout.digits == 698970
    assert repr(result.bounds)
    network["layer"][0]["width"] = 13
    bezout = polyscape.bounds(specification).bounds.bezout
    assert bezout == 5 ** (1000 * 13 + 13)
    assert "bits" in repr(polyscape.bounds(specification).bounds)
    again = pickle.loads(pickle.dumps(polyscape.bounds(specification)))
    assert again.bounds.bezout == bezout


def test_arrays(xor_result):
    assert xor_result.coordinates.shape == (385, 6) and xor_result.coordinates.dtype == complex
    assert xor_result.real_coordinates.shape == (49, 6) and xor_result.real_coordinates.dtype == float
    point = next(p for p in xor_result.points if p.digits and not p.exact)
    exact = point.fractions()
    assert [complex(*map(float, z)) for z in exact] == pytest.approx(point.coordinates, rel=1e-15)
    assert exact[0][0] == Fraction(point.digits[0][0])
    origin = next(p for p in xor_result.points if p.exact)
    assert origin.fractions() == [[0, 0]] * 6
    assert point.mpmath()[0].real == pytest.approx(point.coordinates[0].real)


def test_points_as_a_frame(xor_result):
    pandas = pytest.importorskip("pandas")
    frame = xor_result.points_frame()
    assert list(frame.columns[:6]) == xor_result.names and len(frame) == 385
    assert frame["w1_1_1"].dtype == complex and frame["multiplicity"].dtype == "Int64"
    assert frame["real"].sum() == 49 and (frame["kind"] == "minimum").sum() == 5
    assert frame["loss"].isna().sum() == 385 - 49
    minima = xor_result.points_frame(real=True).query("kind == 'minimum'")
    assert minima["w1_1_1"].dtype == float and list(minima.index) == list(frame.index[frame["kind"] == "minimum"])
    assert isinstance(frame, pandas.DataFrame)
    strata = polyscape.frame(xor_result.solutions.strata)
    assert strata["isolated"].sum() == 385


def test_tables(xor_result, small):
    pytest.importorskip("pandas")
    other = polyscape.analyze(small)
    table = polyscape.table([xor_result, other])
    assert list(table["isolated"]) == [385, 9] and table["isolated"].dtype == "Int64"
    assert list(polyscape.table([xor_result, other], columns="real", where="isolated > 9")["real"]) == [49]
    total = polyscape.table([xor_result, other], columns=["isolated:sum", "isolated:mean"], group_by="loss", exact=True)
    assert total["isolated:sum"][0] == 394 and total["isolated:mean"][0] == 197
    assert "\\toprule" in xor_result.table(format="latex") and "| 385" in xor_result.table(format="markdown")
    with pytest.raises(polyscape.InputError, match="isolated"):
        polyscape.table(xor_result, columns="isolatd")
    with pytest.raises(polyscape.InputError, match="latex, markdown, csv or json"):
        polyscape.table(xor_result, format="excel")


def test_counts_are_never_rounded(small):
    pytest.importorskip("pandas")
    big = polyscape.analyze(small, start="total-degree")
    written = json.loads(big.to_json())
    written["bounds"]["bezout"] = str(2**80 + 1)
    other = polyscape.Result.from_json(json.dumps(written))
    column = polyscape.table([big, other])["bezout"]
    assert list(column) == [big.bounds.bezout, 2**80 + 1] and column.dtype == object


def test_pickled_and_as_json(xor_result):
    again = pickle.loads(pickle.dumps(xor_result))
    assert again == xor_result and again.source == xor_result.source
    assert polyscape.Result.from_json(xor_result.to_json()) == xor_result
    record = pickle.loads(pickle.dumps(xor_result.solutions))
    assert record == xor_result.solutions and type(record) is records.Solutions
    with pytest.raises(polyscape.InputError, match="result.json"):
        polyscape.Result.from_json("{}")


def test_a_run_folder_for_the_program(small, program, tmp_path):
    folder = tmp_path / "small.run"
    found = polyscape.analyze(small)
    found.save(folder)
    assert program("certify", folder, "--json")["recheck"]["held"] == 9
    assert "| 9 |" in program("table", folder, "--columns", "isolated")
    again = polyscape.load(folder)
    assert again == found and again.source.text == found.source.text
    with pytest.raises(polyscape.InputError, match="a new folder"):
        found.save(folder)
    found.save(folder, overwrite=True)
    with pytest.raises(polyscape.InputError, match="nothing"):
        polyscape.load(tmp_path / "nowhere.run")


def test_what_the_program_wrote(small, program, tmp_path):
    file = tmp_path / "small.toml"
    polyscape.Specification(small).write(file)
    program("analyze", file, "--out", tmp_path / "small.run")
    loaded = polyscape.load(tmp_path / "small.run")
    found = polyscape.analyze(file)
    assert comparable(loaded) == comparable(found)
    assert polyscape.certify(loaded).solutions.existence.by == "theorem"


def test_what_lies_beside_a_result_by_chance_is_not_its_source(small, tmp_path):
    found = polyscape.analyze(small)
    found.save(tmp_path / "small.run")
    assert polyscape.load(tmp_path / "small.run").figures("slice", "spectra")["spectra"].svg
    small["data"] = {"inputs": [[1], [2]], "targets": [[2], [3]]}
    (tmp_path / "small.run/specification.toml").write_text(polyscape.Specification(small).text)
    loaded = polyscape.load(tmp_path / "small.run")
    assert loaded.source is None and loaded.figures("spectra")["spectra"].absent
    loaded.source = polyscape.Specification(small)
    assert loaded.figures("spectra")["spectra"].absent
    with pytest.raises(polyscape.InputError, match="digest|other|another"):
        polyscape.certify(loaded)


def test_data_files(data, tmp_path, program):
    iris = {
        "network": {"inputs": 1, "layer": [{"width": 1, "bias": True}]},
        "data": {"file": data / "iris.csv", "inputs": ["petal_length_cm"], "targets": ["petal_width_cm"],
                 "rows": "1-3, 60"},
        "regularization": {"tikhonov": 0.1},
    }
    found = polyscape.analyze(iris)
    assert pickle.loads(pickle.dumps(found)).source == found.source and str(data) in found.source.text
    found.save(tmp_path / "iris.run")
    assert (tmp_path / "iris.run/iris.csv").exists()
    again = polyscape.load(tmp_path / "iris.run")
    assert again.source._handle.digest == found.input_digest and polyscape.certify(again).standing == "complete"
    file = tmp_path / "specification.toml"
    found.source.write(file)
    assert comparable(found) == comparable(program("analyze", file, "--json"))


def test_a_system_and_its_result(tmp_path):
    found = polyscape.solve({"variables": ["x"], "equations": ["2*x^2 - 2", "0*x"][:1]})
    found.save(tmp_path / "x.run")
    assert polyscape.load(tmp_path / "x.run/result.json").source.text == found.source.text


def test_certificates_are_checked(small):
    found = polyscape.analyze(small)
    checked = polyscape.certify(found)
    assert checked.recheck.held == checked.recheck.of > 0
    written = json.loads(found.to_json())
    written["solutions"]["real"] += 1
    lie = polyscape.Result.from_json(json.dumps(written), source=found.source)
    assert polyscape.certify(lie).standing == "contradiction"
    with pytest.raises(polyscape.InputError, match="source"):
        polyscape.certify(polyscape.Result.from_json(found.to_json()))


def test_shown_in_a_notebook(xor_result):
    page = xor_result._repr_html_()
    assert page.startswith("<pre>XOR, two quadratic units") and page.count("data:image/svg+xml;base64,") >= 2
    figures = xor_result.figures("loss-by-index", "minima")
    assert "<svg" in figures["loss-by-index"].svg
    assert figures["minima"].absent and not figures["minima"].svg
    assert set(xor_result.figures()) == set(polyscape.figure_names())
    with pytest.raises(polyscape.InputError, match="loss-by-index"):
        xor_result.figures("loss-by-indx")


def test_the_page(xor_result, tmp_path):
    xor_result.report(tmp_path / "xor.html")
    page = (tmp_path / "xor.html").read_text()
    assert "XOR, two quadratic units" in page and page.count("<svg") >= 5


def test_numbers_of_a_column():
    from polyscape._tables import _column

    pytest.importorskip("pandas")
    assert list(_column(["1/3", ""], "number", True))[0] == Fraction(1, 3)
    assert numpy.isnan(_column(["1/3", ""], "number", False)[1])
    assert list(_column(["1", "many"], "number", False)) == ["1", "many"]
