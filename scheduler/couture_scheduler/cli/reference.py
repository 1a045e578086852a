"""Writes docs/command-line.md from the commands themselves; a test compares the two.

Run ``python -m couture_scheduler.cli.reference > docs/command-line.md`` after changing a command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from couture_scheduler.cli.main import couture

_HEAD = """# Command line

Written from the commands by `python -m couture_scheduler.cli.reference`; a test fails when the two differ.

`couture` (also `jupyter couture`, and `python -m couture_scheduler`) works in a *workspace*: the folder that
`--workspace` or `COUTURE_WORKSPACE` names, else the nearest folder upwards that has a `.couture` folder, else the
current folder.

- **`--workspace FOLDER`** and **`--output table|json|yaml|plain`** may stand before or after any command. Programs
  should ask for `json` (or `yaml`): its fields are those of the records, moments are ISO 8601 in UTC. `runs watch` then
  prints one document a line.
- **Exit status**: 0 done; 1 failed (also: the run that was watched failed, something is not running, a check found
  something); 2 wrong usage or wrong input; 130 interrupted. Errors are a sentence on standard error.
- **`NAME=VALUE`** values are read as JSON where they are JSON (`3`, `0.5`, `true`, `["a"]`), else as text; where a
  notebook's parameters cell says `str` they stay text.
- **Moments** are ISO 8601, e.g. `2026-12-31T09:00`; without an offset in `--timezone` where that is given, else in
  the machine's zone.
- **Completion** of commands and options in your shell: put `eval "$(_COUTURE_COMPLETE=bash_source couture)"` into
  `~/.bashrc` (`zsh_source` and `~/.zshrc` for zsh; for fish `_COUTURE_COMPLETE=fish_source couture | source`).

## A first round

```
couture doctor                                        # is everything in place?
couture dags check dags/my_dag.py                     # can this file be read? (needs no database)
couture notebooks run report.ipynb -p country=FI      # run a notebook now and watch it
couture notebooks schedule report.ipynb --cron '0 9 * * *' --timezone Europe/Helsinki
couture runs list --state failed
couture runs retry my_dag --watch
```

"""

_COMMON = {"--workspace", "--output", "--help"}


def page() -> str:
    """The whole page."""
    parts = []
    for title, group in _groups():
        parts.append(f"## {title}\n\n")
        parts += [_section(path, command) for path, command in _commands(group, title)]
    return _HEAD + "".join(parts).rstrip("\n") + "\n"


def _groups() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(couture, info_name="couture")
    for name in couture.list_commands(context):
        command = couture.get_command(context, name)
        if command is not None:
            yield f"couture {name}", command


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, each in command.commands.items():
        yield from _commands(each, f"{path} {name}")


def _section(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    lines = [f"### `{' '.join([path, usage]).strip()}`", "", _prose(command.help or "")]
    options = [each for each in command.params if isinstance(each, click.Option) and not set(each.opts) & _COMMON]
    if options:
        lines += ["", "| option | what it does |", "|---|---|"]
        lines += [_option(each, context) for each in options]
    return "\n".join(lines) + "\n\n"


def _prose(text: str) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _option(option: click.Option, context: click.Context) -> str:
    names, words = option.get_help_record(context) or ("", "")
    escaped = names.replace("|", "\\|")
    return f"| `{escaped}` | {' '.join(words.split())} |"


if __name__ == "__main__":
    sys.stdout.write(page())
