"""Functions as tasks: what one returns goes to the next, and one of them chooses the way."""

from datetime import timedelta

from couture_jupyter import Param, dag, task


@dag(
    description="Functions as tasks, and a branch",
    schedule=None,
    params={"limit": Param(50, "Sums from here on are large", type="integer", minimum=1)},
    default_args={"retries": 1, "retry_delay": timedelta(seconds=10)},
    tags=["example"],
)
def choose_a_way():
    """Start it by hand, with another `limit` if you like."""

    @task
    def numbers() -> list[int]:
        return list(range(1, 11))

    @task(multiple_outputs=True)
    def describe(values: list[int]) -> dict[str, int]:
        return {"total": sum(values), "largest": max(values)}

    @task.branch
    def choose(total: int, params: dict) -> str:
        return "large" if total >= params["limit"] else "small"

    @task
    def large() -> None:
        print("That is a lot.")

    @task
    def small() -> None:
        print("That is not much.")

    @task(trigger_rule="none_failed_min_one_success")
    def finish(largest: int) -> None:
        print(f"The largest number was {largest}.")

    described = describe(numbers())
    choose(described["total"]) >> [large(), small()] >> finish(described["largest"])


choose_a_way()
