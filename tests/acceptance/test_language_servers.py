"""The DAG editor and a language server: a real one, small, that speaks the protocol through JupyterLab."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.acceptance.conftest import Lab

SERVED = "from couture_jupyter import DAG\n\nwith DAG('served', schedule=None):\n    pass\n"
# What an extension such as jupyterlab-lsp brings: a feature, and completions from the server of the document.
EXTENSION = """() => {
  const registry = window.jupyterapp.pluginRegistry;
  const service = name => {
    const token = [...registry._services.keys()].find(each => each.name.endsWith(`:${name}`));
    return registry.resolveRequiredService(token);
  };
  const names = ['ILSPFeatureManager', 'ILSPDocumentConnectionManager', 'ICompletionProviderManager'];
  void Promise.all(names.map(service)).then(([features, documents, completion]) => {
    features.register({ id: 'test' });
    completion.registerProvider({
      identifier: 'test',
      rank: 2000,
      renderer: null,
      isApplicable: async ({ widget }) => documents.adapters.has(widget.context?.path),
      fetch: async ({ offset }, { widget, editor }) => {
        const adapter = documents.adapters.get(widget.context.path);
        const { uri, documentInfo } = adapter.virtualDocument;
        const { line, column } = editor.getCursorPosition();
        const items = await documents.connections.get(uri).clientRequests['textDocument/completion'].request({
          textDocument: { uri: documentInfo.uri },
          position: { line, character: column }
        });
        return { start: offset - column, end: offset, items };
      }
    });
    completion.setTimeout(60000);
    window.useServer = () => completion.activateProvider(['test']);
  });
}"""


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A JupyterLab of its own, whose server knows a language server for Python."""
    folder = Path(tempfile.mkdtemp(prefix="couture-lab-")).resolve()
    made = Lab(folder / "workspace")
    (made.workspace / "dags").mkdir(parents=True)
    (made.workspace / "dags" / "served.py").write_text(SERVED, encoding="utf-8")
    program = [sys.executable, str(Path(__file__).with_name("language_server.py")), str(folder / "told")]
    spec = {"version": 2, "argv": program, "languages": ["python"], "mime_types": ["text/x-python"]}
    config = {"LanguageServerManager": {"autodetect": False, "language_servers": {"small": spec}}}
    (folder / "config").mkdir()
    (folder / "config" / "jupyter_server_config.json").write_text(json.dumps(config), encoding="utf-8")
    settings = folder / "settings" / "@jupyterlab" / "lsp-extension" / "plugin.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"activate": "on"}', encoding="utf-8")
    made.start()
    made.wait_until(lambda: made.has_dag("served"))
    yield made
    problems = made.end()
    shutil.rmtree(folder, ignore_errors=True)
    assert problems == []


def test_a_language_server_follows_the_text_of_the_dag_editor(screen: Any, lab: Lab) -> None:
    told = lab.workspace.parent / "told"
    uri = (lab.workspace / "dags" / "served.py").as_uri()
    screen.open()
    screen.page.evaluate(EXTENSION)
    screen.page.wait_for_function("() => window.useServer")
    screen.execute("couture:edit-dag-file", path="served.py")
    text = screen.page.locator(".couture-DagEditor-text .cm-content")
    text.click()
    lab.wait_until(lambda: told.exists() and f"textDocument/didOpen {uri}" in told.read_text())
    screen.page.keyboard.press("Control+End")
    screen.page.keyboard.insert_text("zebra")
    found = screen.page.locator(".jp-Completer:visible .jp-Completer-item").filter(has_text="zebra_two")

    def asked() -> bool:
        screen.page.evaluate("() => window.useServer()")
        screen.execute("couture:complete-dag-code")
        with contextlib.suppress(PlaywrightTimeout):  # JupyterLab chose its own providers again meanwhile
            found.wait_for(timeout=10_000)
        return found.is_visible()

    lab.wait_until(asked)
    found.click()
    text.get_by_text("zebra_two").wait_for()
    screen.execute("couture:save-dag-file")
    lab.wait_until(lambda: f"textDocument/didSave {uri}" in told.read_text())
