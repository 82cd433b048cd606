"""Accidents of code and of the judge, graded for real beside an exercise that keeps its points.

Each is an answer to "double", or the student's own first cell beside the right answers. What
is judged before an accident keeps its points; what means nothing in grading costs nothing.
"""

from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from course import notebooks
from course.grading import engine
from course.grading.merge import merge
from course.grading.results import summarise
from course.release.templates import grading_template, reference
from tools import mini

pytestmark = pytest.mark.needs("linux")
RIGHT = "def double(x): return 2 * x"

#: Code in front of the right answer, which costs nothing.
HARMLESS = {
    "colab drive": "from google.colab import drive\ndrive.mount('/content/drive')",
    "colab files": "from google.colab import files\nfor name in files.upload().keys(): open(name)\n"
                   "files.download('x')",
    "colab userdata": "import os\nfrom google.colab import userdata\n"
                      "os.environ['KEY'] = userdata.get('KEY')",
    "colab auth": "from google.colab import auth, output\nauth.authenticate_user()\noutput.clear()",
    "colab module": "import google.colab.drive as d\nimport google.colab\nd.mount('/x')\n"
                    "google.colab.files.upload()",
    "colab patches": "from google.colab.patches import cv2_imshow\ncv2_imshow(3)",
    "colab callback": "from google.colab import output\n@output.register_callback\n"
                      "def shown(): return 1\nassert shown() == 1",
    "colab asked for": "try:\n    import google.colab\n    IN_COLAB = True\nexcept ImportError:\n"
                       "    IN_COLAB = False\nif IN_COLAB:\n    import os; os.chdir('/content')",
    "colab found": "import importlib.util\nif importlib.util.find_spec('google.colab'):\n"
                   "    open('/content/x')",
    "colab in modules": "import sys\nif 'google.colab' in sys.modules: open('/content/x')",
    "protobuf beside colab": "from google.colab import drive\nimport google.protobuf",
    "kaggle secrets": "from kaggle_secrets import UserSecretsClient\n"
                      "key = UserSecretsClient().get_secret('x')\nassert key == ''",
    "kaggle": "import kaggle\nkaggle.api.authenticate()",
    "kaggle datasets": "from kaggle_datasets import KaggleDatasets\n"
                       "path = KaggleDatasets().get_gcs_path()",
    "databricks": "dbutils.widgets.text('a', 'b')\ndisplayHTML('<b>')\nspark.conf.set('a', 1)",
    "deepnote": "import deepnote_toolkit\ndeepnote_toolkit.set_integration_env()",
    "jupyterlite": "import piplite\nimport micropip\npiplite.install('x')",
    "load_ext colab": "%load_ext google.colab.data_table",
    "load_ext tensorboard": "%load_ext tensorboard\n%tensorboard --logdir logs",
    "load_ext autoreload": "%load_ext autoreload\n%autoreload 2",
    "load_ext missing": "%load_ext nosuch_extension\n%reload_ext nosuch_extension",
    "installations": "!pip install nosuch-package\n%pip install nosuch\n%conda install nosuch\n"
                     "!python -m pip install nosuch\nsaid = !pip3 install nosuch\n!apt-get install x",
    "magic unknown": "%nosuch magic\n%cd /nowhere\n%config Nothing.at_all = 3",
    "cell magic in the middle": "x = 1\n%%time",
    "environment magics": "%env A=1\n%who\n%lsmagic\n%precision 3",
    "kernel": "get_ipython().kernel.do_shutdown(True)\nimport IPython\n"
              "IPython.Application.instance().kernel.do_shutdown(True)",
    "displays": "from IPython.display import HTML, clear_output\ndisplay(1, HTML('<b>x</b>'))\n"
                "clear_output()\nhandle = display('x', display_id=True)\nhandle.update('y')",
    "widgets": "import ipywidgets as widgets\nfrom ipywidgets import interact\n"
               "slider = widgets.IntSlider(3)",
    "tqdm": "from tqdm.notebook import tqdm, trange\nimport tqdm as module\n"
            "assert [i for i in tqdm(range(3))] == [0, 1, 2] == list(trange(3))\n"
            "with tqdm(total=3) as bar: bar.update(1); bar.set_description('x')",
    "matplotlib use": "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\n"
                      "plt.plot([1]); plt.show()",
    "matplotlib switch": "import matplotlib.pyplot as plt\nplt.switch_backend('QtAgg')\nplt.figure()",
    "matplotlib magics": "%matplotlib widget\n%matplotlib notebook\n%matplotlib qt\n%matplotlib ipympl\n"
                         "import matplotlib.pyplot as plt\nplt.plot([1]); plt.show()",
    "breakpoint": "breakpoint()\nimport pdb; pdb.set_trace(); pdb.Pdb().set_trace()",
    "debuggers": "import ipdb; ipdb.set_trace()\nfrom IPython.core.debugger import set_trace\n"
                 "set_trace()\nimport IPython; IPython.embed()\n%debug\n%pdb on",
    "input": "name = input('Your name? ')\nassert name == ''",
    "half a character": "print('\\ud83d', 'a\\ud800b')\ndisplay('\\ud83d')\n{'\\ud83d': 1}",
    "surrogate in a page": "from IPython.display import HTML\ndisplay(HTML('<p>\\ud83d</p>'))",
    "large result": "'x' * 300_000_000;\nshown = display('x' * 300_000_000)",
    "large pages": "from IPython.display import HTML\n"
                   "for _ in range(3): display(HTML('<div>' * 180_000))",
    "threads that display": "import threading\nt = [threading.Thread(target=lambda: [display(i) for i in "
                            "range(200)]) for _ in range(4)]\n[x.start() for x in t]\n"
                            "for i in range(200): display(i)\n[x.join() for x in t]",
}  # fmt: skip

#: name: (the answer to "double", its points, what the message says).
ANSWERS = {
    "guarded and used": ("try:\n    from google.colab import drive\nexcept Exception:\n    drive = None\n"
                         "def double(x): return 2 * x if drive is None else 0", 2, ""),
    "breakpoint in a call": ("def double(x):\n    breakpoint()\n    return 2 * x", 2, ""),
    "input in a call": ("def double(x): return x * int(input())", 0, "ValueError"),
    "input without end": ("def double(x):\n    while input() != 'q': pass", 0, "EOFError"),
    "unknown cell magic": (f"%%nosuch -a b\n{RIGHT}", 2, ""),
    "unknown package": (f"import nosuch_package\n{RIGHT}", 0, "nosuch_package"),
    "colab raises nothing": ("from google.colab import drive\ndef double(x): return drive.mount(x)", 0,
                             "double"),
    "capture": (f"%%capture out\nprint('x')\n{RIGHT}", 2, ""),
    "time": (f"%%time\n{RIGHT}", 2, ""),
    "surrogate raised": ("def double(x): raise ValueError('cut \\ud83d')", 0, "ValueError: cut"),
    "surrogate name": ("def double(x):\n    def f(): pass\n    f.__name__ = '\\ud83d'\n    return f", 0,
                       "double"),
    "surrogate returned": ("def double(x): return {'\\ud83d': ['\\ud83d']}", 0, "double"),
    "surrogate in the cell": ("text = '\ud83d'\n" + RIGHT, 2, ""),
    "large answer": ("import numpy as np\ndef double(x): return np.zeros(40_000_000)", 0, "MemoryError"),
    "fraction": ("from fractions import Fraction\ndef double(x): return Fraction(2 * x)", 2, ""),
    "decimal": ("from decimal import Decimal\ndef double(x): return Decimal(2) * x", 2, ""),
    "colliding keys": ("def double(x): return {i * (2**61 - 1): 0 for i in range(1, 2000)}", 0, "same hash"),
}  # fmt: skip


def cell_of(notebook, name):
    return next(c for c in notebook.cells if notebooks.grade_id(c) == name)


def graded(answer, first="", source=None):
    source = source or mini.source()
    submitted = reference(source, "en")
    cell_of(submitted, "double").source = answer
    if first:
        submitted.cells.insert(0, nbformat.v4.new_code_cell(first))
    return engine.execute(merge(grading_template(source, "en"), submitted))


def points_of(executed):
    found = summarise(executed, "x").exercises
    return {e.name: e.points for e in found}, {e.name: e.message for e in found}


@pytest.fixture(scope="module")
def ran():
    cases = {name: f"{code}\n{RIGHT}" for name, code in HARMLESS.items()}
    cases |= {name: code for name, (code, _, _) in ANSWERS.items()}
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(engine, "CELL_TIMEOUT_SECONDS", 120)
        return dict(zip(cases, pool.map(graded, cases.values()), strict=True))


@pytest.mark.parametrize("name", HARMLESS)
def test_what_means_nothing_in_grading_costs_nothing(ran, name):
    points, _ = points_of(ran[name])
    assert points == {"double": 2, "last": 1}, cell_of(ran[name], "double").outputs


@pytest.mark.parametrize("name", ANSWERS)
def test_an_accident_costs_no_more_than_its_own_points(ran, name):
    _, double, says = ANSWERS[name]
    points, messages = points_of(ran[name])
    assert points == {"double": double, "last": 1}, cell_of(ran[name], "double-test").outputs
    assert says in messages["double"] and bool(messages["double"]) == (double == 0)


def outputs(executed, name="double"):
    return cell_of(executed, name).outputs


def test_printed_characters_are_whole_and_half_ones_are_marked():
    code = (
        "import os, sys\nfor byte in 'ñandú €'.encode(): os.write(1, bytes([byte])); os.write(2, b'x')\n"
        f"print('ñ' * 70_000)\n{RIGHT}"
    )
    executed = graded(code)
    text = "".join(o.text for o in outputs(executed) if o.get("name") == "stdout")
    assert text.startswith("ñandú €") and set(text) <= set("ñandú €\n")
    executed = graded(f"import os\nos.write(1, b'\\xc3')\n{RIGHT}")
    assert outputs(executed)[0].text == "\ufffd"


def test_a_table_is_shown_and_a_page_that_is_too_large_says_so():
    code = f"""
import pandas as pd, numpy as np
from IPython.display import HTML
pd.set_option("display.max_rows", None)
display(pd.DataFrame(np.zeros((6_000, 4))))
display(HTML("<b>" * 400_000))
display(HTML("<p>fine<script>alert(1)</script></p>"))
{RIGHT}"""
    table, large, small = (o.data for o in outputs(graded(code)))
    assert "<td>0.0</td>" in table["text/html"] and len(table["text/html"]) > 500_000
    assert "text/html" not in large and "too large" in large["text/plain"]
    assert small["text/html"] == "<p>fine</p>"


def test_the_stand_ins_are_in_the_students_process_alone():
    source = mini.source()
    cell_of(source, "double-test").source += "\nimport google.colab"
    points, messages = points_of(graded(RIGHT, "import google.colab", source))
    assert points == {"double": 0, "last": 1}
    assert "google.colab" in messages["double"]
