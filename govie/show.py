"""Facts as pictures: spans and links over the text, in a page or a notebook; no assets from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape

from govie.table import HEADERS, row
from govie.types import Document

COLUMNS = [
    *("agency", "indicator", "value", "unit", "date", "aspect", "status"),
    *("normalized_value", "normalized_unit", "period_start", "period_end"),
]
STYLE = """
:root{color-scheme:light dark}
.govie{font:15px/1.8 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#1b1b1b;background:#fff}
.govie .text{white-space:pre-wrap;overflow-wrap:anywhere}
.govie .e{border-radius:3px;padding:0 1px;cursor:default}
.govie .AGENCY{background:#d9e8ff}.govie .INDICATOR{background:#d8f3dc}.govie .NUMBER{background:#ffe3b3}
.govie .UNIT{background:#ffd6d6}.govie .DATE{background:#e8dcff}
.govie table{border-collapse:collapse;font-size:13px;line-height:1.4}
.govie th,.govie td{border-bottom:1px solid #8884;padding:4px 8px;text-align:left;vertical-align:top}
.govie th{position:sticky;top:0;background:inherit}.govie th button{all:unset;cursor:pointer;font-weight:600}
.govie tr:focus,.govie tr:hover{background:#8882;outline:none}.govie .lit{outline:2px solid #d9480f}
.govie input{font:inherit;padding:4px 8px;width:100%;box-sizing:border-box}
.govie.page{display:grid;grid-template-columns:1fr 1fr;height:100vh;gap:1rem;margin:0}
.govie.page>div{overflow:auto;padding:1rem}.govie h2{font-size:1rem;margin:1rem 0 .3rem}
.govie th button:focus-visible,.govie input:focus-visible{outline:2px solid #1c7ed6}
@media(prefers-color-scheme:dark){.govie{color:#eee;background:#1b1b1b}
.govie .AGENCY{background:#1c3d6e}.govie .INDICATOR{background:#1d4d2b}.govie .NUMBER{background:#6b4a12}
.govie .UNIT{background:#6b2323}.govie .DATE{background:#432a6b}}
"""
SCRIPT = """
(()=>{const root=document.currentScript.parentElement,rows=[...root.querySelectorAll('tbody tr')];
const light=(tr,go)=>{root.querySelectorAll('.lit').forEach(e=>e.classList.remove('lit'));
const found=JSON.parse(tr.dataset.spans).map(id=>root.querySelector('#'+CSS.escape(id))).filter(Boolean);
found.forEach(e=>e.classList.add('lit'));if(go&&found[0])found[0].scrollIntoView({block:'center'});};
rows.forEach(tr=>{tr.addEventListener('click',()=>light(tr,true));tr.addEventListener('mouseenter',()=>light(tr,false));
tr.addEventListener('keydown',e=>{if(e.key==='Enter'||e.key===' '){e.preventDefault();light(tr,true)}
if(e.key==='ArrowDown'&&tr.nextElementSibling)tr.nextElementSibling.focus();
if(e.key==='ArrowUp'&&tr.previousElementSibling)tr.previousElementSibling.focus();});});
const filter=root.querySelector('input');if(filter)filter.addEventListener('input',()=>{const q=filter.value.trim();
rows.forEach(tr=>tr.hidden=q!==''&&!tr.textContent.includes(q));});
const heads=[...root.querySelectorAll('th button')];
heads.forEach((b,i)=>{let up=true;b.addEventListener('click',()=>{
const body=rows[0]&&rows[0].parentElement;
const key=tr=>tr.children[i].dataset.n?parseFloat(tr.children[i].dataset.n):tr.children[i].textContent;
rows.sort((x,y)=>{const a=key(x),c=key(y);
return(typeof a==='number'&&typeof c==='number'?a-c:String(a).localeCompare(String(c),'zh'))*(up?1:-1)});
up=!up;if(body)rows.forEach(tr=>body.append(tr));});});})();
"""


def to_html(document: Document) -> str:
    """Give one document as a fragment for a notebook: text with coloured spans, then its facts."""
    return f'<div class="govie"><style>{STYLE}</style>{marked(document, "d")}{fact_table([document], ["d"])}<script>{SCRIPT}</script></div>'


def to_page(documents: Sequence[Document]) -> str:
    """Give documents as one self-contained page: the texts beside a table that filters, sorts and lights up its words."""
    keys = [f"d{i}" for i in range(len(documents))]
    texts = "".join(f"<h2>{escape(d.id)}</h2>{marked(d, key)}" for d, key in zip(documents, keys, strict=True))
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>govie</title><style>{STYLE}</style></head>"
        f'<body class="govie page"><div>{texts}</div><div><input aria-label="筛选" placeholder="筛选事实">'
        f"{fact_table(documents, keys)}</div><script>{SCRIPT}</script></body></html>"
    )


def marked(document: Document, key: str) -> str:
    """Write the text with its entities as coloured spans."""
    return f'<div class="text">{"".join(pieces(document, key))}</div>'


def pieces(document: Document, key: str) -> Iterator[str]:
    """Give the text piece by piece, escaped."""
    position = 0
    for e in document.entities:
        yield escape(document.text[position : e.start])
        title = f"{e.label} {e.confidence:.2f}"
        yield f'<span class="e {e.label}" id="{key}e{e.id}" title="{title}">{escape(document.text[e.start : e.end])}</span>'
        position = e.end
    yield escape(document.text[position:])


def fact_table(documents: Sequence[Document], keys: Sequence[str]) -> str:
    """Write the facts as a table whose rows know their spans."""
    head = "".join(f'<th scope="col"><button>{HEADERS[name]}</button></th>' for name in COLUMNS)
    body = "".join(f for d, key in zip(documents, keys, strict=True) for f in fact_rows(d, key))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def fact_rows(document: Document, key: str) -> Iterator[str]:
    """Write one table row a fact."""
    for fact in document.facts:
        spans = json.dumps([f"{key}e{e.id}" for e in (fact.number, *fact.indicators, *fact.units, *fact.dates, *fact.agencies)])
        values = row(document, fact)
        cells = "".join(cell(values[name]) for name in COLUMNS)
        yield f"<tr tabindex=\"0\" data-spans='{spans}'>{cells}</tr>"


def cell(value: object) -> str:
    """Write one cell; numbers carry their value to sort by."""
    if isinstance(value, float):
        return f'<td data-n="{value!r}">{value:,.10g}</td>'
    return f"<td>{escape('' if value is None else str(value))}</td>"
