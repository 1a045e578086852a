"""Assets: the data that DAGs make and wait for, by name; and how several of them make up a schedule.

Vocabulary:

*asset*       something that tasks write and read: a table, a file, a model. Its *name* says which one it is, its *uri*
              where it lies. (Airflow 2 calls it a dataset.)
*event*       one update of an asset: by a task that has it among its ``outlets``, or by hand.
*alias*       a name under which a running task updates assets that nobody knew before.
*expression*  ``(a & b) | c``: which assets must have been updated for a DAG to run. In JSON an expression is one of
              ``{"asset": {"name", "uri", "group", "extra"}}``, ``{"asset_ref": {"name"}}`` or ``{"asset_ref":
              {"uri"}}``, ``{"alias": {"name", "group"}}``, ``{"all": […]}``, ``{"any": […]}``.
"""

from __future__ import annotations

import os
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from couture_jupyter.exceptions import DagError

if TYPE_CHECKING:
    from couture_jupyter.triggers.base import BaseEventTrigger

Json = Any
LONGEST_NAME = 250
LONGEST_URI = 700
_RESERVED = ("self", "context")  # arguments of a function under @asset that are no assets


class BaseAsset:
    """What ``DAG(schedule=…)`` takes: an asset, an alias, or several in an expression."""

    def __or__(self, other: Any) -> AssetAny:
        return AssetAny(self, other) if isinstance(other, BaseAsset) else NotImplemented

    def __and__(self, other: Any) -> AssetAll:
        return AssetAll(self, other) if isinstance(other, BaseAsset) else NotImplemented

    def to_json(self) -> dict[str, Json]:
        """The expression as JSON."""
        raise NotImplementedError

    def iter_assets(self) -> Iterator[Asset]:
        """The assets in the expression."""
        return iter(())

    def as_expression(self) -> dict[str, Json]:
        """The same as ``to_json``."""
        return self.to_json()


class Asset(BaseAsset, os.PathLike[str]):
    """One asset.

    Args:
        name: which asset it is, unique in this installation; also the uri if that is not given.
        uri: where it lies, e.g. ``s3://bucket/prices.csv``; also the name if that is not given. It is only a name for
            people: nothing is read from there. A password in it is dropped.
        group: for people to sort by.
        extra: facts about it, JSON; no secrets.
        watchers: what looks for updates from outside, see ``AssetWatcher``.
        access_control: accepted as in Airflow; there are no teams here.

    Raises:
        DagError: a name or uri that cannot be one.
    """

    asset_type: ClassVar[str] = "asset"

    def __init__(
        self,
        name: Any = None,
        uri: Any = None,
        *,
        group: str | None = None,
        extra: Mapping[str, Json] | None = None,
        watchers: Iterable[AssetWatcher] | None = None,
        access_control: AssetAccessControl | None = None,
    ) -> None:
        if isinstance(uri, Mapping):  # Airflow 2: Dataset(uri, extra)
            uri, extra = None, uri
        if name is None and uri is None:
            raise DagError("An asset needs a name or a uri: Asset('prices') or Asset(uri='s3://bucket/prices').")
        self.uri = checked("uri of an asset", normalized(str(name if uri is None else uri)), LONGEST_URI)
        self.name = checked("name of an asset", str(uri if name is None else name), LONGEST_NAME)
        if name is None or (uri is None and "@" in self.name):
            self.name = checked("name of an asset", self.uri, LONGEST_NAME)  # without a password in it
        if self.name in _RESERVED:
            raise DagError(f'An asset cannot be called "{self.name}": that means something else in @asset functions.')
        self.group = checked("group of an asset", group or self.asset_type, LONGEST_NAME)
        self.extra: dict[str, Json] = dict(extra or {})
        self.watchers = list(watchers or ())
        self.access_control = access_control

    @staticmethod
    def ref(*, name: str = "", uri: str = "") -> AssetReference:
        """An asset that is defined elsewhere, by its name or its uri."""
        if bool(name) == bool(uri):
            raise DagError("Asset.ref() takes a name or a uri.")
        return AssetReference(name or None, normalized(uri) if uri else None)

    @property
    def normalized_uri(self) -> str:
        """The uri; it is normalized from the beginning."""
        return self.uri

    def to_json(self) -> dict[str, Json]:
        """JSON."""
        facts = {"name": self.name, "uri": self.uri, "group": self.group, "extra": self.extra}
        return {"asset": facts}

    def iter_assets(self) -> Iterator[Asset]:
        """Itself."""
        yield self

    def __fspath__(self) -> str:
        return self.uri

    def __eq__(self, other: object) -> bool:
        return (self.name, self.uri) == (other.name, other.uri) if isinstance(other, Asset) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.uri))

    def __repr__(self) -> str:
        where = "" if self.uri == self.name else f", uri={self.uri!r}"
        return f"{type(self).__name__}(name={self.name!r}{where})"


class Dataset(Asset):
    """An asset, as Airflow 2 calls it."""

    asset_type: ClassVar[str] = "dataset"


class Model(Asset):
    """An asset that is a trained model."""

    asset_type: ClassVar[str] = "model"


@dataclass(frozen=True, slots=True)
class AssetReference(BaseAsset):
    """An asset that is defined elsewhere; made by ``Asset.ref``."""

    name: str | None = None
    uri: str | None = None

    def to_json(self) -> dict[str, Json]:
        """JSON."""
        return {"asset_ref": {"name": self.name} if self.name else {"uri": self.uri}}


@dataclass(frozen=True, slots=True)
class AssetAlias(BaseAsset):
    """Stands for the assets that running tasks update under this name: ``outlet_events[alias].add(Asset(…))``. A DAG
    with it in its schedule waits for any of them."""

    name: str
    group: str = "asset"

    def __post_init__(self) -> None:
        checked("name of an asset alias", self.name, LONGEST_NAME)

    def to_json(self) -> dict[str, Json]:
        """JSON."""
        return {"alias": {"name": self.name, "group": self.group}}


class _Several(BaseAsset):
    """What "all" and "any" have in common."""

    word: ClassVar[str]

    def __init__(self, *objects: BaseAsset) -> None:
        for each in objects:
            if not isinstance(each, BaseAsset):
                raise DagError(f"{type(self).__name__} takes assets and expressions of assets, not {each!r}.")
        self.objects: tuple[BaseAsset, ...] = objects

    def to_json(self) -> dict[str, Json]:
        """JSON."""
        return {self.word: [each.to_json() for each in self.objects]}

    def iter_assets(self) -> Iterator[Asset]:
        """The assets of all parts."""
        for each in self.objects:
            yield from each.iter_assets()

    def __eq__(self, other: object) -> bool:
        return self.objects == other.objects if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.word, self.objects))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.objects))})"


class AssetAny(_Several):
    """At least one of them: ``a | b``."""

    word = "any"

    def __or__(self, other: Any) -> AssetAny:
        return AssetAny(*self.objects, other) if isinstance(other, BaseAsset) else NotImplemented


class AssetAll(_Several):
    """All of them: ``a & b``, or ``schedule=[a, b]``."""

    word = "all"

    def __and__(self, other: Any) -> AssetAll:
        return AssetAll(*self.objects, other) if isinstance(other, BaseAsset) else NotImplemented


@dataclass(slots=True)
class Metadata:
    """What a task yields to say something about an update: ``yield Metadata(asset, {"rows": 3})``. With ``alias`` the
    asset is updated under that name."""

    asset: BaseAsset | str
    extra: dict[str, Json] = field(default_factory=dict)
    alias: AssetAlias | str | None = None


@dataclass(slots=True)
class AssetWatcher:
    """Looks for updates of an asset from outside: each event of its trigger is one. ``name`` says which watcher it is
    among those of the asset."""

    name: str
    trigger: BaseEventTrigger

    def __post_init__(self) -> None:
        from couture_jupyter.triggers.base import BaseEventTrigger

        if not isinstance(self.trigger, BaseEventTrigger):
            raise DagError(f'The trigger of the asset watcher "{self.name}" must be a BaseEventTrigger.')


@dataclass(slots=True)
class AssetAccessControl:
    """Airflow's rules for teams that share assets. There are no teams here, so it changes nothing."""

    producer_teams: list[str] = field(default_factory=list)
    consumer_teams: list[str] | None = None
    allow_global: bool = True


def expression(given: Any) -> BaseAsset:
    """What ``schedule=`` or ``assets=`` means: a list means all of them.

    Raises ``DagError`` for what is no asset.
    """
    if isinstance(given, BaseAsset):
        return given
    if isinstance(given, Sequence | set) and not isinstance(given, str) and given:
        return AssetAll(*given)
    raise DagError(f"A schedule by assets is an asset, a list of them, or an expression of them, not {given!r}.")


def from_json(document: dict[str, Json]) -> BaseAsset:
    """The expression that ``to_json`` wrote."""
    ((kind, value),) = document.items()
    if kind in ("all", "any"):
        return (AssetAll if kind == "all" else AssetAny)(*map(from_json, value))
    if kind == "alias":
        return AssetAlias(**value)
    if kind == "asset_ref":
        return AssetReference(**value)
    return Asset(**value)


def uses(given: Any) -> tuple[dict[str, Json], ...]:
    """The assets among a task's ``inlets`` or ``outlets``; these may hold other things, which say nothing to us."""
    listed = given if isinstance(given, Sequence | set) and not isinstance(given, str) else [given]
    return tuple(leaf for each in listed if isinstance(each, BaseAsset) for leaf in leaves(each.to_json()))


def leaves(document: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """The assets, references and aliases in an expression."""
    ((kind, value),) = document.items()
    if kind in ("all", "any"):
        for each in value:
            yield from leaves(each)
    else:
        yield document


def shown(document: dict[str, Json], *, outer: bool = True) -> str:
    """The expression for people: ``prices and (rates or orders)``."""
    ((kind, value),) = document.items()
    if kind not in ("all", "any"):
        return str(value.get("name") or value.get("uri"))
    parts = [shown(each, outer=False) for each in value]
    text = (" and " if kind == "all" else " or ").join(parts)
    return text if outer or len(parts) == 1 else f"({text})"


def checked(what: str, text: str, longest: int) -> str:
    """``text``, unless it cannot be a name."""
    if not text.strip():
        raise DagError(f"The {what} is empty.")
    if len(text) > longest:
        raise DagError(f"The {what} has {len(text)} characters; at most {longest} are possible: {text[:60]}…")
    return text


def normalized(uri: str) -> str:
    """The uri as it is compared: the scheme in small letters, no password, no fragment, no slash at the end, the query
    sorted. What does not look like a uri stays as it is."""
    parts = urllib.parse.urlsplit(uri)
    scheme = parts.scheme.lower()
    if not scheme or scheme.startswith("x-"):
        return uri
    if scheme == "airflow":
        raise DagError(f"The uri {uri!r} cannot be used: the scheme airflow is reserved.")
    place = parts.netloc.rpartition("@")[2] if parts.password else parts.netloc
    query = urllib.parse.urlencode(sorted(urllib.parse.parse_qsl(parts.query)))
    return urllib.parse.urlunsplit((scheme, place, parts.path.rstrip("/") or "/", query, ""))
