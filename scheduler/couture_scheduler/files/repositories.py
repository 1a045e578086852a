"""Git repositories of the workspace, asked through the ``git`` command. Nothing here touches a person's working tree,
index or refs: what is written goes into a folder of ours, by an index file of ours.

Git does what a repository's own settings say. Where people are users of their own, it is started as the person for
whom it is asked: ``git`` is then another function than ``here``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from couture_scheduler.errors import InvalidInputError, UnavailableError

PATIENCE = 60.0  # seconds that one git command may take
MOST_REFS = 200
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HERE = {name for name in os.environ if name.startswith("GIT_")}  # a hook that started us must not redirect us

Git = Callable[[Sequence[str], Mapping[str, str]], "subprocess.CompletedProcess[bytes]"]


def here(words: Sequence[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run a ``git`` command as ourselves."""
    own = {name: value for name, value in os.environ.items() if name not in _HERE}
    return subprocess.run(
        words, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, env={**own, **env}, check=False
    )


@dataclass(frozen=True, slots=True)
class Repository:
    """The working tree that holds a file."""

    root: Path
    git: Git = here

    def resolve(self, ref: str) -> str:
        """The commit that ``ref`` (a branch, tag or commit) means. ``InvalidInputError`` at ``ref`` when there is
        none."""
        found = _git(self.git, self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        commit = found.stdout.decode("utf-8", "replace").strip()
        if found.returncode != 0 or not _COMMIT.fullmatch(commit):
            raise InvalidInputError.at("ref", f"The repository {self.root.name} has no branch, tag or commit {ref!r}.")
        return commit

    def head(self) -> str | None:
        """The commit that is checked out; ``None`` before the first one."""
        found = _git(self.git, self.root, "rev-parse", "--verify", "--quiet", "HEAD")
        return found.stdout.decode("utf-8", "replace").strip() if found.returncode == 0 else None

    def is_dirty(self, path: Path) -> bool:
        """Whether ``path`` differs from the commit that is checked out, or is not in it at all."""
        return bool(
            _checked(self.git, self.root, "status", "--porcelain=v1", "--ignored", "--", self.inner(path)).strip()
        )

    def inner(self, path: Path) -> str:
        """The path of a file as Git names it."""
        return path.resolve().relative_to(self.root).as_posix()

    def read(self, commit: str, path: Path) -> bytes | None:
        """The file's content in a commit; ``None`` when the commit does not have it."""
        found = _git(self.git, self.root, "cat-file", "blob", f"{commit}:{self.inner(path)}")
        return found.stdout if found.returncode == 0 else None

    def export(self, commit: str, target: Path) -> None:
        """Write all files of a commit into the folder ``target``."""
        target.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".index-", dir=target.parent)
        os.close(handle)
        os.unlink(name)  # git wants to make it
        own = {"GIT_INDEX_FILE": name}
        try:
            _checked(self.git, self.root, "read-tree", commit, env=own)
            _checked(
                self.git, self.root, "checkout-index", "--all", "--force", f"--prefix={target.resolve()}/", env=own
            )
        finally:
            Path(name).unlink(missing_ok=True)

    def refs(self) -> list[tuple[str, str]]:
        """Branches and tags, the newest first: ``branch`` or ``tag``, and the name."""
        kinds = {"refs/heads/": "branch", "refs/remotes/": "branch", "refs/tags/": "tag"}
        text = _checked(
            self.git,
            self.root,
            "for-each-ref",
            f"--count={MOST_REFS}",
            "--sort=-creatordate",
            "--format=%(refname)",
            *kinds,
        ).decode("utf-8", "replace")
        known = ((start, line) for line in text.splitlines() for start in kinds if line.startswith(start))
        pairs = [(kinds[start], line.removeprefix(start)) for start, line in known]
        return [pair for pair in pairs if not pair[1].endswith("/HEAD")]


def commit_of(path: Path, content: bytes, git: Git = here) -> tuple[str, bool] | None:
    """The commit that is checked out where ``path`` is, and whether ``content``, just read from it, differs from what
    that commit holds. ``None`` outside of repositories. One process where nothing differs."""
    if not _may_be_in_one(path.parent):
        return None
    told = _git(git, path.parent, "rev-parse", "HEAD", f"HEAD:./{path.name}").stdout
    found = told.decode("utf-8", "replace").split()
    if not found or not _COMMIT.fullmatch(found[0]):
        return None
    blob = found[1] if len(found) > 1 else ""
    if blob == _blob_id(content, found[0]):
        return found[0], False
    repository = repository_of(path, git)  # a filter such as nbstripout may be what differs: git knows
    return found[0], repository is None or repository.is_dirty(path)


def _blob_id(content: bytes, like: str) -> str:
    """The id that Git gives to the content, by the hash that the repository uses."""
    kind = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return kind(b"blob %d\0" % len(content) + content).hexdigest()


def _may_be_in_one(folder: Path) -> bool:
    """Asked first: most workspaces have no repository, and starting git takes longer than looking."""
    return any((each / ".git").exists() for each in (folder, *folder.parents)) and shutil.which("git") is not None


def repository_of(path: Path, git: Git = here) -> Repository | None:
    """The repository whose working tree holds ``path`` (a file that need not exist); ``None`` when there is none."""
    folder = _folder_of(path)
    if not _may_be_in_one(folder):
        return None
    found = _git(git, folder, "rev-parse", "--show-toplevel")
    root = Path(found.stdout.decode("utf-8", "replace").strip()).resolve()
    if found.returncode != 0 or not path.resolve().is_relative_to(root):
        return None
    return Repository(root, git)


def require_repository(path: Path, git: Git = here) -> Repository:
    """As ``repository_of``; ``InvalidInputError`` when there is none, saying why."""
    found = repository_of(path, git)
    if found is not None:
        return found
    if shutil.which("git") is None:
        raise InvalidInputError.at("kind", "The program git is not installed here: a Git ref cannot be run.")
    folder = _folder_of(path)
    if _may_be_in_one(folder) and b"dubious ownership" in _git(git, folder, "rev-parse", "--show-toplevel").stderr:
        raise InvalidInputError.at(
            "kind",
            f"The Git repository of {path.name} belongs to another user of the system, so git does not open it. The "
            "person it runs as can trust it: git config --global --add safe.directory FOLDER",
        )
    raise InvalidInputError.at("kind", f"{path.name} is in no Git repository. Choose the file or a snapshot instead.")


def _folder_of(path: Path) -> Path:
    folder = path if path.is_dir() else path.parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def _checked(git: Git, root: Path, *arguments: str, env: dict[str, str] | None = None) -> bytes:
    found = _git(git, root, *arguments, env=env)
    if found.returncode != 0:
        told = found.stderr.decode("utf-8", "replace").strip()
        raise UnavailableError(f"git {arguments[0]} failed in {root}: {told or 'no reason was given'}")
    return found.stdout


def _git(
    git: Git, root: Path, *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    words = ["git", "--no-optional-locks", "-C", str(root), *arguments]
    try:
        return git(words, {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", **(env or {})})
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"git {arguments[0]} could not be run in {root}: {error}") from error
