"""What the shipped bricks do when they run: on small tables, and against stand-ins of WebHDFS and HBase's gateway."""

from __future__ import annotations

import csv
import io
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from couture_scheduler.bricks.insertion import insert
from couture_scheduler.bricks.model import Place
from couture_scheduler.bricks.rendering import render
from couture_scheduler.bricks.shipped import shipped
from hadoop_services import Hadoop

from couture_jupyter.serialization.load import load_dag_file

SKELETON = 'from couture_jupyter import DAG\n\nwith DAG("bricks") as dag:\n    pass\n'


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put the brick into a DAG file, run its tasks here in their order; what the first one returned."""
    monkeypatch.chdir(tmp_path)

    def do(name: str, **values: Any) -> Any:
        content = shipped()["shipped." + name]
        assert content.place is Place.DAG
        done = insert(SKELETON, 4, render(content, values), Place.DAG)
        path = tmp_path / "dags" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(done.source, encoding="utf-8")
        dag = load_dag_file(path, dags_folder=path.parent).dags["bricks"]
        finished = dag.test()
        states = {each.task_id: each.state.value for each in finished.task_instances}
        assert set(states.values()) == {"success"}, states
        return finished.xcom_pull(task_ids=next(iter(states)))

    return do


@pytest.fixture
def items(tmp_path: Path) -> str:
    """Four items: two of one small brand, a hammer and a nail, and prices."""
    rows = [
        ("a", "rare", "tools", 1.0, 2.0, 10.0),
        ("b", "rare", "garden", 2.0, 4.0, 20.0),
        ("c", "big", "tools", -1.0, 2.0, 30.0),
        ("d", "big", "tools", -2.0, 3.9, None),
    ]
    table = pd.DataFrame(rows, columns=["item_id", "brand", "category", "f_x", "f_y", "price"])
    table.to_csv(tmp_path / "items.csv", index=False)
    return "items.csv"


@pytest.fixture
def interactions(tmp_path: Path) -> str:
    """Ada looks at tools within an hour, comes back a month later; Bob wanders about."""
    rows = [
        ("ada", "hammer", "tools", "view", 5, "2026-01-01 10:00"),
        ("ada", "nail", "tools", "view", 5, "2026-01-01 10:10"),
        ("ada", "nail", "tools", "purchase", 5, "2026-01-01 10:20"),
        ("ada", "rose", "garden", "view", 90, "2026-02-01 10:00"),
        ("bob", "hammer", "tools", "view", 5, "2026-01-31 10:00"),
        ("bob", "rose", "garden", "view", 5, "2026-01-31 10:01"),
        ("bob", "lamp", "light", "view", 5, "2026-01-31 10:02"),
        ("cy", "hammer", "tools", "view", 5, "2026-01-31 10:00"),
        ("cy", "nail", "tools", "view", 5, "2026-01-31 10:01"),
    ]
    columns = ["user_id", "item_id", "category", "event", "seconds", "time"]
    pd.DataFrame(rows, columns=columns).to_csv(tmp_path / "seen.csv", index=False)
    return "seen.csv"


def test_items_are_alike_by_attributes_and_rare_ones_count_more(run: Any, items: str) -> None:
    count = run(
        "similarity_by_attributes",
        input_file=items,
        attributes=["brand", "category"],
        output_file="out.csv",
        most=2,
    )
    found = pd.read_csv("out.csv")
    assert count == len(found)
    best = found.groupby("item_id").first()["similar"].to_dict()
    assert best == {"a": "b", "b": "a", "c": "d", "d": "c"}
    assert found.set_index(["item_id", "similar"])["score"]["c", "d"] == 1
    assert found["score"].between(0, 1).all()


def test_items_are_alike_by_the_angle_of_their_latent_features(run: Any, items: str) -> None:
    run("similarity_by_latent_features", input_file=items, prefix="f_", output_file="out.csv", most=1)
    best = pd.read_csv("out.csv").set_index("item_id")["similar"].to_dict()
    assert best == {"a": "b", "b": "a", "c": "d", "d": "c"}


def test_a_feature_of_large_numbers_does_not_outweigh_the_others(run: Any) -> None:
    rows = [("a", 1000, 1.0, 0.0), ("b", 1000, 1.2, 0.1), ("c", 1001, 9.0, 5.0), ("d", 1001, 9.2, 5.1)]
    pd.DataFrame(rows, columns=["item_id", "weight", "x", "y"]).to_csv("features.csv", index=False)
    run("similarity_by_vectors", input_file="features.csv", prefix="", output_file="out.csv", least=-1)
    scores = pd.read_csv("out.csv").set_index(["item_id", "similar"])["score"]
    assert scores["a", "b"] > 0.9
    assert scores["a", "c"] < -0.9  # their plain cosine is almost 1: both are mostly weight


def test_latent_features_bring_together_what_the_same_people_like(run: Any, interactions: str) -> None:
    assert run("latent_features", input_file=interactions, factors=3, output_file="latent.csv") == 4
    run(
        "similarity_by_latent_features",
        input_file="latent.csv",
        prefix="latent_",
        output_file="out.csv",
        most=1,
        least=-1,
    )
    best = pd.read_csv("out.csv").set_index("item_id")["similar"].to_dict()
    assert best["nail"] == "hammer"
    again = pd.read_csv("latent.csv")
    run("latent_features", input_file=interactions, factors=3, output_file="latent.csv")
    pd.testing.assert_frame_equal(pd.read_csv("latent.csv"), again)


@pytest.mark.parametrize(("how", "buckets"), [("equal size", [0, 1, 2, -1]), ("equal width", [0, 1, 2, -1])])
def test_numbers_get_buckets_and_missing_ones_their_own(run: Any, items: str, how: str, buckets: list[int]) -> None:
    limits = run("numerical_buckets", input_file=items, column="price", buckets=3, how=how, output_file="out.csv")
    assert limits == sorted(limits)
    assert len(limits) == 4
    assert pd.read_csv("out.csv")["price_bucket"].tolist() == buckets


def test_sessions_that_wander_or_are_short_are_left_out(run: Any, interactions: str) -> None:
    assert run("coherent_sessions", input_file=interactions, shortest=2, share=0.6, output_file="out.csv") == 2
    kept = pd.read_csv("out.csv")
    assert kept.groupby("user_id").size().to_dict() == {"ada": 3, "cy": 2}
    assert kept["session"].nunique() == 2


def test_interactions_with_intent_are_kept_and_say_why(run: Any, interactions: str) -> None:
    assert run("intent_driven_interactions", input_file=interactions, least_views=2, output_file="out.csv") == 3
    kept = pd.read_csv("out.csv").set_index(["item_id", "event"])["intent"].to_dict()
    assert kept == {("nail", "view"): "repeated", ("nail", "purchase"): "strong event", ("rose", "view"): "long look"}


def test_the_items_of_each_user_come_by_weight_and_age(run: Any, interactions: str) -> None:
    assert run("interacted_items", input_file=interactions, most=2, output_file="out.csv") == 3
    best = pd.read_csv("out.csv").groupby("user_id")["item_id"].apply(list).to_dict()
    assert best["ada"] == ["nail", "rose"]
    assert len(best["bob"]) == 2


def test_a_table_is_explored(run: Any, items: str) -> None:
    found = run("eda", input_file=items, title="<Items>", output_file="out.html")
    assert found == {"rows": 4, "columns": 6, "missing": 1, "duplicates": 0}
    page = Path("out.html").read_text(encoding="utf-8")
    assert "&lt;Items&gt;" in page
    assert "Most frequent: brand" in page
    assert "Correlations" in page


def test_a_task_without_its_packages_says_what_to_install(
    run: Any, items: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    rendered = render(shipped()["shipped.eda"], {"input_file": items}).code
    scope: dict[str, Any] = {"task": lambda function: function}
    with pytest.raises(RuntimeError, match="pip install pandas"):
        exec(compile(rendered, "brick", "exec"), scope)
    rendered = render(shipped()["shipped.pyspark"], {}).code
    with pytest.raises(RuntimeError, match="pip install pyspark"):
        exec(compile(rendered, "brick", "exec"), scope)


@pytest.fixture
def hadoop() -> Any:
    with Hadoop() as made:
        yield made


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    path = tmp_path / "shop.db"
    monkeypatch.setenv("AIRFLOW_CONN_SHOP", f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE items (item_id TEXT, title TEXT)")
    return connection


def test_rows_go_from_a_database_to_hdfs_to_hbase_and_all_the_way_back(
    run: Any, hadoop: Hadoop, database: sqlite3.Connection
) -> None:
    rows = [
        (f"item {number}", f'Title "{number}", ä\nof two lines' if number == 2 else f"Title {number}")
        for number in range(5)
    ]
    database.executemany("INSERT INTO items VALUES (?, ?)", rows)
    database.commit()
    hdfs = {"hdfs_url": hadoop.url, "hdfs_path": "/data/my items.csv"}
    assert run("sql_to_hdfs", conn_id="shop", sql="SELECT * FROM items", batch_size=2, **hdfs) == 5
    assert hadoop.files["/data/my items.csv"].decode().startswith("item_id,title\r\n")
    database.execute("DELETE FROM items")
    database.commit()
    assert run("hdfs_to_sql", conn_id="shop", table="items", commit_every=2, **hdfs) == 5
    assert sorted(database.execute("SELECT * FROM items").fetchall()) == rows
    assert run("hdfs_to_hbase", hbase_url=hadoop.url, table="shop:items", batch_size=2, **hdfs) == 5
    assert hadoop.tables["shop:items"]["item 0"] == {"d:title": "Title 0"}
    target = {"hdfs_url": hadoop.url, "hdfs_path": "/back.csv"}
    assert (
        run("hbase_to_hdfs", hbase_url=hadoop.url, table="shop:items", columns=["d:title"], batch_size=2, **target) == 5
    )
    back = list(csv.reader(io.StringIO(hadoop.files["/back.csv"].decode(), newline="")))
    assert back == [["item_id", "d:title"], *map(list, rows)]
