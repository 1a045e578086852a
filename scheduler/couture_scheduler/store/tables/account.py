"""People and their roles. The six default roles are in ``access.py``; here are those that an Admin makes.

Rights on single DAGs outlive the DAG: a file that is away for a day comes back to the same people.
"""

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, false

from couture_scheduler.store.tables.dag import dag
from couture_scheduler.store.tables.metadata import MARIADB, metadata
from couture_scheduler.store.types import NAME, LongText, Moment

account = Table(
    "account",
    metadata,
    Column("username", String(NAME), primary_key=True),
    Column("first_name", String(NAME), nullable=False),
    Column("last_name", String(NAME), nullable=False),
    Column("email", String(NAME), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(NAME), nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("is_waiting", Boolean, nullable=False, server_default=false()),  # signed up, and no Admin has decided
    Column("password_hash", String(NAME), nullable=True),  # argon2; NULL: this person has no password here
    Column("password_set_at", Moment, nullable=True),
    Column("must_change_password", Boolean, nullable=False, server_default=false()),
    **MARIADB,
)

role = Table(
    "role",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("description", LongText, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(NAME), nullable=False),
    Column("updated_at", Moment, nullable=False),
    **MARIADB,
)

role_permission = Table(  # for everything
    "role_permission",
    metadata,
    Column("role", String(64), ForeignKey(role.c.name, ondelete="CASCADE"), primary_key=True),
    Column("permission", String(64), primary_key=True),
    **MARIADB,
)

role_dag = Table(  # for one DAG, given by an Admin
    "role_dag",
    metadata,
    Column("role", String(64), ForeignKey(role.c.name, ondelete="CASCADE"), primary_key=True),
    Column("dag_id", String(NAME), primary_key=True),
    Column("access", String(16), nullable=False),
    **MARIADB,
)

dag_access = Table(  # for one DAG, given by its author: the DAG's argument access_control
    "dag_access",
    metadata,
    Column("dag_id", String(NAME), ForeignKey(dag.c.dag_id, ondelete="CASCADE"), primary_key=True),
    Column("role", String(64), primary_key=True),
    Column("access", String(16), nullable=False),
    **MARIADB,
)

account_role = Table(  # a default role, or one of ours
    "account_role",
    metadata,
    Column("username", String(NAME), ForeignKey(account.c.username, ondelete="CASCADE"), primary_key=True),
    Column("role", String(64), primary_key=True, index=True),
    **MARIADB,
)
