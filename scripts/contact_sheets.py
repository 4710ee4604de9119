"""One HTML page for each role and theme that shows all its pictures small, and an index of them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from pictured_pages import ROLES

STYLE = """body{font:14px sans-serif;margin:1rem;background:#888}figure{margin:0}
main{display:flex;flex-wrap:wrap;gap:12px;align-items:start}img{display:block;max-height:900px;object-fit:cover;object-position:top}
section{background:#fff;padding:8px}section div{display:flex;gap:8px}h2{font-size:14px;margin:0 0 6px}"""
SMALL = {1280: 420, 390: 150}  # px


def write_sheets(folder: Path, widths: Sequence[int], themes: Sequence[str]) -> None:
    links = []
    for role in ROLES:
        for theme in themes:
            name = f"{role or 'public'}-{theme}.html"
            cells = [
                _cell(folder, role or "public", one.name, widths, theme) for one in ROLES[role]
            ]
            (folder / name).write_text(_whole(name, f"<main>{''.join(cells)}</main>"))
            links.append(f'<li><a href="{name}">{name}</a></li>')
    (folder / "index.html").write_text(_whole("Pictures", f"<ul>{''.join(links)}</ul>"))


def _cell(folder: Path, role: str, page: str, widths: Sequence[int], theme: str) -> str:
    pictures = []
    for width in widths:
        name = f"{role}-{page}-{width}-{theme}.png"
        if (folder / name).exists():
            image = f'<img loading="lazy" src="{name}" width="{SMALL[width]}" alt="{width}">'
            pictures.append(f'<a href="{name}">{image}</a>')
    return f"<section><h2>{escape(page)}</h2><div>{''.join(pictures) or 'missing'}</div></section>"


def _whole(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style><body>{body}</body></html>"
    )
