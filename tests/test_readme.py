import contextlib
import io
import re
from pathlib import Path

from click.testing import CliRunner

from govie.cli import cli

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_python_of_the_readme_runs() -> None:
    [block] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block, "README.md", "exec"), {})
    assert "高新技术企业 54 家 2024年 level 54 2024-01-01" in out.getvalue()


def test_every_verb_of_the_readme_exists() -> None:
    blocks = "".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    verbs = set(re.findall(r"^govie (\w+)", blocks, re.MULTILINE))
    assert verbs >= {"extract", "annotate", "evaluate", "info"}
    for verb in verbs:
        assert CliRunner().invoke(cli, [verb, "--help"]).exit_code == 0
