"""What comes with govie and what it does to the machine: no network, no files left, nothing in the wheel but what is meant."""

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEANT = ("govie/*.py", "govie/py.typed", "govie/weights/*", "govie/replay/corpus.jsonl.xz", "govie/show/page.*", "govie-*.dist-info/*")
"""All that a wheel may hold."""
FORBIDDEN = {"pickle", "marshal", "shelve", "subprocess", "ctypes", "socket", "ssl", "http", "urllib", "ftplib", "requests", "httpx"}
FORBIDDEN_CALLS = {"eval", "exec", "__import__", "system", "popen"}

OFFLINE = """
import os, socket, sys, tempfile
def refuse(*_, **__):
    raise AssertionError("govie asked for the network")
socket.socket.connect = socket.socket.connect_ex = socket.socket.bind = socket.create_connection = socket.getaddrinfo = refuse
import govie
from pathlib import Path
text = Path(sys.argv[1]).read_text("utf-8")
document = next(govie.Extractor().pipe([text]))
assert document.facts and document.checks() is not None and len(document.to_dataframe())
assert govie.load()(text)._.facts
for suffix in ("csv", "xlsx", "jsonl", "html"):
    govie.table.write([document], Path(sys.argv[2]) / f"facts.{suffix}")
print(sorted(str(p) for p in Path(tempfile.gettempdir()).rglob("*")))
"""


def modules() -> list[Path]:
    """List the modules that run without the extra for training."""
    return [path for path in (ROOT / "govie").rglob("*.py") if path.parent.name != "train"]


def test_no_network_and_no_files_left(tmp_path: Path) -> None:
    temporary, out = tmp_path / "temporary", tmp_path / "out"
    temporary.mkdir()
    out.mkdir()
    seed = next((ROOT / "corpus" / "seeds").glob("001*"))
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(seed), str(out)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary), "HOME": str(temporary), "XDG_CACHE_HOME": str(temporary / "cache")},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
    assert sorted(p.name for p in out.iterdir()) == ["facts.csv", "facts.html", "facts.jsonl", "facts.xlsx"]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_nothing_is_unpickled_evaluated_or_run(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        assert not {name.split(".")[0] for name in names if name != "urllib.parse"} & FORBIDDEN
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert called not in FORBIDDEN_CALLS, f"{path.name}:{node.lineno}"
            for keyword in node.keywords:
                assert keyword.arg != "allow_pickle" or ast.unparse(keyword.value) == "False"
                assert keyword.arg != "shell"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Build the wheel twice, at different times and in different folders."""
    pytest.importorskip("hatchling")
    made = []
    for number in range(2):
        out = tmp_path_factory.mktemp(f"wheel{number}")
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)], check=True, cwd=ROOT, capture_output=True
        )
        made += out.glob("*.whl")
    return made


def test_wheel_holds_what_is_meant(wheels: list[Path]) -> None:
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = wheel.namelist()
        metadata = wheel.read(next(n for n in names if n.endswith("/METADATA"))).decode()
    assert [name for name in names if not any(fnmatch(name, pattern) for pattern in MEANT)] == []
    tracked = subprocess.run(["git", "ls-files", "govie"], capture_output=True, text=True, check=False, cwd=ROOT).stdout.split()
    assert not tracked or {n for n in names if ".dist-info/" not in n} <= set(tracked)
    assert {n.split("/")[-1] for n in names if ".dist-info/licenses/" in n} == {"LICENSE", "NOTICE"}
    assert "License-Expression: MIT" in metadata


def test_wheel_is_reproducible(wheels: list[Path]) -> None:
    assert wheels[0].read_bytes() == wheels[1].read_bytes()


def test_weights_hold_no_text_of_the_corpus() -> None:
    """Twelve characters in a row of a report are in no text file of the weights."""
    files = [p for p in (ROOT / "govie" / "weights").rglob("*") if p.suffix in (".json", ".txt", ".md", ".msgpack")]
    weights = "".join(p.read_text("utf-8", errors="replace") for p in files)
    seeds = (p.read_text("utf-8") for p in (ROOT / "corpus" / "seeds").glob("*.txt"))
    lines = [line for seed in seeds for line in re.findall("[\u4e00-\u9fff]{12,}", seed)]
    assert lines
    assert not [line for line in lines if line[:12] in weights]


def pinned(name: str) -> set[tuple[str, str]]:
    """Read a lock: names and versions; one name may have several, for several versions of Python."""
    lock = (ROOT / "requirements" / name).read_text("utf-8")
    return set(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock, re.MULTILINE))


def test_every_dependency_is_locked_with_hashes() -> None:
    tomllib = pytest.importorskip("tomllib", reason="Python 3.11 and later read pyproject.toml by themselves")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(name for extra in ("files", "parquet", "spacy", "train", "test") for name in extras[extra])]
    names = {re.split("[^A-Za-z0-9._-]", name)[0].lower() for name in wanted} - {"govie"}
    assert names <= {name for name, _ in pinned("dev.txt")}
    for lock in ("dev.txt", "run.txt"):
        entries = re.split(r"^(?=[a-z0-9._-]+==)", (ROOT / "requirements" / lock).read_text("utf-8"), flags=re.MULTILINE)[1:]
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_installation_without_extras_is_small() -> None:
    assert len({name for name, _ in pinned("run.txt")} | {"govie"}) <= 25


def test_bill_of_materials_lists_what_runs() -> None:
    bill = json.loads((ROOT / "requirements" / "sbom.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert {(one["name"].lower(), one["version"]) for one in bill["components"]} == pinned("run.txt")
