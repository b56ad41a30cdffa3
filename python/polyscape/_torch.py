"""Specifications from torch's sequential models, after a check that these compute what they seem to."""

import copy
import math
from collections.abc import Mapping
from fractions import Fraction

from ._errors import InputError
from ._inputs import Specification

_ACTIVATIONS = "polyscape.nn.Power(2), polyscape.nn.Polynomial(\"z^2 + z\"), or activations={index or class: \"z^2\"}"


def from_torch(model, *, inputs, targets=None, activations=None, file: str = "specification.toml",
               **tables) -> Specification:
    """The specification of a model: an nn.Sequential of nn.Linear and polynomial activations.

    inputs, targets: the data, as a specification's `inputs` and `targets` (a tensor's floats are read by their
    decimals), or a dict for the table [data]. Without targets they are those of a teacher that is the model with the
    weights that it has, each taken exactly as the binary number that it is.

    activations: which polynomial a module is that does not say so by an attribute `polynomial`, by the module's index
    or class, as a text in z, or a number n for z^n. Other tables of a specification (title, loss, regularization, solve,
    dynamics) are keywords. Parameters that need no gradient are frozen at their values; a module that is there twice is
    tied. nn.Identity and nn.Flatten are passed over.

    Every module is evaluated in double precision at points of its own, and refused where that is not what a dense layer
    with its weights, or its polynomial, gives, up to rounding. Raises InputError with the index of the module.
    """
    import torch

    layers, given, frozen, ties, seen = [], [], {}, {}, {}
    for where, told, module in _modules(torch, model, activations or {}):
        if isinstance(module, torch.nn.Linear):
            number = len(layers) + 1
            weights = _weights(module, where, number)
            _check_linear(torch, module, where)
            if layers and layers[-1]["width"] != module.in_features:
                raise InputError(where=where, expected=f"{layers[-1]['width']} inputs, as there are outputs before it",
                                 found=str(module.in_features), remedy="correct the model")
            layers.append({"width": module.out_features, "bias": module.bias is not None})
            first = seen.setdefault(id(module), number)
            _hold(module, weights, first, number, frozen, ties, given)
        elif isinstance(module, (torch.nn.Identity, torch.nn.Flatten)):
            continue
        else:
            polynomial = _polynomial_of(module, told, where)
            if not layers or "activation" in layers[-1]:
                raise InputError(where=where, expected="an activation behind an nn.Linear",
                                 found=f"{type(module).__name__} {'behind another one' if layers else 'first'}",
                                 remedy="make one polynomial of two, or put an nn.Linear before it")
            _check_activation(torch, module, polynomial, where)
            layers[-1]["activation"] = polynomial
    if not layers:
        raise InputError(where="model", expected="at least one nn.Linear", found="none", remedy="add one")
    network = {"inputs": given[0][0], "layer": layers, "freeze": frozen or None, "tie": ties or None}
    data = dict(inputs) if isinstance(inputs, Mapping) else {"inputs": inputs}
    if targets is not None:
        data["targets"] = targets
    elif not {"targets", "teacher", "random", "classes"} & set(data):
        values = [v for _, names in given for v in names]
        data["teacher"] = {"weights": dict(values)}
    return Specification({"network": network, "data": data, **tables}, file=file)


def _modules(torch, model, activations):
    """The modules of a Sequential, those inside of others too, each with its place and what was told of it."""
    if not isinstance(model, torch.nn.Sequential):
        raise InputError(where="model", expected="an nn.Sequential", found=type(model).__name__,
                         remedy="write its layers as one")
    _refuse_hooks(model, "model")

    def walk(sequential, where):
        for i, module in enumerate(sequential):
            place = f"{where}[{i}]"
            if type(module) is torch.nn.Sequential:
                _refuse_hooks(module, place)
                yield from walk(module, place)
            else:
                told = activations.get(i) if where == "model" else None
                yield place, activations.get(type(module), told), module

    if type(model).forward is not torch.nn.Sequential.forward:
        raise InputError(where="model", expected="an nn.Sequential with its own forward", found=type(model).__name__,
                         remedy="write its layers as one")
    unknown = [k for k in activations if isinstance(k, int) and not 0 <= k < len(model)]
    if unknown:
        raise InputError(where=f"activations[{unknown[0]}]", expected=f"indices below {len(model)}",
                         found=str(unknown[0]), remedy="count modules from 0")
    yield from walk(model, "model")


def _refuse_hooks(module, where):
    if module._forward_hooks or module._forward_pre_hooks:
        raise InputError(where=where, expected="a Sequential without hooks", found="some", remedy="remove them")


def _polynomial_of(module, told, where):
    """What the module says, or is said, to be."""
    polynomial = told if told is not None else getattr(module, "polynomial", None)
    if polynomial is None:
        raise InputError(where=where, expected="nn.Linear, or an activation that is known to be a polynomial",
                         found=type(module).__name__, remedy=f"write {_ACTIVATIONS}")
    if any(True for _ in module.parameters()):
        raise InputError(where=where, expected="an activation without parameters", found=type(module).__name__,
                         remedy="leave them out")
    return f"z^{polynomial}" if isinstance(polynomial, int) else str(polynomial)


def _weights(module, where, number):
    """Names and exact values of a dense layer's weights, in a specification's order: [(name, value, varies)]."""
    result = []
    names = {name for name, _ in module.named_parameters()}
    if names != {"weight"} | ({"bias"} if module.bias is not None else set()):
        raise InputError(where=where, expected="an nn.Linear whose parameters are weight and bias",
                         found=", ".join(sorted(names)), remedy="remove what reparametrises it")
    for j, row in enumerate(module.weight.detach().double().tolist(), 1):
        entries = [(f"w{number}_{j}_{k}", v, module.weight.requires_grad) for k, v in enumerate(row, 1)]
        if module.bias is not None:
            entries.append((f"b{number}_{j}", module.bias.detach().double()[j - 1].item(), module.bias.requires_grad))
        for name, value, varies in entries:
            if value != value or value in (float("inf"), float("-inf")):
                raise InputError(where=where, expected="finite weights", found=f"{value} at {name}",
                                 remedy="give the weights values, or make the model anew")
            result.append((name, Fraction(value), varies))
    return result


def _hold(module, weights, first, number, frozen, ties, given):
    """Notes which weights vary, and which are frozen or another one."""
    free = []
    for name, value, varies in weights:
        if not varies:
            frozen[name] = value
        elif first != number:
            ties[name] = name[0] + str(first) + name[name.index("_") :]
        else:
            free.append((name, value))
    given.append((module.in_features, free))


def _points(torch, rows, columns, seed):
    """Small multiples of 1/8, of both signs; what polynomials of low degree make of them is exact in doubles."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(-24, 25, (rows, columns), generator=generator).double() / 8


def _in_double(module):
    """A copy that takes doubles: hooks, buffers and all."""
    return copy.deepcopy(module).double().eval()


def _value(torch, module, points, where, what):
    try:
        with torch.no_grad():
            value = _in_double(module)(points.clone())
    except Exception as e:
        raise InputError(where=where, expected=f"{type(module).__name__} to take doubles",
                         found=f"{type(e).__name__}: {e}", remedy="let it take tensors of any size and precision") from None
    if not isinstance(value, torch.Tensor) or value.dtype != torch.float64:
        raise InputError(where=where, expected=what, found=f"{type(value).__name__} of another kind",
                         remedy="let it put out what its input is")
    return value


def _compare(wanted, where, what, found):
    """wanted: (place, number as it is, exact one, the rounding that it may have)."""
    for at, value, exact, rounding in wanted:
        if not math.isfinite(value) or abs(Fraction(value) - exact) > rounding:
            raise InputError(where=where, expected=f"{what}: {float(exact):.12g} at {at}",
                             found=f"{value:.12g} of {found}", remedy="say which polynomial it is, or write another module")


def _check_linear(torch, module, where):
    points = _points(torch, 5, module.in_features, 1)
    value = _value(torch, module, points, where, "a dense layer's outputs")
    if tuple(value.shape) != (5, module.out_features):
        raise InputError(where=where, expected="a dense layer", found=f"outputs of shape {tuple(value.shape)}",
                         remedy="use nn.Linear as it is")
    rows = [[Fraction(v) for v in row] for row in module.weight.detach().double().tolist()]
    bias = module.bias.detach().double().tolist() if module.bias is not None else [0] * len(rows)

    def wanted():
        for x, outputs in zip(points.tolist(), value.tolist()):
            for row, b, out in zip(rows, bias, outputs):
                products = [w * Fraction(z) for w, z in zip(row, x)] + [Fraction(b)]
                yield x, out, sum(products), sum(map(abs, products)) * len(products) / 2**50

    _compare(wanted(), where, "a dense layer with its weights", type(module).__name__)


def _check_activation(torch, module, polynomial, where):
    from .nn import coefficients

    exact = coefficients(polynomial)
    degree = len(exact) - 1
    # More points than a polynomial of that degree is known by, in rows of another length: what is not a function of
    # each number alone shows.
    points = torch.cat([_points(torch, 4, degree + 5, 2).flatten(), torch.arange(-8, 9).double() / 4,
                        torch.tensor([1e3, -1e3, 1e-3, -1e-3], dtype=torch.float64)])
    value = _value(torch, module, points[None, :], where, "a tensor of its input's shape")
    alone = torch.cat([_value(torch, module, z[None, None], where, "a tensor of its input's shape").reshape(-1)
                       for z in points[::3]])
    if tuple(value.shape) != (1, len(points)) or len(alone) != len(points[::3]):
        raise InputError(where=where, expected="a function of each number", found=type(module).__name__,
                         remedy="let it map every number by the polynomial")

    def wanted():
        pairs = [*zip(points.tolist(), value[0].tolist()), *zip(points[::3].tolist(), alone.tolist())]
        for z, out in pairs:
            terms = [c * Fraction(z) ** k for k, c in enumerate(exact)]
            yield f"z = {z}", out, sum(terms), sum(map(abs, terms)) * (4 * degree + 4) / Fraction(2) ** 52

    _compare(wanted(), where, polynomial, type(module).__name__)
