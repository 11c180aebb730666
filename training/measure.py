"""Measure what docs/performance.md tells: an install, import, 200 web pages to .xlsx, the page of a long report, Spark as documents grow.

python -m training.measure install | import | pages | show | spark
"""

from __future__ import annotations

import argparse
import html
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = [p.read_text("utf-8") for p in sorted((ROOT / "corpus" / "seeds").glob("*.txt"))]
SIZES = (25, 50, 100, 200)


def parts(count: int, size: int) -> list[str]:
    """Cut the seeds at line breaks and full stops into `count` texts of about `size` characters, over and over."""
    pieces = [line for seed in SEEDS for line in seed.replace("。", "。\n").split("\n") if line.strip()]
    texts, at = [], 0
    while len(texts) < count:
        text = ""
        while len(text) < size:
            text += pieces[at % len(pieces)] + "\n"
            at += 1
        texts.append(text)
    return texts


def install() -> None:
    """Install govie without extras into a fresh environment; count packages and bytes."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
        subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "pip", "setuptools"], check=True)
        site = next(Path(folder).glob("lib/python*/site-packages"))
        packages = sorted(p.name.partition("-")[0] for p in site.glob("*.dist-info"))
        size = sum(p.stat().st_size for p in site.rglob("*") if p.is_file())
        print(f"{len(packages)} packages, govie among them, {size / 1e6:.0f} MB: {', '.join(packages)}")


def importing() -> None:
    """Import govie in twenty processes."""
    clock = "time.perf_counter(), time.process_time()"
    code = f"import time; a = {clock}; import govie; b = {clock}; print(b[0] - a[0], b[1] - a[1])"
    times = [tuple(map(float, subprocess.check_output([sys.executable, "-c", code]).split())) for _ in range(20)]
    clocks, cores = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"import govie, median of {len(times)}: {clocks:.3f} s, {cores:.3f} s of a core, load {os.getloadavg()[0]:.1f}")


def pages() -> None:
    """Read 200 web pages into a workbook, for pages of three sizes."""
    from govie.cli import cli

    whole = [SEEDS[i % len(SEEDS)] for i in range(200)]
    for name, texts in {"500": parts(200, 500), "1,500": parts(200, 1500), "whole seeds": whole}.items():
        with tempfile.TemporaryDirectory() as folder:
            for i, text in enumerate(texts):
                lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
                page = (
                    f"<html><head><meta charset=utf-8><title>{i}</title></head><body><nav>首页 > 公开</nav><div>{lines}</div></body></html>"
                )
                Path(folder, f"{i:03}.html").write_text(page, "utf-8")
            begin, spent = time.perf_counter(), time.process_time()
            cli(["extract", folder, "-o", str(Path(folder, "facts.xlsx")), "--quiet"], standalone_mode=False)
            took, used = time.perf_counter() - begin, time.process_time() - spent
            count = sum(map(len, texts))
            print(
                f"200 pages, {name} ({count:,} characters): {took:.1f} s, {used:.1f} s of cores, load {os.getloadavg()[0]:.1f}", flush=True
            )


def show() -> None:
    """Open the page of a long report in Chromium, and filter its facts."""
    import govie
    from govie.show import to_page
    from training.browser import browser
    from training.screenshots import LONG, long_report, timed

    document = govie.extract(long_report())
    with tempfile.TemporaryDirectory() as folder, browser() as driver:
        page = Path(folder, "long.html")
        page.write_text(to_page([document]), "utf-8")
        size = page.stat().st_size
        times = [timed(driver, page) for _ in range(9)]
    opened, sifted = (sorted(column)[4] for column in zip(*times, strict=True))
    print(
        f"{LONG:,} characters, {len(document.facts)} facts, {size / 1e6:.1f} MB: opened in {opened:.2f} s, filtered in {sifted:.2f} s "
        f"(medians of {len(times)}), load {os.getloadavg()[0]:.1f}"
    )


def spark() -> None:
    """Read more and more documents on two workers, which are warm."""
    from pyspark.sql import SparkSession

    from govie.spark import extract

    os.environ.update(PYTHONPATH=str(ROOT), PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    for n in (2, *SIZES):
        texts = list(islice(parts(n, 1500), n))
        frame = session.createDataFrame([(text,) for text in texts], "text string").repartition(4).cache()
        frame.count()
        begin = time.perf_counter()
        facts = extract(frame).count()
        took = time.perf_counter() - begin
        first = " (with two model loads)" if n not in SIZES else ""
        print(
            f"{n} documents, {sum(map(len, texts)):,} characters, {facts:,} facts: {took:.1f} s{first}, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    session.stop()


if __name__ == "__main__":
    tasks = {"install": install, "import": importing, "pages": pages, "show": show, "spark": spark}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=tasks)
    tasks[parser.parse_args().task]()
