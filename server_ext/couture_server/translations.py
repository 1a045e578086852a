"""``python -m couture_server.translations [FILE.po …]`` makes of translations what JupyterLab reads.

Beside each ``couture_jupyter.po`` it writes ``couture_jupyter.json``, which the browser gets, and
``couture_jupyter.mo``, from which the server translates settings. Without names it takes those in ``locale/``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "couture_jupyter"
FOLDER = Path(__file__).with_name("locale")
# Between a context and its text, as in gettext's own files.
_DELIMITER = "\x04"


def for_browser(catalogue: Catalog) -> dict[str, Any]:
    """The translations as JupyterLab's front end reads them; what nobody has translated yet stays English."""
    # JupyterLab runs the plural forms as the beginning of a function: they must end with a semicolon.
    language, forms = str(catalogue.locale).replace("_", "-"), catalogue.plural_forms.rstrip("; ") + ";"
    translated: dict[str, Any] = {"": {"domain": DOMAIN, "language": language, "plural_forms": forms}}
    for message in catalogue:
        text = message.id if isinstance(message.id, str) else message.id[0]
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if text and all(texts) and not message.fuzzy:
            translated[_DELIMITER.join(filter(None, (message.context, text)))] = texts
    return translated


def compile_translation(path: Path) -> None:
    """Write the two files beside this ``.po``."""
    with path.open("rb") as file:
        # …/<locale>/LC_MESSAGES/couture_jupyter.po
        catalogue = read_po(file, locale=path.parent.parent.name, domain=DOMAIN)
    text = json.dumps(for_browser(catalogue), ensure_ascii=False, indent=1, sort_keys=True)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def main(names: list[str]) -> int:
    """Compile what is named, or everything in ``locale/``."""
    found = [Path(name).resolve() for name in names] or sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    for path in found:
        compile_translation(path)
    sys.stdout.write(f"{len(found)} translations compiled.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
