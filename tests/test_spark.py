"""govie in a real Spark with two workers."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import govie
from govie.errors import GovieError

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'govie[spark]'")
if not shutil.which("java") or subprocess.run(["java", "-version"], capture_output=True, check=False).returncode:
    pytest.skip("Spark needs Java 17, and there is no working `java` on the path", allow_module_level=True)

from govie import spark as govie_spark

ROOT = Path(__file__).parents[1]
SEEDS = [p.read_text("utf-8") for p in sorted((ROOT / "corpus" / "seeds").glob("*.txt"))[1:3]]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
        found = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse"))).getOrCreate()
        yield found
        found.stop()


def plain(frame: Any) -> list[list[Any]]:
    """The rows with None for what is missing."""
    rows: list[list[Any]] = frame.astype(object).where(frame.notna(), None).values.tolist()
    return rows


def test_facts_are_those_of_extract(session: Any) -> None:
    rows = [(str(i), text, i * 10) for i, text in enumerate(SEEDS)] + [("none", None, None)]
    frame = session.createDataFrame(rows, "file string, text string, size int").repartition(3)
    facts = govie_spark.extract(frame, id="file", keep=["size"])
    kinds = dict(facts.dtypes)
    assert [kinds[n] for n in ("size", "document", "normalized_value", "start", "period_start")] == [
        "int",
        "string",
        "double",
        "bigint",
        "date",
    ]
    found = facts.orderBy("document", "start").toPandas()
    for i, text in enumerate(SEEDS):
        expected = govie.extract(text).to_dataframe()
        part = found[found["document"] == str(i)]
        assert set(part["size"]) == {i * 10}
        names = ["start", "end", "value", "indicator", "unit", "sentence", "normalized_value", "confidence"]
        assert plain(part[names]) == plain(expected[names])
        days = [str(day and day.date()) for [day] in plain(expected[["period_start"]])]
        assert [str(day) for [day] in plain(part[["period_start"]])] == days
    assert len(found) == sum(len(govie.extract(text).facts) for text in SEEDS)


def test_a_worker_loads_the_model_once(session: Any) -> None:
    frame = session.createDataFrame([(f"新增企业{i}家。",) for i in range(10, 34)], "text string").repartition(6)
    assert govie_spark.extract(frame).count() == 24
    assert govie_spark.extract(frame).count() == 24

    def loads(frames: Iterator[Any]) -> Iterator[Any]:
        import pandas

        for _ in frames:
            info = govie_spark.worker_extractor.cache_info()
            yield pandas.DataFrame({"pid": [os.getpid()], "loads": [info.misses], "uses": [info.hits]})

    seen = {tuple(row) for row in frame.mapInPandas(loads, "pid long, loads long, uses long").collect()}
    used = [row for row in seen if row[1]]
    assert used
    assert {row[1] for row in used} == {1}
    assert sum(row[2] for row in used) >= 6
    assert len({row[0] for row in used}) <= 2


def test_bad_columns_are_told_before_anything_runs(session: Any) -> None:
    frame = session.createDataFrame([("新增企业54家。", "x")], "text string, unit string")
    with pytest.raises(GovieError, match="no column 'body'; the columns are 'text', 'unit'"):
        govie_spark.extract(frame, text="body")
    with pytest.raises(GovieError, match="facts have columns of that name"):
        govie_spark.extract(frame, keep=["unit"])


def test_the_example_of_the_docs(session: Any, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs/pipelines.md").read_text("utf-8")
    [(code, printed)] = re.findall(r"<!-- run by tests/test_spark.py -->\n```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL)
    exec(compile(code, "docs/pipelines.md", "exec"), {"spark": session})
    assert capsys.readouterr().out.strip() == printed.strip()
