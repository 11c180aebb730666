"""What mkdocs needs to show files that lie outside docs/: each exists once, in its own place."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
PAGES = {
    "index.md": "README.md",
    "zh.md": "README.zh.md",
    "corpus.md": "corpus/README.md",
    "corpus/guidelines.md": "corpus/guidelines.md",
    "corpus/decisions.md": "corpus/decisions.md",
    "model-card.md": "govie/weights/README.md",
    "training.md": "training/README.md",
    "changes.md": "CHANGELOG.md",
}
"""Pages of the site, and the documents that they are."""
LINKED = (
    "training/forms.tsv",
    "training/compare_libraries.py",
    "training/compare_readers.py",
    "tests/normalize/test_forms.py",
    "corpus/learning_curve.svg",
)
"""Files that pages point to, offered as they are."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the documents, the files, and the quickstart notebook as a page."""
    for uri, source in PAGES.items():
        files.append(File.generated(config, uri, content=moved((ROOT / source).read_text("utf-8"))))
    for source in LINKED:
        files.append(File.generated(config, source, abs_src_path=str(ROOT / source)))
    for hidden in [file for file in files if file.src_uri.endswith((".ipynb", ".py")) and file.src_uri not in LINKED]:
        files.remove(hidden)
    files.append(File.generated(config, "quickstart.md", content=notebook()))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Point links that leave docs/ to where the site has the file."""
    return moved(markdown)


def moved(markdown: str) -> str:
    """Change links to documents of the repository into links to their pages."""
    for uri, source in PAGES.items():
        for before in (f"../{source}", source):
            markdown = markdown.replace(f"]({before})", f"]({uri})")
    return markdown.replace("](../", "](").replace("](docs/", "](").replace("](learning_curve.svg)", "](corpus/learning_curve.svg)")


def notebook() -> str:
    """Give the quickstart notebook as markdown, with its outputs."""
    from nbconvert import MarkdownExporter

    body, _ = MarkdownExporter().from_filename(str(ROOT / "docs" / "quickstart.ipynb"))
    return str(body)
