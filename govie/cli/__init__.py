"""The command line: thin verbs over the library; the only module that prints."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from govie import __version__
from govie.cli.progress import tell_error
from govie.cli.reading import BAD_INPUT, MODEL, PATHS, QUIET, Reading
from govie.cli.retrain import compare, suggest, train
from govie.errors import GovieError


class Verbs(click.Group):
    """Keeps from click a closed pipe, which it would end with the code that says that a score fell."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; raise Closed where nobody reads on."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise Closed from error


class Closed(Exception):
    """Standard output is read no more, as by `head`."""


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="govie")
def cli() -> None:
    """Read facts from Chinese government reports. `govie VERB --help` tells more.

    Exit codes: 0 all done; 1 compare: a score fell; 2 bad input or usage, the rest
    is done; 130 stopped.
    """


for command in (train, compare, suggest):
    cli.add_command(command)


@cli.command(short_help="Facts: govie extract reports/ -o facts.xlsx")
@PATHS
@click.option(
    "-o", "--output", type=click.Path(), help="A .csv, .xlsx, .jsonl, .parquet or .html file; a table on the terminal without it."
)
@click.option("--headers", type=click.Choice(["zh", "en"]), default="zh", help="Language of the headers in .xlsx, .csv and .html.")
@click.option("--reread", is_flag=True, help="Read the text of a .jsonl anew where it has annotations.")
@click.option("--resume", is_flag=True, help="Go on where the same command was broken off.")
@QUIET
@MODEL
def extract(
    paths: tuple[str, ...], output: str | None, headers: str, *, reread: bool, resume: bool, quiet: bool, model: str | None
) -> None:
    """Extract the facts of reports: files (.txt .html .docx .pdf .jsonl), folders, or - for standard input.

    A line of a .jsonl that has `entities`, such as corrected annotations, gives the facts that they amount to, without the model.

    Example: govie extract reports/ -o facts.xlsx
    """
    from govie import table

    if resume and not output:
        raise click.UsageError("--resume needs -o: a table on the terminal cannot be gone on with")
    if output:
        table.check(output, headers)
    with Reading(paths, model, output, reread=reread, quiet=quiet) as reading:
        if output:
            reading.keep(resume=resume)
            table.write(reading.begin(), output, headers=headers)
        else:
            print_table(list(table.rows(reading.documents())))
        reading.finish()


def print_table(rows: list[dict[str, Any]]) -> None:
    """Print facts in columns that line up, wide characters counted as two."""
    names = ["document", "agency", "indicator", "value", "unit", "date", "aspect", "status"]
    names += ["normalized_value", "normalized_unit", "period_start", "period_end", "agency_source", "date_source"]
    cells = [names] + [[shown(row[name]) for name in names] for row in rows]
    widths = [min(30, max(width(line[i]) for line in cells)) for i in range(len(names))]
    for number, line in enumerate(cells):
        told = "  ".join(pad(text, size) for text, size in zip(line, widths, strict=True)).rstrip()
        click.secho(told, bold=not number)


def shown(value: Any) -> str:
    """Write a cell."""
    return "" if value is None else f"{value:,.10g}" if isinstance(value, float) else " ".join(str(value).split())


def width(text: str) -> int:
    """Count terminal columns."""
    return sum(2 if c >= "\u1100" else 1 for c in text)


def pad(text: str, size: int) -> str:
    """Cut or fill a cell to its columns."""
    while width(text) > size:
        text = text[:-2] + "…" if text.endswith("…") else text[:-1] + "…"
    return text + " " * (size - width(text))


@cli.command(short_help="Pre-annotate: govie annotate reports/ -o pre.jsonl")
@PATHS
@click.option("-o", "--output", type=click.Path(), required=True, help="The .jsonl file to write.")
@QUIET
@MODEL
def annotate(paths: tuple[str, ...], output: str, *, quiet: bool, model: str | None) -> None:
    """Annotate reports in the guidelines' file form, one document a line.

    Example: govie annotate reports/ -o pre.jsonl
    """
    from govie.jsonl import write_jsonl

    with Reading(paths, model, output, quiet=quiet) as reading:
        write_jsonl(reading.begin(), output)
        reading.finish()


@cli.command(short_help="A page: govie show report.html -o page.html")
@PATHS
@click.option("-o", "--output", required=True, help="The .html file to write.")
@click.option("--headers", type=click.Choice(["zh", "en"]), default="zh", help="Language of the page's own words.")
@QUIET
@MODEL
def show(paths: tuple[str, ...], output: str, headers: str, *, quiet: bool, model: str | None) -> None:
    """Show reports as one page for the browser: the text with its facts in colour, beside a table to filter and sort.

    The page stands alone and needs no network. Example: govie show report.html -o page.html
    """
    from govie import table

    if Path(output).suffix.lower() != ".html":
        raise GovieError(f"{output}: a page is written as .html; give that suffix")
    table.check(output, headers)
    with Reading(paths, model, output, reread=False, quiet=quiet) as reading:
        table.write(reading.begin(), output, headers=headers)
        reading.finish()


@cli.command(short_help="Formats: govie convert pre.jsonl pre.json --to label-studio")
@click.argument("source", type=click.Path())
@click.argument("target", type=click.Path())
@click.option("--from", "from_", metavar="F", help="Format of SOURCE: jsonl, doccano, label-studio, brat, conll, spacy or inline.")
@click.option("--to", metavar="F", help="Format of TARGET, one of the same.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell what the target's format cannot hold.")
def convert(source: str, target: str, *, from_: str | None, to: str | None, quiet: bool) -> None:
    """Convert annotations between the formats of annotation tools; names and content tell the formats where they can.

    What the target's format cannot hold is told on standard error. Example: govie convert pre.jsonl pre.json --to label-studio
    """
    from govie.convert import convert as convert_file

    for notice in convert_file(source, target, from_=from_, to=to):
        if not quiet:
            click.echo(f"{target}: {notice}", err=True)


@cli.command(short_help="Scores: govie evaluate gold.jsonl pred.jsonl --json")
@click.argument("gold", type=click.Path())
@click.argument("predicted", required=False, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@MODEL
def evaluate(gold: str, predicted: str | None, as_json: bool, model: str | None) -> None:
    """Score annotations against gold: strict entity, relation and fact scores.

    Without PREDICTED the model reads the texts of GOLD. Example: govie evaluate gold.jsonl pred.jsonl --json
    """
    from govie.extractor import Extractor
    from govie.jsonl import read_jsonl
    from govie.model import Model
    from govie.schema import BASE
    from govie.score import evaluate as score

    loaded = None if predicted and not model else Model.load(model)
    schema = loaded.schema if loaded else BASE
    right = list(read_jsonl(gold, schema))
    if predicted:
        guess = list(read_jsonl(predicted, schema))
    else:
        extractor = Extractor(loaded)
        guess = [extractor(d.text, id=d.id) for d in right]
    if not right:
        raise GovieError(f"{gold}: no documents to score")
    report = score(right, guess)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    click.echo(f"{'':<18}{'precision':>10}{'recall':>10}{'F1':>10}{'gold':>8}{'predicted':>11}")
    for kind in ("entity", "relation"):
        for label, s in report[kind].items():
            click.echo(line(f"{kind} {label}" if label == "all" else f"  {label}", s))
    click.echo(line("fact exact", report["fact"]))
    click.echo(line("fact+attributes", report["fact+attributes"]))
    for name, accuracy in report["attributes"].items():
        click.echo(f"{name:<18}{'' if accuracy is None else f'{accuracy:.4f}':>30}")


def line(name: str, s: dict[str, float]) -> str:
    """Write one row of scores."""
    return f"{name:<18}{s['precision']:>10.4f}{s['recall']:>10.4f}{s['f1']:>10.4f}{s['gold']:>8}{s['predicted']:>11}"


@cli.command(short_help="Version, model, scores, sizes: govie info --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@MODEL
def info(as_json: bool, model: str | None) -> None:
    """Tell version, model, its scores, sizes and licences.

    Example: govie info --json
    """
    from govie.model import BUNDLED, read_config

    folder = Path(model) if model else BUNDLED
    config = read_config(folder)
    sizes = {p.relative_to(folder).as_posix(): p.stat().st_size for p in sorted(folder.rglob("*")) if p.is_file()}
    found = {
        "version": __version__,
        "python": sys.version.split()[0],
        "onnxruntime": metadata.version("onnxruntime"),
        "model": str(folder),
        "schema": config.get("schema", {}),
        "encoder": config.get("encoder", {}),
        "scores": config.get("scores", {}),
        "sizes": sizes,
        "licences": {"code": "MIT", "weights": config.get("licence", "MIT; see NOTICE")},
    }
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(tell(found)))


def tell(found: dict[str, Any], indent: str = "") -> Iterator[str]:
    """Write nested values as indented lines."""
    for key, value in found.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from tell(value, indent + "  ")
        else:
            yield f"{indent}{key}: {value:,}" if isinstance(value, int) else f"{indent}{key}: {value}"


def main() -> None:
    """Run the command line; govie's own errors and those of files become one line on standard error."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal or file of another encoding, as in a Chinese Windows, lacks ㎡
    try:
        sys.exit(cli(prog_name="govie", standalone_mode=False))
    except GovieError as error:
        tell_error(str(error))
        sys.exit(BAD_INPUT)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except (Closed, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        tell_error(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        sys.exit(BAD_INPUT)
