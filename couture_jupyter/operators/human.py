"""Operators that ask people: for an approval, a choice, or values in a form. While they wait they have no process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from couture_jupyter.callbacks import call_each
from couture_jupyter.configuration import conf
from couture_jupyter.exceptions import CoutureError, DagError
from couture_jupyter.notifiers import BaseNotifier
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.operators.branch import BranchMixin
from couture_jupyter.params import ParamsDict
from couture_jupyter.runtime import HumanQuestion, current_task
from couture_jupyter.triggers.human import HumanInputTrigger

RESERVED = "_options"


class HITLTriggerEventError(CoutureError):
    """What was answered cannot be used."""


class HITLTimeoutError(HITLTriggerEventError):
    """Nobody answered in time."""


class HITLRejectException(CoutureError):
    """Somebody rejected, and the task was to fail then."""


class HITLOperator(BaseOperator):
    """Asks people to choose, and perhaps to fill in a form; its XCom is
    ``{"chosen_options": […], "params_input": {…}, "responded_at": …, "responded_by_user": {"id", "name"}}``.

    Args:
        subject: the question, in one line; templated.
        options: what can be chosen.
        body: more about it, in Markdown; templated.
        defaults: what is chosen if nobody answers in time.
        multiple: whether several may be chosen.
        params: the fields of the form, as the parameters of a DAG.
        notifiers: who is told that there is a question; called when it is asked.
        assigned_users: who may answer: names, or ``{"id": …, "name": …}``. By default whoever may change runs.
        response_timeout: how long to wait for an answer; then the defaults are taken, and without any the task fails.
            ``execution_timeout`` is taken for it where it is not given.
    """

    template_fields: Sequence[str] = ("subject", "body")
    ui_color = "#fff3d6"

    def __init__(
        self,
        *,
        subject: str,
        options: list[str],
        body: str | None = None,
        defaults: str | list[str] | None = None,
        multiple: bool = False,
        params: ParamsDict | dict[str, Any] | None = None,
        notifiers: Sequence[BaseNotifier] | BaseNotifier | None = None,
        assigned_users: Any = None,
        response_timeout: timedelta | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(params=params, **kwargs)
        if response_timeout is None:
            response_timeout, self.execution_timeout = self.execution_timeout, None
        self.subject = subject
        self.body = body
        self.options = list(options)
        self.defaults = [defaults] if isinstance(defaults, str) else defaults
        self.multiple = multiple
        self.notifiers = list(notifiers) if isinstance(notifiers, Sequence) else [notifiers] if notifiers else []
        self.assigned_users = _users(assigned_users)
        self.response_timeout = response_timeout
        self._check()

    def _check(self) -> None:
        where = f'Task "{self.task_id}"'
        if not self.options or not all(isinstance(each, str) for each in self.options):
            raise DagError(f"{where}: options are texts, at least one.")
        if len(set(self.options)) != len(self.options):
            raise DagError(f"{where}: an option stands twice among {', '.join(self.options)}.")
        unknown = set(self.defaults or ()) - set(self.options)
        if unknown:
            raise DagError(f"{where}: the default {sorted(unknown)[0]!r} is none of: {', '.join(self.options)}.")
        if not self.multiple and len(self.defaults or ()) > 1:
            raise DagError(f"{where}: several defaults need multiple=True.")
        if RESERVED in self.params:
            raise DagError(f'{where}: no parameter can be called "{RESERVED}".')

    def execute(self, context: Context) -> Any:
        """Ask, tell whoever is to be told, and give the process back."""
        until = datetime.now(UTC) + self.response_timeout if self.response_timeout else None
        question = HumanQuestion(
            subject=self.subject,
            body=self.body,
            options=tuple(self.options),
            defaults=tuple(self.defaults) if self.defaults is not None else None,
            multiple=self.multiple,
            params={name: param.dump() for name, param in self.params.items()},
            assigned_users=tuple(self.assigned_users),
            timeout_at=until,
        )
        current_task.get().ask_human(question)
        call_each(self.notifiers, context, "A notifier could not tell of the question.")
        self.log.info("It waits for an answer%s.", f" until {until:%Y-%m-%d %H:%M:%S} UTC" if until else "")
        self.defer(trigger=HumanInputTrigger(), method_name="execute_complete")

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Somebody has answered, or the time is up."""
        if "error" in event:
            raise HITLTimeoutError(event["error"])
        chosen, given = event["chosen_options"], event["params_input"] or {}
        self._check_answer(chosen, given)
        who = event["responded_by_user"]
        self.log.info("%s chose: %s", who["name"] if who else "Nobody answered in time: the default", ", ".join(chosen))
        return {
            "chosen_options": chosen,
            "params_input": given,
            "responded_at": datetime.fromisoformat(event["responded_at"]),
            "responded_by_user": who,
        }

    def _check_answer(self, chosen: list[str], given: Mapping[str, Any]) -> None:
        """The DAG may have changed since it asked."""
        unknown = sorted(set(chosen) - set(self.options)) + sorted(set(given) - set(self.params))
        if unknown:
            raise HITLTriggerEventError(f"The answer {unknown[0]!r} fits none of the options and parameters any more.")

    def generate_link_to_ui(
        self,
        *,
        task_instance: Any,
        base_url: str | None = None,
        options: str | list[str] | None = None,
        params_input: dict[str, Any] | None = None,
    ) -> str:
        """The address of the run's page, where the question is answered. ``ValueError`` when nobody says where
        JupyterLab is: ``base_url``, or the setting ``base_url``."""
        for name in [options] if isinstance(options, str) else options or []:
            if name not in self.options:
                raise ValueError(f"{name!r} is none of the options: {', '.join(self.options)}.")
        for name in params_input or {}:
            if name not in self.params:
                raise ValueError(f"{name!r} is none of the parameters: {', '.join(self.params)}.")
        base = base_url or conf.get("api", "base_url", fallback="") or conf.get("webserver", "base_url", fallback="")
        page = str(getattr(task_instance, "log_url", ""))
        if not base and "://" in page:
            return page  # as the setting base_url says
        if not base:
            raise ValueError("Nobody says where JupyterLab is: give base_url.")
        names = (quote(task_instance.dag_id, safe=""), quote(task_instance.run_id, safe=""))
        return f"{base.rstrip('/')}/lab/couture/run/{names[0]}/{names[1]}"

    @staticmethod
    def generate_link_to_ui_from_context(
        *,
        context: Context,
        base_url: str | None = None,
        options: list[str] | None = None,
        params_input: dict[str, Any] | None = None,
    ) -> str:
        """The same, for the task of a context."""
        operator = context["task"]
        if not isinstance(operator, HITLOperator):
            raise ValueError(f"{operator!r} asks nobody.")
        return operator.generate_link_to_ui(
            task_instance=context["ti"], base_url=base_url, options=options, params_input=params_input
        )


class ApprovalOperator(HITLOperator):
    """Asks to approve or reject. Approved, the run goes on; rejected, the tasks directly after this one are skipped.

    Args:
        ignore_downstream_trigger_rules: skip all tasks after it, whatever their trigger rules.
        fail_on_reject: the task fails instead.
        kwargs: as ``HITLOperator`` takes them; ``options`` and ``multiple`` are settled.
    """

    APPROVE = "Approve"
    REJECT = "Reject"

    def __init__(
        self, *, ignore_downstream_trigger_rules: bool = False, fail_on_reject: bool = False, **kwargs: Any
    ) -> None:
        for name in ("options", "multiple"):
            if name in kwargs:
                raise DagError(f'ApprovalOperator has no argument "{name}": it asks to approve or reject.')
        super().__init__(options=[self.APPROVE, self.REJECT], multiple=False, **kwargs)
        self.ignore_downstream_trigger_rules = ignore_downstream_trigger_rules
        self.fail_on_reject = fail_on_reject

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Go on, skip or fail."""
        answer = super().execute_complete(context, event)
        if answer["chosen_options"][0] == self.APPROVE:
            return answer
        if self.fail_on_reject:
            raise HITLRejectException(f"It was rejected: {self.subject}")
        after = self.get_flat_relatives() if self.ignore_downstream_trigger_rules else self.downstream_list
        skipped = [task.task_id for task in after if not task.is_teardown]
        self.log.info("Rejected: skipping %s", ", ".join(skipped) or "nothing")
        context["ti"].skip_tasks(skipped)
        return answer


class HITLBranchOperator(HITLOperator, BranchMixin):
    """Asks which way to go: the options are tasks directly after it.

    Args:
        options_mapping: option → task id, where an option is not called as its task.
        kwargs: as ``HITLOperator`` takes them.
    """

    def __init__(self, *, options_mapping: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options_mapping = options_mapping or {}
        for option, task_id in self.options_mapping.items():
            if option not in self.options:
                raise DagError(f'Task "{self.task_id}": options_mapping names {option!r}, which is no option.')
            if not isinstance(task_id, str):
                raise DagError(f'Task "{self.task_id}": options_mapping gives a task id for {option!r}, as text.')

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Follow what was chosen; gives the ids of the tasks."""
        chosen = super().execute_complete(context, event)["chosen_options"]
        ids = [self.options_mapping.get(option, option) for option in chosen]
        self.follow(context, ids)
        return ids


class HITLEntryOperator(HITLOperator):
    """Asks to fill in a form. Without options of its own there is one button, which is also what is taken when nobody
    answers in time.

    Args:
        kwargs: as ``HITLOperator`` takes them.
    """

    OK = "OK"

    def __init__(self, **kwargs: Any) -> None:
        if "options" not in kwargs:
            kwargs["options"] = [self.OK]
            kwargs.setdefault("defaults", [self.OK])
        super().__init__(**kwargs)


def _users(given: Any) -> list[dict[str, str]]:
    """Who may answer, as ``{"id", "name"}`` each."""
    found = [given] if isinstance(given, str | dict) else list(given or [])
    return [
        {"id": each, "name": each}
        if isinstance(each, str)
        else {"id": str(each.get("id", each.get("name"))), "name": str(each.get("name", each.get("id")))}
        for each in found
    ]
