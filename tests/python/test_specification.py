"""Specifications from dicts: the program's keys, numbers and messages, nothing rounded."""

import random
from decimal import Decimal
from fractions import Fraction

import numpy
import pytest

import polyscape

tomllib = pytest.importorskip("tomllib")


def targets(*values):
    """The text of a specification whose targets are these, one a sample."""
    specification = polyscape.Specification({
        "network": {"inputs": 1, "layer": [{"width": 1}]},
        "data": {"inputs": [[1]] * len(values), "targets": [[v] for v in values]},
    })
    return tomllib.loads(specification.text, parse_float=str)["data"]["targets"]


def test_numbers_are_exact():
    third = Fraction(1, 3)
    huge = 10**30 + 1
    assert targets(third, huge, Decimal("0.1"), Decimal("1E+3"), 2, -0.5) == [
        ["1/3"], [str(huge)], ["0.1"], ["1e+3"], [2], ["-0.5"]]
    # A float is the decimal that Python prints; its binary value is Fraction(x).
    assert targets(0.1, 1e-7, 0.1 + 0.2) == [["0.1"], ["1e-07"], ["0.30000000000000004"]]
    assert targets(Fraction(0.1)) == [["3602879701896397/36028797018963968"]]


def test_numbers_of_other_packages():
    sympy = pytest.importorskip("sympy")
    assert targets(sympy.Rational(1, 3), sympy.Integer(7), sympy.Float(0.5)) == [["1/3"], [7], ["0.500000000000000"]]
    with pytest.raises(TypeError, match="more digits than it shows"):
        targets(sympy.Float(0.1 + 0.2))
    with pytest.raises(TypeError, match="more digits than it shows"):
        targets(pytest.importorskip("mpmath").mpf(1) / 3)
    with pytest.raises(TypeError, match="specification is made of"):
        targets(sympy.sqrt(2))


def test_arrays_of_other_packages():
    assert targets(*numpy.array([1, 2])) == [[1], [2]]
    assert targets(numpy.float32(0.1), numpy.float64(0.1), numpy.int64(-3)) == [["0.1"], ["0.1"], [-3]]
    rows = numpy.array([[0, 1], [1, 0.25]])
    text = polyscape.Specification({
        "network": {"inputs": 2, "layer": ({"width": numpy.int64(1), "bias": numpy.bool_(True)},)},
        "data": {"inputs": rows, "targets": numpy.array([[1], [2]])},
    }).text
    assert "inputs = [[0.0, 1.0], [1.0, 0.25]]" in text and "bias = true" in text


def test_any_dict_is_spelled_as_it_is():
    chance = random.Random(5)

    def value(depth):
        kinds = [lambda: chance.randrange(-99, 99), lambda: chance.random() < 0.5,
                 lambda: "".join(chance.choice("a\"'\\\n\t#=é\x7f\x01 ") for _ in range(5))]
        if depth:
            kinds += [lambda: [value(depth - 1) for _ in range(chance.randrange(3))],
                      lambda: {key(): value(depth - 1) for _ in range(chance.randrange(3))}]
        return chance.choice(kinds)()

    def key():
        return chance.choice(["a", "b-c", "x y", "é", "", "1", '"', "a.b"])

    for _ in range(300):
        given = {key(): value(4) for _ in range(3)}
        assert tomllib.loads(polyscape.Specification.text_of(given)) == given


def wrong(change):
    specification = {
        "network": {"inputs": 1, "layer": [{"width": 1, "activation": "z^2"}, {"width": 1}]},
        "data": {"inputs": [[1], [2]], "targets": [[1], [3]]},
        "regularization": {"tikhonov": "generic"},
    }
    change(specification)
    return specification


WRONG = [
    lambda s: s["network"]["layer"][0].update(activation="relu"),
    lambda s: s["network"]["layer"][0].update(with_=2),
    lambda s: s["network"].update(inputs=1.0),
    lambda s: s["network"].update(inputs=2**70),
    lambda s: s["network"].update(layer=[]),
    lambda s: s["data"].update(inputs=[[1], [2, 3]]),
    lambda s: s["data"].update(targets=[[float("nan")], [3]]),
    lambda s: s["data"].update(targets=[[numpy.inf], [3]]),
    lambda s: s["data"].update(targets=[[True], [3]]),
    lambda s: s["regularization"].update(tikhonov=-0.1),
    lambda s: s.update(loss={"kind": "hinge"}),
    lambda s: s.update(lose={}),
    lambda s: s.pop("data"),
    lambda s: s.update(data={"file": "nowhere.csv", "inputs": ["a"], "targets": ["b"]}),
]


@pytest.mark.parametrize("change", WRONG)
def test_what_is_wrong_is_said_as_the_program_says_it(change, program, tmp_path):
    file = tmp_path / "specification.toml"
    specification = wrong(change)
    file.write_text(polyscape.Specification.text_of(specification))
    with pytest.raises(polyscape.InputError) as e:
        polyscape.Specification(specification, file=str(file), directory=tmp_path)
    assert program("bounds", file, status=2) == f"polyscape: {e.value}\n"
    assert isinstance(e.value, ValueError)


def test_messages_have_parts():
    with pytest.raises(polyscape.InputError) as e:
        polyscape.Specification(wrong(WRONG[0]))
    assert e.value.where == "specification.toml:6 network.layer[1].activation"
    assert e.value.expected == "a polynomial in z" and e.value.found == '"relu"'
    assert e.value.remedy.startswith("write { approximate")


def test_what_is_no_specification_at_all():
    with pytest.raises(TypeError, match=r"data.targets\[1\]\[1\]"):
        polyscape.Specification(wrong(lambda s: s["data"].update(targets=[[object()], [3]])))
    with pytest.raises(TypeError):
        polyscape.Specification(wrong(lambda s: s["data"].update(targets=[[1 + 2j], [3]])))
    with pytest.raises(TypeError):
        polyscape.Specification({3: {}})
    with pytest.raises(TypeError):
        polyscape.Specification(7)
    with pytest.raises(polyscape.InputError, match="nowhere.toml"):
        polyscape.analyze("nowhere.toml")
    with pytest.raises(polyscape.InputError, match="expected a specification"):
        polyscape.Specification('{"variables": ["x"],\n "equations": ["x^2 - 1"]}')
    with pytest.raises(polyscape.InputError, match="expected a polynomial system"):
        polyscape.System("[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\ninputs = [[1]]\ntargets = [[1]]")
    with pytest.raises(polyscape.InputError, match="expected a polynomial system"):
        polyscape.solve(wrong(lambda s: None))
    with pytest.raises(polyscape.InputError, match="polyscape sweep"):
        polyscape.analyze(wrong(lambda s: s["network"]["layer"][0].update(width=[1, 2])))


def test_kinds(data):
    assert polyscape.Specification(data / "xor_quadratic.toml").kind == "network"
    assert polyscape.Specification(data / "sweep_quadratic.toml").kind == "network"
    lists = polyscape.Specification(wrong(lambda s: s["network"]["layer"][0].update(width=range(1, 4))))
    assert lists.kind == "sweep" and lists.lists == ["width"]
    potential = polyscape.Specification({"potential": {"variables": ["x"], "expression": "x^4 - x^2"}})
    assert potential.kind == "potential" and potential.names == ["x"]
    tied = polyscape.Specification({
        "network": {"inputs": 1, "layer": [{"width": 2, "bias": True}, {"width": 1}],
                    "freeze": {"w1_1_1": 1}, "tie": {"b1_2": "b1_1"}},
        "data": {"inputs": [[1]], "targets": [[1]]},
    })
    assert tied.names == ["b1_1", "w1_2_1", "w2_1_1", "w2_1_2"]
