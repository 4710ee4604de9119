"""Cost against size, both axes logarithmic, as an SVG without any library."""

from math import log10
from typing import Any

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 760, 460, 70, 50, 150, 20
COLOURS = ("#0b5cad", "#6aa6dd", "#7a7a7a", "#c8501e", "#2e7d32", "#8e44ad", "#b8860b", "#a03060")
MARKS = (1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100)


def draw(rows: list[dict[str, Any]], family: str) -> str:
    """One line per solver for one family."""
    measured = [row for row in rows if row["family"] == family and "seconds" in row]
    solvers = list(dict.fromkeys(row["solver"] for row in measured))
    sizes = sorted({row["people"] for row in measured})
    parts = [frame(sizes, family)]
    for solver, colour in zip(solvers, COLOURS * 2, strict=False):
        points = [(r["people"], r["seconds"]) for r in measured if r["solver"] == solver]
        parts.append(line(solver, points, colour, sizes))
    return "\n".join(parts) + "\n</svg>\n"


def across(people: float, sizes: list[int]) -> float:
    low, high = log10(min(sizes)), log10(max(sizes))
    return LEFT + (WIDTH - LEFT - RIGHT) * (log10(people) - low) / max(high - low, 1)


def down(seconds: float) -> float:
    low, high = log10(MARKS[0]), log10(MARKS[-1])
    share = (log10(max(seconds, MARKS[0])) - low) / (high - low)
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share


def frame(sizes: list[int], family: str) -> str:
    """Title, grid and labels."""
    title = f"Seconds to solve, against the number of applicants ({family})"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13" aria-label="{title}">',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for mark in MARKS:
        y = down(mark)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark:g} s</text>')
    for size in sizes:
        x = across(size, sizes)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>')
        label = f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>'
        parts.append(label)
    return "\n".join(parts)


def line(solver: str, points: list[tuple[int, float]], colour: str, sizes: list[int]) -> str:
    """The line of a solver, its name at the end."""
    path = " ".join(f"{across(x, sizes):.1f},{down(y):.1f}" for x, y in points)
    x, y = across(points[-1][0], sizes), down(points[-1][1])
    dots = "".join(
        f'<circle cx="{across(a, sizes):.1f}" cy="{down(b):.1f}" r="3" fill="{colour}"/>'
        for a, b in points
    )
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'
        f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{solver}</text>'
    )
