"""Which files Python code reads and writes by names that are written down."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from couture_scheduler.preflight.dotted import dotted
from couture_scheduler.preflight.literals import Literals
from couture_scheduler.preflight.situations import Nodes, Situation

# By the last part of the called name. The file is the first argument.
_READERS = {
    *("read_csv", "read_parquet", "read_excel", "read_json", "read_feather", "read_pickle", "read_table", "read_hdf"),
    *("read_sas", "read_spss", "read_stata", "read_orc", "read_xml", "read_fwf", "read_file", "read_ipc", "read_avro"),
    *("read_ndjson", "scan_csv", "scan_parquet", "scan_ndjson", "scan_ipc", "loadtxt", "genfromtxt", "fromfile"),
    *("imread", "open_dataset", "open_dataarray", "load_workbook", "load_model", "ExcelFile", "parquet_file"),
    *("ParquetFile", "open_zarr", "safe_load_file", "load_dotenv"),
}
_LOADERS = {"np", "numpy", "joblib", "torch", "jnp"}  # whose `load` takes a path
_WRITERS = {
    *("savefig", "imsave", "imwrite", "savez", "savez_compressed", "savetxt", "tofile", "makedirs", "mkdir", "save"),
    *("write_csv", "write_parquet", "write_json", "write_ipc", "write_excel", "write_ndjson", "write_html", "to_csv"),
    *("write_image", "sink_csv", "sink_parquet", "to_parquet", "to_excel", "to_json", "to_feather", "to_pickle"),
    *("to_hdf", "to_html", "to_markdown", "to_latex", "to_stata", "to_orc", "to_xml", "to_netcdf", "to_zarr"),
    *("to_file", "FileHandler", "copyfileobj"),
}
_SECOND_WRITTEN = {"dump", "urlretrieve", "save"}  # joblib.dump(model, "file"), torch.save(model, "file")
_COPIES = {"copy", "copy2", "copyfile", "copytree", "move", "rename", "replace"}
_OPENERS = {"open", "ZipFile", "TarFile", "File"}  # with a mode: builtins, gzip, io, PIL.Image, zipfile, h5py
_PATH_READS = {"read_text", "read_bytes"}
_PATH_WRITES = {"write_text", "write_bytes", "touch", "mkdir"}
_UNPACKERS = {"extractall", "unpack_archive", "snapshot_download"}


@dataclass(frozen=True, slots=True)
class FileUse:
    """A file that is read (or written, ``is_write``). ``path`` is as it is written; ``*`` means that files are made
    whose names are not known."""

    path: str
    line: int
    situation: Situation
    is_write: bool = False


def find_file_uses(nodes: Nodes, literals: Literals) -> Iterator[FileUse]:
    """All of them, from top to bottom."""
    for node, situation in nodes:
        if isinstance(node, ast.Call):
            for path, is_write in _of_call(node, literals):
                if path is not None and "://" not in path and path.strip():
                    yield FileUse(path, node.lineno, situation, is_write)


def _of_call(call: ast.Call, literals: Literals) -> Iterator[tuple[str | None, bool]]:
    func, first = call.func, _argument(call, 0)
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    owner = func.value if isinstance(func, ast.Attribute) else None
    if owner is not None and literals.is_path(owner) and name in (*_PATH_READS, *_PATH_WRITES, "open"):
        writes = name in _PATH_WRITES or (name == "open" and _writes(_mode(call, 0)))
        yield literals.text(owner), writes
    elif name in _READERS or (name == "load" and dotted(owner) in _LOADERS):
        yield literals.text(first), False
    elif name in _OPENERS:
        yield literals.text(first), _writes(_mode(call, 1))
    elif name in _UNPACKERS:
        yield "*", True
    elif name in _COPIES and len(call.args) >= 2:
        yield literals.text(first), False
        yield literals.text(call.args[1]), True
    elif name in _SECOND_WRITTEN and len(call.args) >= 2:
        yield literals.text(call.args[1]), True
    elif name in _WRITERS:
        yield literals.text(first), True


def _argument(call: ast.Call, number: int) -> ast.expr | None:
    if len(call.args) > number:
        return call.args[number]
    names = ("filepath_or_buffer", "path", "file", "filename", "fname", "path_or_buf", "io", "fp", "source")
    return next((each.value for each in call.keywords if each.arg in names), None)


def _mode(call: ast.Call, number: int) -> str:
    given = call.args[number] if len(call.args) > number else None
    given = next((each.value for each in call.keywords if each.arg == "mode"), given)
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else "r"


def _writes(mode: str) -> bool:
    return any(letter in mode for letter in "wax")
