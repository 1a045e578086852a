"""Airflow's exceptions that nothing of ours raises, for DAG files and provider packages that raise or catch them.

All are errors of ours, so that ``except AirflowException`` catches them as in Airflow; three end a process whatever it
catches, and three are warnings.
"""

from __future__ import annotations

from couture_jupyter.exceptions import CoutureError, DagError, DuplicateTaskIdError, TaskError


class AirflowBadRequest(CoutureError):
    """A request that makes no sense."""


class AirflowNotFoundException(CoutureError):
    """What was asked for does not exist."""


class AirflowConfigException(CoutureError):
    """An option is wrong or missing."""


class AirflowTaskTimeout(BaseException):
    """A task has worked for longer than it may."""


class AirflowTaskTerminated(BaseException):
    """A task was told to stop."""


class AirflowInternalRuntimeError(BaseException):
    """Something that no task can mend."""


class AirflowOptionalProviderFeatureException(CoutureError):
    """A provider misses a package for what it is asked to do."""


class AirflowProviderDeprecationWarning(DeprecationWarning):
    """A provider's old way."""


class RemovedInAirflow3Warning(DeprecationWarning):
    """An old way that Airflow 3 has no more."""


class RemovedInAirflow4Warning(DeprecationWarning):
    """An old way that Airflow 4 will not have."""


class AirflowClusterPolicyError(CoutureError):
    """A rule of the place where it runs refuses a DAG."""


class AirflowClusterPolicyViolation(AirflowClusterPolicyError):
    """A rule of the place where it runs was broken."""


class AirflowClusterPolicySkipDag(CoutureError):
    """A DAG is left out by a rule of the place where it runs."""


class ConnectionNotUnique(CoutureError):
    """Several connections where one is needed."""


class DagNotFound(AirflowNotFoundException):
    """There is no such DAG."""


class DagRunNotFound(AirflowNotFoundException):
    """There is no such run."""


class PoolNotFound(AirflowNotFoundException):
    """There is no such pool."""


class TaskNotFound(AirflowNotFoundException):
    """There is no such task."""


class TaskInstanceNotFound(AirflowNotFoundException):
    """There is no such task instance."""


class DagRunAlreadyExists(AirflowBadRequest):
    """There is a run with that id or date already."""


class ParamValidationError(CoutureError, ValueError):
    """A param has a value that its schema refuses."""


class XComNotFound(CoutureError):
    """A task did not push what is asked for."""


class TaskDeferralError(TaskError):
    """A trigger failed."""


class TaskDeferralTimeout(TaskError):
    """A trigger did not fire in time."""


class SerializationError(CoutureError):
    """A value has no form in which it can be stored."""


class UnmappableOperator(CoutureError):
    """An operator that cannot be mapped."""


class AirflowDagInconsistent(DagError):
    """A DAG whose arguments contradict each other."""


class AirflowDagDuplicatedIdException(DagError):
    """Two DAGs with one id."""


class FailStopDagInvalidTriggerRule(DagError):
    """A trigger rule that a DAG which stops at the first failure cannot have."""


class TaskAlreadyInTaskGroup(DuplicateTaskIdError):
    """A task belongs to one group only."""


class DagRunTriggerException(CoutureError):
    """A run of another DAG could not be started."""


class DownstreamTasksSkipped(CoutureError):
    """A task decided against those after it."""


class BackfillUnfinished(CoutureError):
    """A backfill did not finish."""
