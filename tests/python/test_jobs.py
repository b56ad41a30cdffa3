"""Jobs: what they find is what the program finds."""

import json
import re

import pytest

import polyscape
from conftest import comparable


def test_xor_from_a_dict_is_what_the_program_finds(xor, xor_result, program, tmp_path):
    file = tmp_path / "specification.toml"
    polyscape.Specification(xor).write(file)
    assert comparable(xor_result) == comparable(program("analyze", file, "--json"))
    assert xor_result.solutions.isolated == 385


def test_a_file_and_its_text_are_the_same_job(data, program):
    file = data / "xor_quadratic_free.toml"
    by_program = program("bounds", file, "--json")
    assert comparable(polyscape.bounds(file)) == comparable(by_program)
    text = polyscape.Specification(file.read_text(), file="xor_quadratic_free.toml")
    assert comparable(polyscape.bounds(text)) == comparable(by_program)


@pytest.mark.parametrize("verb", ["bounds", "solve", "components", "volume"])
def test_systems(verb, program, tmp_path):
    system = {"variables": ["x", "y"], "equations": ["x*(x^2 + y^2 - 1)", "y*(x^2 + y^2 - 1)"]}
    if verb in ("bounds", "solve"):
        system["equations"] = ["x^2 + y^2 - 5", "x*y - 2"]
    file = tmp_path / "system.json"
    file.write_text(json.dumps(system))
    found = getattr(polyscape, verb)(polyscape.System(system))
    assert comparable(found) == comparable(program(verb, file, "--json"))


def test_options_are_the_programs(small, program, tmp_path):
    file = tmp_path / "specification.toml"
    polyscape.Specification(small).write(file)
    words = ["--start", "total-degree", "--seed", 5, "--certify", "never", "--confirm"]
    by_program = program("analyze", file, "--json", *words)
    found = polyscape.analyze(small, start="total-degree", seed=5, certify="never", confirm=True)
    assert comparable(found) == comparable(by_program)
    assert found.options["seed"] == "5" and found.confirmation.agrees


@pytest.mark.parametrize("name, value", [
    ("start", "polyhedra"), ("seed", -1), ("seed", 2**64), ("threads", 1.5), ("max_precision", 10), ("certify", True),
    ("max_paths", float("nan")), ("known_count", "many"), ("confirm", "yes"),
])
def test_wrong_values_are_answered_as_by_the_program(name, value, small, program, tmp_path):
    file = tmp_path / "specification.toml"
    polyscape.Specification(small).write(file)
    with pytest.raises(polyscape.InputError) as e:
        polyscape.analyze(small, **{name: value})
    dashed = "--" + name.replace("_", "-")
    by_program = program("analyze", file, "--json", f"{dashed}={str(value).lower()}", status=2)
    said = re.sub(r'write "(\w+)"', rf"write {dashed} \1", str(e.value))
    assert re.sub(r'write "(\w+)"', rf"write {dashed} \1", by_program) == f"polyscape: --{said}\n".replace(
        f"--{name}:", f"{dashed}:")


def test_options_given_twice(small):
    with pytest.raises(TypeError, match="multiple values"):
        polyscape.analyze(small, seed=1, **{"seed": 2})
    with pytest.raises(polyscape.InputError, match="write max_paths"):
        polyscape.analyze(small, max_paths=5, **{"max-paths": 6})
    with pytest.raises(TypeError, match="seed"):
        polyscape.analyze(small, seed={1})
    with pytest.raises(polyscape.InputError, match="no out"):
        polyscape.analyze(small, overwrite=True)
    assert polyscape.analyze(small, seed=None).seed == 1


def test_the_specifications_options_hold_unless_given_again(small):
    small["solve"] = {"seed": 3, "certify": "never"}
    assert polyscape.analyze(small).seed == 3
    assert polyscape.analyze(small, seed=4).seed == 4
