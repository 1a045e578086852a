"""Routes of how people sign in."""

from __future__ import annotations

from dataclasses import asdict

from couture_scheduler.actions import login_settings
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.login_settings import LoginSettingsDetails

from couture_server.http.routes import Routes
from couture_server.login_settings.bodies import LoginSettings, LoginSettingsPatch, LoginTrial, LoginTrialBody

routes = Routes("Login")


@routes.get("loginSettings", "loginSettings:read")
def get_login_settings(ctx: ActionContext) -> LoginSettings:
    """How people sign in."""
    return _answer(login_settings.get(ctx))


@routes.patch("loginSettings", "loginSettings:edit")
def patch_login_settings(ctx: ActionContext, body: LoginSettingsPatch) -> LoginSettings:
    """Change how people sign in. It holds from the next sign-in."""
    return _answer(login_settings.update(ctx, body.model_dump(exclude_unset=True)))


@routes.post("loginSettings/test", "loginSettings:edit")
def test_login_settings(ctx: ActionContext, body: LoginTrialBody) -> LoginTrial:
    """Try to sign somebody in, or to reach the provider, step by step. Nothing is kept, and nobody is entered."""
    changes = body.settings.model_dump(exclude_unset=True)
    return LoginTrial.model_validate(asdict(login_settings.try_out(ctx, changes, body.username, body.password)))


def _answer(found: LoginSettingsDetails) -> LoginSettings:
    told = {
        "updated_at": found.updated_at,
        "updated_by": found.updated_by,
        "missing_parts": found.missing_parts,
    }
    return LoginSettings.model_validate({**asdict(found.settings), **told})
