"""``couture kernels``: kernels with an environment of their own, which couture installs and brings up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from couture_scheduler.cli.commands import Group
from couture_scheduler.cli.session import Session

if TYPE_CHECKING:
    from couture_scheduler.managed_kernels.catalogue import ManagedKernel
    from couture_scheduler.managed_kernels.installing import Installed


@click.group(cls=Group)
def kernels() -> None:
    """Kernels to choose from for notebooks, and those with packages that couture installs."""


def _where(command: Callable[..., None]) -> Callable[..., None]:
    """The options that Jupyter's own commands have for the place of a kernelspec."""
    options = (
        click.option("--user", "where", flag_value="user", help="For this user of the machine."),
        click.option(
            "--sys-prefix", "where", flag_value="sys-prefix", help="For all who use this installation.  [default]"
        ),
        click.option(
            "--prefix", type=click.Path(file_okay=False, path_type=Path), help="Below PREFIX/share/jupyter, elsewhere."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@kernels.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List the kernels that can be chosen on this machine, and those that can be installed."""
    from jupyter_client.kernelspec import KernelSpecManager

    managed = _look_at_all()
    specs = KernelSpecManager().get_all_specs()
    rows = [(each.kernel.name, each.kernel.display_name, each.state.value, each.folder or "") for each in managed]
    others = sorted(set(specs) - {each.kernel.name for each in managed})
    rows += [(name, specs[name]["spec"]["display_name"], "installed", specs[name]["resource_dir"]) for name in others]
    columns = ("Name", "Title", "State", "Folder")
    document = [dict(zip(("name", "display_name", "state", "folder"), map(str, row), strict=True)) for row in rows]
    session.show.table(columns, rows, {"kernels": document, "total_entries": len(document)})


@kernels.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_where
@click.pass_obj
def install(session: Session, names: Sequence[str], where: str | None, prefix: Path | None) -> None:
    """Install kernels by name: ml-kernel, tf-kernel, pytorch-kernel, and with sparkmagic pysparkkernel, sparkkernel,
    sparkrkernel. Each gets an environment from a lock file, in which nothing changes by itself."""
    _install(session, [_find(name) for name in names], _data(where, prefix))


@kernels.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@_where
@click.pass_obj
def update(session: Session, names: Sequence[str], where: str | None, prefix: Path | None) -> None:
    """Bring kernels up to date with the lock files of this version, all that are installed if none is named. One that
    runs keeps its packages until it ends."""
    from couture_scheduler.managed_kernels.catalogue import CATALOGUE
    from couture_scheduler.managed_kernels.installing import State, look, require_ours

    data = _data(where, prefix)
    named = [_find(name) for name in names]
    for each in named:
        require_ours(each, data)
    wanted = named or CATALOGUE
    outdated = [each for each in wanted if look(each, [data]).state is State.OUTDATED]
    if not outdated:
        session.show.text("All is up to date.", {"kernels": []})
        return
    _install(session, outdated, data)


@kernels.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_where
@click.pass_obj
def remove(session: Session, names: Sequence[str], where: str | None, prefix: Path | None) -> None:
    """Remove kernels, and environments that no other kernel needs."""
    from couture_scheduler.managed_kernels import installing

    for name in names:
        with _told(f"{name} was not removed"):
            installing.remove(_find(name), _data(where, prefix))
        session.show.text(f"The kernel {name} is gone.", {"removed": name})


def _look_at_all() -> list[Installed]:
    from jupyter_core.paths import jupyter_path

    from couture_scheduler.managed_kernels.catalogue import CATALOGUE
    from couture_scheduler.managed_kernels.installing import look

    return [look(each, [Path(found) for found in jupyter_path()]) for each in CATALOGUE]


def _find(name: str) -> ManagedKernel:
    from couture_scheduler.managed_kernels.catalogue import CATALOGUE

    found = next((each for each in CATALOGUE if each.name == name), None)
    if found is None:
        raise click.BadParameter(f"There is no {name!r}. There are: {', '.join(each.name for each in CATALOGUE)}.")
    return found


def _data(where: str | None, prefix: Path | None) -> Path:
    import sys

    from jupyter_core.paths import jupyter_data_dir

    if where == "user":
        return Path(jupyter_data_dir())
    return (prefix or Path(sys.prefix)).absolute() / "share" / "jupyter"


def _install(session: Session, wanted: Sequence[ManagedKernel], data: Path) -> None:
    for kernel in wanted:
        with _told(f"{kernel.name} was not installed"):
            folder = _install_one(kernel, data)
        session.show.text(
            f"The kernel {kernel.name} is in {folder}.", {"installed": kernel.name, "folder": str(folder)}
        )


@contextmanager
def _told(failure: str) -> Iterator[None]:
    """Tell of a folder that cannot be written, whatever keeps us from it."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"{failure}: {error}. Name a place that you can write: --user or --prefix."
        ) from None


def _install_one(kernel: ManagedKernel, data: Path) -> Path:
    """A terminal shows the installer's newest line; all of them are in a log."""
    from rich.console import Console
    from rich.markup import escape

    from couture_scheduler.environments.building import BuildFailed
    from couture_scheduler.managed_kernels import installing

    console = Console(stderr=True, highlight=False)
    path = data / installing.HOME / f"{kernel.name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as log, console.status(kernel.name) as status:

        def say(line: str) -> None:
            print(line, file=log, flush=True)
            status.update(escape(f"{kernel.name}: {line[:100]}"))

        try:
            return installing.install(
                kernel, data, lambda told: console.print(f"{kernel.name}: {told}", markup=False), say
            )
        except BuildFailed as error:
            raise click.ClickException(f"{kernel.name} was not installed.\n{error} It is {path}.") from None
