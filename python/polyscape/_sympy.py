"""Systems from sympy, nothing rounded."""

from ._errors import InputError
from ._inputs import System


def from_sympy(equations, unknowns=None, *, file: str = "system.json") -> System:
    """The system of sympy's equations, as a System.

    equations: expressions, each of them 0, or Eq(left, right). unknowns: symbols, in their order; unless given all that
    occur, by name. Every coefficient has to be a rational number, or a + b*I with rational a and b: floats are refused,
    as what they stand for is not known (Rational("0.1") is 1/10). file: what messages call the system.

    Raises InputError naming the equation, counted from 1.
    """
    import sympy

    expressions = [_expression(sympy, e, k) for k, e in enumerate(_listed(equations), 1)]
    if unknowns is None:
        unknowns = sorted({s for e in expressions for s in e.free_symbols}, key=lambda s: s.name)
    unknowns = _listed(unknowns)
    names = [_name(sympy, u) for u in unknowns]
    for name in names:
        if names.count(name) > 1:
            raise InputError(where="unknowns", expected="each once", found=f"{names.count(name)} called {name}",
                             remedy="leave the others out, or rename them")
    terms = [_terms(sympy, e, unknowns, f"equations[{k}]") for k, e in enumerate(expressions, 1)]
    return System({"variables": names, "equations": terms}, file=file)


def _listed(values):
    several = hasattr(values, "__iter__") or getattr(values, "is_Matrix", False)
    return list(values) if several else [values]


def _name(sympy, unknown):
    if not isinstance(unknown, sympy.Symbol):
        raise InputError(where="unknowns", expected="symbols", found=repr(unknown),
                         remedy="write sympy.Symbol(\"x\"), for example")
    return unknown.name


def _expression(sympy, equation, k):
    where = f"equations[{k}]"
    equation = sympy.sympify(equation)
    if isinstance(equation, sympy.Equality):
        equation = equation.lhs - equation.rhs
    if equation in (sympy.true, sympy.false):
        raise InputError(where=where, expected="an equation in the unknowns", found=f"one that is always {equation}",
                         remedy="leave it out" if equation else "correct it: no point satisfies it")
    if not isinstance(equation, sympy.Expr) or getattr(equation, "is_Matrix", False):
        raise InputError(where=where, expected="an expression, or Eq(left, right)", found=str(equation),
                         remedy="write its equations one by one")
    return equation


def _terms(sympy, expression, unknowns, where):
    """Terms of the expanded polynomial, as JSON systems have them."""
    for number in expression.atoms(sympy.Float):
        raise InputError(where=where, expected="exact coefficients", found=f"the float {number}",
                         remedy=f'write Rational("{float(number):.15g}"), if that is what it stands for')
    known = set(unknowns)
    others = sorted((s for s in expression.free_symbols if s not in known), key=str)
    if others:
        same = [u for u in unknowns if u.name == others[0].name]
        raise InputError(where=where, expected="no symbols but the unknowns", found=str(others[0]),
                         remedy="use the one symbol that has these assumptions" if same
                         else f"add {others[0]} to the unknowns, or substitute a number")
    if not expression.is_polynomial(*unknowns):
        raise InputError(where=where, expected="a polynomial in the unknowns",
                         found=str(_culprit(sympy, expression, unknowns)),
                         remedy="multiply by denominators, make a root or a function a further unknown")
    terms = sympy.Poly(expression, *unknowns).terms() if unknowns else [((), expression)]
    return [{"coefficient": _coefficient(sympy, c, where), "exponents": list(e)} for e, c in terms]


def _culprit(sympy, expression, unknowns):
    """The smallest part that is no polynomial."""
    for part in sympy.postorder_traversal(expression):
        if isinstance(part, sympy.Expr) and part.has(*unknowns) and not part.is_polynomial(*unknowns):
            return part
    return expression


def _coefficient(sympy, c, where):
    c = sympy.expand(c)
    real, imaginary = c.as_real_imag()
    if not (real.is_Rational and imaginary.is_Rational):
        raise InputError(where=where, expected="rational coefficients, or a + b*I with rational a and b", found=str(c),
                         remedy="make it a further unknown with an equation of its own, as s^2 - 2 = 0 for sqrt(2)")
    parts = [str(real), str(imaginary)]
    return parts if imaginary else parts[0]
