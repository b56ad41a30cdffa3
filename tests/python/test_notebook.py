"""A notebook, executed: results are shown as text and pictures, an interrupted cell keeps what was found."""

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

CELLS = [
    "import polyscape\n"
    "xor = polyscape.analyze({\n"
    "    'title': 'XOR', 'network': {'inputs': 2, 'layer': [{'width': 1, 'activation': 'z^2'}, {'width': 1}]},\n"
    "    'data': {'inputs': [[0, 0], [0, 1], [1, 0], [1, 1]], 'targets': [[0], [1], [1], [0]]},\n"
    "    'regularization': {'tikhonov': 'generic'}}, progress=True)\n"
    "xor",
    "xor.figures('paths', 'bounds')",
    "import os, signal\n"
    "def stop(stage, *_):\n"
    "    if stage.startswith('paths'):\n"
    "        os.kill(os.getpid(), signal.SIGINT)\n"
    "try:\n"
    "    polyscape.analyze(xor.source.text.replace('width = 1', 'width = 2', 1), exact='never', progress=stop)\n"
    "except KeyboardInterrupt as e:\n"
    "    print(e.result.standing)",
    "xor.solution",
]


def test_a_notebook_runs():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    client = nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True)
    try:
        client.execute()
    except OSError as e:  # no sockets here
        pytest.skip(str(e))
    shown, figures, interrupted, wrong = (cell.outputs for cell in notebook.cells)
    page = next(o["data"]["text/html"] for o in shown if o.output_type == "execute_result")
    assert "<pre>XOR" in page and "data:image/svg+xml;base64," in page
    assert figures[0]["data"]["text/html"].count("<img") == 2
    assert interrupted[0]["text"] == "incomplete\n"
    assert wrong[0]["ename"] == "AttributeError" and "solutions" in wrong[0]["evalue"]
