"""Models of torch: taken for what they compute, or refused with the module."""

from fractions import Fraction

import pytest

import polyscape
from conftest import comparable

torch = pytest.importorskip("torch")
nn = torch.nn
INPUTS, TARGETS = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]


def model(*inner, bias=False):
    torch.manual_seed(3)
    return nn.Sequential(nn.Linear(2, 2, bias=bias), *inner, nn.Linear(2, 1, bias=bias))


def specification(of, **words):
    return polyscape.from_torch(of, **{"inputs": INPUTS, "targets": TARGETS} | words)


def squares():
    from polyscape.nn import Power

    return model(Power(2))


class Square(nn.Module):
    def forward(self, z):
        return z**2


def test_a_model_analysed_is_what_the_program_finds(program, tmp_path):
    from polyscape.nn import Power

    of = nn.Sequential(nn.Linear(2, 1, bias=False), Power(2), nn.Linear(1, 1, bias=False))
    found = polyscape.analyze(specification(of, title="XOR", regularization={"tikhonov": "generic"}))
    file = tmp_path / "specification.toml"
    file.write_text("""title = "XOR"
[network]
inputs = 2
[[network.layer]]
width = 1
activation = "z^2"
[[network.layer]]
width = 1
[data]
inputs = [["0", "0"], ["0", "1"], ["1", "0"], ["1", "1"]]
targets = [["0"], ["1"], ["1"], ["0"]]
[regularization]
tikhonov = "generic"
""")
    by_hand = program("analyze", file, "--json")
    by_hand["input_digest"] = found.input_digest  # of the text
    assert comparable(found) == comparable(by_hand)


def test_the_landscape_of_xor(xor_result):
    given = specification(squares(), title="XOR, two quadratic units", regularization={"tikhonov": "generic"})
    bounds = comparable(polyscape.bounds(given))["bounds"]
    assert bounds == comparable(polyscape.bounds(xor_result.source))["bounds"]


@pytest.mark.parametrize("told", [{Square: 2}, {1: "z^2"}, {1: 2}, {Square: "z*z"}])
def test_what_a_module_is_can_be_told(told):
    assert specification(model(Square()), activations=told).names == specification(squares()).names


def test_a_module_can_say_what_it_is():
    from polyscape.nn import Polynomial

    cubic = Polynomial("z^3/3 - z/7")
    assert 'activation = "z^3/3 - z/7"' in specification(model(cubic)).text
    assert cubic(torch.tensor(2.0)).item() == pytest.approx(8 / 3 - 2 / 7)
    inner = nn.Sequential(nn.Identity(), Polynomial("z^2"))
    assert specification(model(inner)).names == specification(squares()).names
    with pytest.raises(polyscape.InputError, match="polynomial"):
        Polynomial("relu(z)")


def lie(forward, n=2):
    from polyscape.nn import Power

    return type("Lie", (Power,), {"forward": lambda self, z: forward(z)})(n)


LIES = [
    lambda z: z**3,
    lambda z: z * z.abs(),
    lambda z: z.clamp(min=0) ** 2,
    lambda z: z**2 + 1e-9 * z,
    lambda z: z**2 * (z.abs() < 100),
    lambda z: z**2 + z.max() * 1e-3,
    lambda z: z**2 - (z**2).mean(),
    lambda z: z**2 / z.numel() if z.numel() > 1 else z**2,
    lambda z: z.sum(-1, keepdim=True) ** 2,
    lambda z: z.flip(-1) ** 2,
    lambda z: z.float() ** 2,
    lambda z: z**2 + (0 * z) / 0,
    lambda z: (z, z),
    lambda z: 1 / 0,
    lambda z: torch.sin(z),
    lambda z: z**2 + 1e-6 * torch.prod(torch.stack([z - k / 4 for k in range(-4, 5)]), 0),
]


@pytest.mark.parametrize("forward", LIES)
def test_lies_are_found_out(forward):
    with pytest.raises(polyscape.InputError, match=r"model\[1\]"):
        specification(model(lie(forward)))


def test_a_lie_about_the_degree_when_told():
    with pytest.raises(polyscape.InputError, match=r"model\[1\].*z\^3"):
        specification(model(Square()), activations={1: "z^3"})
    with pytest.raises(polyscape.InputError, match=r"activations\[7\]"):
        specification(model(Square()), activations={7: "z^2"})


@pytest.mark.parametrize(
    "module", [nn.ReLU(), nn.Dropout(), nn.Conv1d(1, 1, 2), nn.BatchNorm1d(2), Square(), nn.PReLU()])
def test_what_is_not_known_is_refused_with_the_way_out(module):
    with pytest.raises(polyscape.InputError, match=r"model\[1\].*nn.Linear.*write polyscape.nn.Power\(2\)"):
        specification(model(module))


def test_shapes_that_do_not_fit():
    from polyscape.nn import Power

    for wrong, where in [
        (nn.Sequential(nn.Linear(2, 3), Power(2), nn.Linear(2, 1)), r"model\[2\].*3 inputs"),
        (nn.Sequential(Power(2), nn.Linear(2, 1)), r"model\[0\].*first"),
        (nn.Sequential(nn.Linear(2, 1), Power(2), Power(2)), r"model\[2\].*behind another"),
        (nn.Sequential(), "at least one nn.Linear"),
        (nn.Linear(2, 1), "an nn.Sequential"),
        (nn.Sequential(nn.Linear(3, 1)), "inputs"),
    ]:
        with pytest.raises(polyscape.InputError, match=where):
            specification(wrong)


def test_layers_that_are_not_what_they_seem():
    hooked = squares()
    hooked[0].register_forward_hook(lambda module, inputs, output: output * 2)
    normed = squares()
    nn.utils.weight_norm(normed[2])
    whole = squares()
    whole.register_forward_pre_hook(lambda module, inputs: (inputs[0] * 2,))
    bent = type("Bent", (nn.Sequential,), {"forward": lambda self, z: 2 * nn.Sequential.forward(self, z)})
    odd = squares()
    odd[2].forward = lambda z: z.sum(-1, keepdim=True)
    for wrong, where in [(hooked, r"model\[0\]"), (normed, r"model\[2\].*weight_g"), (whole, "model.*hooks"),
                         (bent(*squares()), "own forward"), (odd, r"model\[2\]")]:
        with pytest.raises(polyscape.InputError, match=where):
            specification(wrong)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_weights_that_are_no_numbers(value):
    broken = squares()
    with torch.no_grad():
        broken[2].weight[0, 1] = float(value)
    with pytest.raises(polyscape.InputError, match=rf"model\[2\].*finite weights, found {value} at w2_1_2"):
        specification(broken)


def test_weights_are_taken_exactly():
    """Without targets the model is the teacher, with the binary numbers that its weights are."""
    of = squares()
    with torch.no_grad():
        of[0].weight[0, 0] = 0.1  # no float is 1/10
    given = polyscape.from_torch(of, inputs=INPUTS)
    assert f'w1_1_1 = "{Fraction(of[0].weight[0, 0].item())}"' in given.text
    assert Fraction(of[0].weight[0, 0].item()) == Fraction(13421773, 134217728)
    found = polyscape.bounds(given, progress=False)
    with torch.no_grad():
        outputs = of.double()(torch.tensor(INPUTS).double())
    assert [float(Fraction(t)) for t, in found.network.targets] == pytest.approx([y for y, in outputs.tolist()])


def test_frozen_and_tied():
    from polyscape.nn import Power

    held = squares()
    held[0].weight.requires_grad = False
    assert specification(held).names == ["w2_1_1", "w2_1_2"]
    twice = nn.Linear(2, 2)
    tied = specification(nn.Sequential(twice, Power(2), twice, nn.Linear(2, 1, bias=False)))
    assert tied.names == ["w1_1_1", "w1_1_2", "b1_1", "w1_2_1", "w1_2_2", "b1_2", "w3_1_1", "w3_1_2"]
    assert polyscape.bounds(tied).network.weights == 8


def test_tensors_as_data():
    given = specification(squares(), inputs=torch.tensor(INPUTS), targets=torch.tensor(TARGETS) / 10)
    assert "targets = [[0.0], [0.1], [0.1], [0.0]]" in given.text
    random = specification(squares(), inputs={"random": {"samples": 3}}, targets=None)
    assert polyscape.bounds(random).network.samples == 3


def test_the_model_is_left_as_it_was():
    of = squares().train()
    before = [p.clone() for p in of.parameters()]
    specification(of)
    assert of.training and all(torch.equal(a, b) and b.dtype == torch.float32 for a, b in zip(before, of.parameters()))
    assert next(of.parameters()).grad is None
