"""Code bricks: who sees and changes which, what is kept, and how they travel in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from couture_scheduler.access import Actor, Role
from couture_scheduler.actions import code_brick_transfer, code_bricks, event_logs
from couture_scheduler.actions.code_bricks import Origin
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.bricks.model import BrickContent, BrickParameter
from couture_scheduler.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from people import Clock, Ear

BRICK = BrickContent("My brick", "x = ${v}\n", category="Mine", tags=("own",), parameters=(BrickParameter("v"),))


@pytest.fixture
def person(ctx: ActionContext) -> Callable[[str, Role], ActionContext]:
    return lambda name, role: replace(ctx, actor=Actor(name, role.rights))


def test_a_personal_brick_is_there_for_its_owner_alone(person: Callable[[str, Role], ActionContext]) -> None:
    ada, bob, admin = person("ada", Role.DEVELOPER), person("bob", Role.DEVELOPER), person("root", Role.ADMIN)
    made = code_bricks.create(ada, BRICK)
    assert (made.origin, made.owner, made.may_edit, made.version) == (Origin.PERSONAL, "ada", True, 1)
    for stranger in (bob, admin):
        assert code_bricks.list_bricks(stranger, origin=Origin.PERSONAL).total == 0
        for ask in (
            lambda ctx: code_bricks.get(ctx, made.id),
            lambda ctx: code_bricks.versions(ctx, made.id),
            lambda ctx: code_bricks.delete(ctx, made.id),
            lambda ctx: code_bricks.update(ctx, made.id, BRICK, expected_version=1, is_shared=True),
        ):
            with pytest.raises(NotFoundError):
                ask(stranger)


def test_a_shared_brick_is_changed_by_its_owner_or_an_admin(person: Callable[[str, Role], ActionContext]) -> None:
    ada, bob, admin = person("ada", Role.DEVELOPER), person("bob", Role.DEVELOPER), person("root", Role.ADMIN)
    made = code_bricks.create(ada, BRICK, is_shared=True)
    assert not code_bricks.get(bob, made.id).may_edit
    assert not code_bricks.get(person("eve", Role.VIEWER), made.id).may_edit
    with pytest.raises(ForbiddenError, match="ada's"):
        code_bricks.update(bob, made.id, BRICK, expected_version=1, is_shared=True)
    with pytest.raises(ForbiddenError, match="ada's"):
        code_bricks.delete(bob, made.id)
    with pytest.raises(ForbiddenError, match="Only its owner"):
        code_bricks.update(admin, made.id, BRICK, expected_version=1, is_shared=False)
    changed = replace(BRICK, title="Better")
    assert code_bricks.update(admin, made.id, changed, expected_version=1, is_shared=True).updated_by == "root"
    code_bricks.delete(admin, made.id)


def test_two_who_change_a_brick_do_not_overwrite_each_other(ctx: ActionContext, clock: Clock) -> None:
    made = code_bricks.create(ctx, BRICK)
    clock.forward(minutes=1)
    second = code_bricks.update(ctx, made.id, replace(BRICK, title="Two"), expected_version=1, is_shared=False)
    assert (second.version, second.updated_at) == (2, clock())
    with pytest.raises(ConflictError, match="version 2"):
        code_bricks.update(ctx, made.id, replace(BRICK, title="Three"), expected_version=1, is_shared=False)
    kept = [(each.version, each.content.title, each.edited_by) for each in code_bricks.versions(ctx, made.id)]
    assert kept == [(2, "Two", "ada"), (1, "My brick", "ada")]


def test_what_was_done_is_told_and_written_down(ctx: ActionContext, ear: Ear) -> None:
    made = code_bricks.create(ctx, BRICK)
    code_bricks.delete(ctx, made.id)
    assert ear.last() == {"subject": "code_brick", "what": "deleted", "user": "ada", "detail": {"brick": made.id}}
    newest = event_logs.list_event_logs(ctx).entries[0]
    assert newest.event == "delete_code_brick"
    assert newest.details is not None
    assert newest.details["content"]["body"] == BRICK.body


def test_a_shipped_brick_stays_as_it_is(ctx: ActionContext) -> None:
    pi = code_bricks.get(ctx, "shipped.spark_pi")
    assert (pi.origin, pi.may_edit, code_bricks.versions(ctx, pi.id)) == (Origin.SHIPPED, False, [])
    with pytest.raises(ConflictError, match="duplicate it"):
        code_bricks.update(ctx, pi.id, BRICK, expected_version=1, is_shared=True)
    with pytest.raises(ConflictError, match="duplicate it"):
        code_bricks.delete(ctx, pi.id)
    for wrong in ("shipped.none", "12", "-1", "x", "9" * 40, "²"):
        with pytest.raises((NotFoundError, ConflictError)):
            code_bricks.get(ctx, wrong)


def test_bricks_are_found_by_words_and_narrowed(ctx: ActionContext) -> None:
    code_bricks.create(ctx, replace(BRICK, title="Zebra", description="about latent things"))
    code_bricks.create(ctx, replace(BRICK, title="Latent zebra"))
    titles = [each.content.title for each in code_bricks.list_bricks(ctx, "LATENT").entries]
    assert titles.index("Latent zebra") < titles.index("Zebra")
    assert [each.content.title for each in code_bricks.list_bricks(ctx, "zebra things").entries] == ["Zebra"]
    assert code_bricks.list_bricks(ctx, "nothing like this").total == 0
    page = code_bricks.list_bricks(ctx, category="Mine", tags=["own"], limit=1, offset=1)
    assert (page.total, len(page.entries), page.tags) == (2, 1, {"own": 2})
    assert page.categories == {"Mine": 2}
    assert page.origins == {Origin.PERSONAL: 2}
    everything = code_bricks.list_bricks(ctx, origin=Origin.SHIPPED)
    assert everything.total >= 40
    assert everything.origins[Origin.PERSONAL] == 2
    assert code_bricks.list_bricks(ctx, "spark pi").entries[0].id == "shipped.spark_pi"


def test_a_brick_with_problems_is_not_kept(ctx: ActionContext) -> None:
    with pytest.raises(InvalidInputError) as caught:
        code_bricks.create(ctx, replace(BRICK, title="", body="x = ("))
    assert ("title",) in [each.field for each in caught.value.problems]
    assert code_bricks.list_bricks(ctx, origin=Origin.PERSONAL).total == 0


def test_bricks_travel_in_a_file(ctx: ActionContext, person: Callable[[str, Role], ActionContext]) -> None:
    bob = person("bob", Role.DEVELOPER)
    code_bricks.create(ctx, BRICK)
    code_bricks.create(ctx, replace(BRICK, title="Other"))
    document = code_brick_transfer.exported(ctx)
    assert [each["title"] for each in document["bricks"]] == ["My brick", "Other"]
    assert code_brick_transfer.exported(ctx, ["shipped.bash"])["bricks"][0]["title"] == "Run a shell command"
    code_bricks.create(bob, replace(BRICK, body="y = ${v}\n"))
    code_bricks.create(bob, replace(BRICK, title="Other"))
    shown = code_brick_transfer.preview_import(bob, document)
    assert [(each.title, each.existing is not None, each.is_same) for each in shown] == [
        ("My brick", True, False),
        ("Other", True, True),
    ]
    (taken,) = code_brick_transfer.import_bricks(bob, document, replace=True)
    assert (taken.version, taken.content) == (2, BRICK)
    assert code_brick_transfer.import_bricks(bob, document) == []
    document["bricks"][1]["body"] = "z = ${v}\n"
    (made,) = code_brick_transfer.import_bricks(bob, document, only=[1], is_shared=True)
    assert (made.origin, made.version) == (Origin.SHARED, 1)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (None, "no file of code bricks"),
        ({"format": "couture-code-bricks", "version": 2}, "newer version"),
        ({"format": "couture-code-bricks", "version": 1, "bricks": 3}, "must be a list"),
    ],
)
def test_another_file_is_refused(ctx: ActionContext, document: object, told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        code_brick_transfer.preview_import(ctx, document)


def test_a_file_with_a_bad_brick_is_shown_and_nothing_of_it_is_taken(ctx: ActionContext, tmp_path: Path) -> None:
    bad = [3, {"title": "no body"}, {**BRICK.to_json(), "colour": "red"}, {**BRICK.to_json(), "title": 5}]
    wrong = {"format": "couture-code-bricks", "version": 1, "bricks": [BRICK.to_json(), *bad]}
    problems = [each.problems for each in code_brick_transfer.preview_import(ctx, wrong)]
    assert problems[0] == ()
    assert all(problems[1:])
    with pytest.raises(InvalidInputError):
        code_brick_transfer.import_bricks(ctx, wrong)
    with pytest.raises(InvalidInputError, match="number 9"):
        code_brick_transfer.import_bricks(ctx, wrong, only=[9])
    assert code_bricks.list_bricks(ctx, origin=Origin.PERSONAL).total == 0
    assert len(code_brick_transfer.import_bricks(ctx, wrong, only=[0])) == 1
