"""Stands alone: runs a function in another Python. ``run_function.py FOLDER``.

The folder holds ``call.json`` (the function's name, the serializer), ``function.py``, ``input``, and afterwards
``output`` or ``error``. No import of ours, and nothing that an older Python does not know.
"""

import importlib
import json
import os
import sys


def main(folder: str) -> None:
    """Call the function; what it returns is in ``output``."""
    with open(os.path.join(folder, "call.json"), encoding="utf-8") as file:
        call = json.load(file)
    serializer = importlib.import_module(call["serializer"])
    with open(os.path.join(folder, "input"), "rb") as file:
        given = serializer.load(file)
    path = os.path.join(folder, "function.py")
    with open(path, encoding="utf-8") as file:
        source = file.read()
    names = {"__name__": "__main__", "__file__": path, "virtualenv_string_args": call["string_args"]}
    exec(compile(source, path, "exec"), names)  # noqa: S102 - its purpose
    try:
        result = names[call["function"]](*given["args"], **given["kwargs"])
    except Exception as error:
        with open(os.path.join(folder, "error"), "w", encoding="utf-8") as file:
            file.write(type(error).__name__ + ": " + str(error))
        raise
    with open(os.path.join(folder, "output"), "wb") as file:
        serializer.dump(result, file)


if __name__ == "__main__":
    main(sys.argv[1])
