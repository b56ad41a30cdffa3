"""The examples of docs/python.md, one after the other."""

import doctest
import re

import pytest

NEEDS = {"torch": "import torch", "sympy": "import sympy", "pandas": "table("}


def test_the_examples_of_the_page(data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (data.parent / "docs/python.md").read_text()
    parser, names, runner = doctest.DocTestParser(), {}, doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    said, left_out = [], set()
    for block in blocks:
        missing = {package for package, sign in NEEDS.items() if sign in block and not there(package)}
        left_out |= missing
        if not missing:
            test = parser.get_doctest(block, names, "docs/python.md", None, 0)
            runner.run(test, out=said.append, clear_globs=False)
            names = test.globs
    assert not runner.failures, "".join(said)
    assert len(blocks) > 8
    if left_out:
        pytest.skip("those that need " + ", ".join(sorted(left_out)))


def there(package):
    try:
        __import__(package)
    except ImportError:
        return False
    return True
