"""What operators offer about templates, by Airflow's names: for code that renders by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

    from couture_jupyter.dags import DAG

Context = dict[str, Any]


class TemplatedMixin:
    """Part of ``BaseOperator``."""

    def prepare_template(self) -> None:
        """Called before templates are rendered, when fields that named files hold their texts. Subclasses may change
        their fields here."""

    def resolve_template_files(self) -> None:
        """Put the texts of files into the fields that name them, and call ``prepare_template``."""
        from couture_jupyter.templates import resolve_files

        resolve_files(self)  # type: ignore[arg-type]  # it is one
        self.prepare_template()

    def render_template_fields(self, context: Context, jinja_env: jinja2.Environment | None = None) -> None:
        """Render the template fields of this very object."""
        from couture_jupyter.templates import render

        render(self, context, jinja_env)  # type: ignore[arg-type]

    def render_template(
        self,
        content: Any,
        context: Context,
        jinja_env: jinja2.Environment | None = None,
        seen_oids: set[int] | None = None,
    ) -> Any:
        """``content`` with all templates in it rendered; ``seen_oids`` are identities of what is to be left alone."""
        from couture_jupyter.templates import render_content

        return render_content(self, context, content, jinja_env, seen_oids or ())  # type: ignore[arg-type]

    def get_template_env(self, dag: DAG | None = None) -> jinja2.Environment:
        """The Jinja environment of ``dag``, or of the task's own."""
        from couture_jupyter.templates import environment

        native = self.__dict__.get("render_template_as_native_obj")
        return environment(dag or self.__dict__.get("_dag"), native=native)
