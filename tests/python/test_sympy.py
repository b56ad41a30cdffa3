"""Systems from sympy: exact, or refused with the reason."""

import json

import pytest

import polyscape
from conftest import comparable

sympy = pytest.importorskip("sympy")
x, y, z = sympy.symbols("x y z")
Rational = sympy.Rational


def test_a_system(program, tmp_path):
    system = polyscape.from_sympy([x**2 + y**2 - Rational(5, 3), sympy.Eq(x * y, 2)], [x, y])
    file = tmp_path / "system.json"
    file.write_text('{"variables": ["x", "y"], "equations": ["x^2 + y^2 - 5/3", "x*y - 2"]}')
    found = polyscape.solve(system)
    assert comparable(found) == comparable(program("solve", file, "--json"))
    assert found.solutions.isolated == 4 and found.names == ["x", "y"]


def test_coefficients_are_exact():
    system = polyscape.from_sympy([(x + Rational(1, 3)) ** 3 * 10**30 - sympy.I * y / 7, y - 1])
    terms = {tuple(t["exponents"]): t["coefficient"] for t in json.loads(system.text)["equations"][0]}
    assert terms[0, 1] == ["0", "-1/7"] and terms[3, 0] == str(10**30) and terms[0, 0] == f"{10**30}/27"


def test_unknowns_by_name_and_in_order():
    assert polyscape.from_sympy([z - x, x - 1]).names == ["x", "z"]
    assert polyscape.from_sympy([z - x, x - 1], [z, x]).names == ["z", "x"]
    greek = sympy.Symbol("λ_1'")
    assert polyscape.solve(polyscape.from_sympy([greek**2 - 2])).names == ["λ_1'"]
    assert polyscape.from_sympy(sympy.Matrix([x**2 - 1])).names == ["x"]
    assert polyscape.from_sympy(x**2 - 1, x).names == ["x"]


REFUSED = [
    ([sympy.sin(x) - 1], [x], r"equations\[1\]: expected a polynomial.*found sin\(x\)"),
    ([x - 1, 1 / y], [x, y], r"equations\[2\].*found 1/y"),
    ([x**-2 - 1], [x], r"found x\*\*\(-2\)"),
    ([x**y - 1], [x, y], r"found x\*\*y"),
    ([x**z - 1], [x], "no symbols but the unknowns, found z"),
    ([sympy.sqrt(x) - 1], [x], r"found sqrt\(x\)"),
    ([sympy.Abs(x) - 1], [x], r"found Abs\(x\)"),
    ([sympy.sqrt(2) * x - 1], [x], r"rational coefficients.*found sqrt\(2\)"),
    ([sympy.pi * x - 1], [x], "found pi"),
    ([0.1 * x - 1], [x], r'exact coefficients, found the float.*Rational\("0.1"\)'),
    ([x * y - 1, x], [x], "found y; add y"),
    ([x - 1], [x, x], "each once, found 2 called x"),
    ([x - 1], [x, sympy.Symbol("x", real=True)], "each once, found 2 called x"),
    ([sympy.Symbol("x", real=True) - 1], [x], "the one symbol that has these assumptions"),
    ([sympy.Eq(x, x), x], [x], "always True"),
    ([sympy.Eq(1, 2), x], [x], "always False"),
    ([x < 1], [x], "expected an expression"),
    ([x - 1], ["x"], "expected symbols"),
    ([sympy.oo * x - 1], [x], "rational coefficients"),
    ([sympy.nan], [x], "equations"),
]


@pytest.mark.parametrize("equations, unknowns, message", REFUSED)
def test_what_is_refused(equations, unknowns, message):
    with pytest.raises(polyscape.InputError, match=message):
        polyscape.from_sympy(equations, unknowns)


def test_what_looks_like_no_polynomial_but_is_one():
    identical = sympy.sin(z) ** 2 + sympy.cos(z) ** 2
    assert polyscape.from_sympy([x**2 - sympy.simplify(identical)], [x]).names == ["x"]
    assert polyscape.solve(polyscape.from_sympy([(x**2 - 1) * (x + 1) ** 0])).solutions.isolated == 2
