"""The map as a picture, drawn by the server: SVG for download, PNG for Excel.

It fills the same path strings as the map on screen. Text is set in Titillium Web, whose files travel
with the application, so a picture looks the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Literal

from PIL import ImageFont

from geodata import layers
from geodata.ground import TODAY, Ground
from geodata.layers import Area

Hatch = Literal["", "missing", "hidden"]
Box = tuple[float, float, float, float]
"""x, y, width, height."""

FONTS = Path(__file__).parents[1] / "static" / "fonts"

# Greys and blue of the Italian public-sector design system (Bootstrap Italia).
INK = "#17324d"
SOFT_INK = "#455b71"
ACCENT = "#0066cc"
RULE = "#c5c7c9"
PALE = "#e9ecef"

MARGIN = 32
LEGEND_WIDTH = 270
GAP = 24


@dataclass(frozen=True)
class LegendRow:
    """One class of the legend. `count` is how many areas are in it; with a hatch, `color` is not used."""

    color: str
    label: str
    count: int
    hatch: Hatch = ""


@dataclass(frozen=True)
class _Scene:
    """What the map shows: areas in colour, pale ones around them, lines, and the part in view."""

    areas: list[Area]
    surroundings: list[Area]
    outlines: list[Area]
    view: list[int]
    noun: str


def map_svg(
    *,
    colors: Mapping[str, str | None],
    missing: Collection[str] = (),
    hidden: Collection[str] = (),
    legend: Sequence[LegendRow],
    title: str,
    subtitle: str,
    footer: Sequence[str],
    labels: Mapping[str, str] | None = None,
    selected: str | None = None,
    within: str | None = None,
    width: int = 1000,
    legend_title: str = "",
    count_title: str | None = None,
    ground: Ground = TODAY,
) -> str:
    """A complete map picture as SVG text.

    colors: area code → fill as `#rrggbb`. An area with no colour is hatched as missing; one in `hidden`
        is hatched as hidden whatever its colour. Codes that are not in view have no effect.
    labels: area code → text on the map. Larger areas come first; a text that would cover another is
        moved a little or left out.
    within: an AUSL code shows its districts with the others pale; a district code shows its Comuni, and
        the codes of colors, missing, hidden, labels and selected are then ISTAT codes.
    ground: whose boundaries are drawn.
    count_title: heading of the counts; by default "distretti", or "Comuni" inside a district.

    The attribution of the boundaries is added to the footer where it is not there already.
    Raises geodata.layers.UnknownLayer for an unknown `within`, ValueError for a fill that is no colour.
    """
    scene = _scene(within, ground)
    inner = width - 2 * MARGIN
    head: list[str] = [f'<rect x="{MARGIN}" y="{MARGIN}" width="56" height="4" fill="{ACCENT}"/>']
    y = MARGIN + 12.0

    for text, size, weight, color, most in (
        (title, 27, 700, INK, 4),
        (subtitle, 16, 400, SOFT_INK, 3),
    ):
        for line in _wrapped(text, size, weight, inner, most):
            y += size * 1.22
            head.append(_text(line, MARGIN, y, size, weight, color))
        y += 4
    y += 14

    counts = scene.noun if count_title is None else count_title
    if within is None:
        map_box, legend_at, bottom = _corner_layout(scene, legend, bool(legend_title or counts), inner, y)
    else:
        map_box, legend_at, bottom = _column_layout(scene, legend, bool(legend_title or counts), inner, y)
    view = _fitted(scene.view, map_box)
    scale = map_box[2] / view[2]

    fills = {
        area["code"]: _fill(area["code"], colors.get(area["code"]), missing, hidden) for area in scene.areas
    }
    parts = [_drawn_map(scene, fills, labels or {}, selected, map_box, view), *head]
    parts.append(_drawn_legend(legend, legend_title, counts, *legend_at))

    y = bottom + 22
    parts.append(f'<path d="M{MARGIN} {y:g}h{inner}" stroke="{RULE}" stroke-width="1"/>')
    y += 6
    attribution = layers.paths("districts")["attribution"]
    lines = [*footer, *([] if any(attribution in line for line in footer) else [attribution])]
    for line in (piece for text in lines for piece in _wrapped(text, 12, 400, inner, 4)):
        y += 17
        parts.append(_text(line, MARGIN, y, 12, 400, SOFT_INK))
    height = round(y + MARGIN - 8)

    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" font-family="\'Titillium Web\', sans-serif">\n'
        f"<title>{_clean(title)}</title>\n<desc>{_clean(subtitle)}</desc>\n"
        f"<defs>{_hatches('legend', 1)}{_hatches('map', 1 / scale)}</defs>\n"
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def map_png(svg: str, *, width: int = 1600) -> bytes:
    """An SVG of `map_svg` as PNG, `width` pixels wide, in the fonts of the application only."""
    import resvg_py

    png: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(_font_file(weight)) for weight in (400, 600, 700)],
        font_family="Titillium Web",
        sans_serif_family="Titillium Web",
    )
    return png


# --- what is in view -------------------------------------------------------------------------------


def _scene(within: str | None, ground: Ground) -> _Scene:
    region = layers.paths("districts", ground)
    if within is None:
        return _Scene(region["areas"], [], region["borders"], region["viewBox"], "distretti")
    inside = [area for area in region["areas"] if area["parent"] == within]
    if inside:
        around = [area for area in region["areas"] if area["parent"] != within]
        ausl = [border for border in region["borders"] if border["code"] == within]
        return _Scene(inside, around, ausl, layers.frame(inside), "distretti")
    municipalities = layers.within_district(within, ground)
    around = [area for area in region["areas"] if area["code"] != within]
    district = [area for area in region["areas"] if area["code"] == within]
    return _Scene(municipalities["areas"], around, district, municipalities["viewBox"], "Comuni")


def _corner_layout(
    scene: _Scene, legend: Sequence[LegendRow], headed: bool, inner: float, top: float
) -> tuple[Box, tuple[float, float, float], float]:
    """The region leaves its lower left corner free (Liguria and Tuscany): the legend goes there."""
    left, _, view_width, view_height = scene.view
    scale = inner / view_width
    map_box = (float(MARGIN), top, float(inner), view_height * scale)
    beside = [area["bbox"] for area in scene.areas if (area["bbox"][0] - left) * scale < LEGEND_WIDTH]
    free_from = top + max(y + height for _, y, _, height in beside) * scale + GAP
    needed = _legend_height(legend, headed, LEGEND_WIDTH)
    legend_top = max(free_from, top + map_box[3] - needed)
    return map_box, (MARGIN, legend_top, LEGEND_WIDTH), max(top + map_box[3], legend_top + needed)


def _column_layout(
    scene: _Scene, legend: Sequence[LegendRow], headed: bool, inner: float, top: float
) -> tuple[Box, tuple[float, float, float], float]:
    """A part of the region may have any shape: the legend stands in a column at the right."""
    map_width = inner - LEGEND_WIDTH - GAP
    needed = _legend_height(legend, headed, LEGEND_WIDTH)
    natural = map_width * scene.view[3] / scene.view[2]
    map_height = max(min(natural, 0.86 * map_width), 0.62 * map_width, needed)
    return (
        (float(MARGIN), top, map_width, map_height),
        (MARGIN + map_width + GAP, top, LEGEND_WIDTH),
        top + map_height,
    )


def _fitted(view: list[int], box: Box) -> Box:
    """The view widened to the proportions of the box, so that the surroundings fill it."""
    x, y, width, height = view
    scale = min(box[2] / width, box[3] / height)
    full_width, full_height = box[2] / scale, box[3] / scale
    return x - (full_width - width) / 2, y - (full_height - height) / 2, full_width, full_height


# --- map -------------------------------------------------------------------------------------------


def _fill(code: str, color: str | None, missing: Collection[str], hidden: Collection[str]) -> str:
    if code in hidden:
        return "url(#map-hidden)"
    if color is None or code in missing:
        return "url(#map-missing)"
    return _color(color)


def _drawn_map(
    scene: _Scene,
    fills: Mapping[str, str],
    labels: Mapping[str, str],
    selected: str | None,
    box: Box,
    view: Box,
) -> str:
    pixel = view[2] / box[2]  # metres
    frame = (
        f'<svg x="{box[0]:.1f}" y="{box[1]:.1f}" width="{box[2]:.1f}" height="{box[3]:.1f}"'
        f' viewBox="{view[0]:.0f} {view[1]:.0f} {view[2]:.0f} {view[3]:.0f}" overflow="visible"'
        f' fill-rule="evenodd" stroke-linejoin="round"'
    )
    lines: list[str] = []
    around = "".join(
        f'<path d="{area["d"]}"/>' for area in scene.surroundings if _overlap(area["bbox"], view)
    )
    if around:
        # Painted over outside the frame instead of clipped: clipping makes a PNG up to four times slower.
        x, y, width, height = box
        lines += [
            f'{frame} fill="{PALE}" stroke="#ffffff" stroke-width="{1.2 * pixel:.0f}">{around}</svg>',
            f'<path fill="#ffffff" fill-rule="evenodd" d="M0 0h{x + width + 9999:.0f}v9999H0z'
            f'M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h-{width:.1f}z"/>',
        ]
    lines.append(f'{frame} class="areas">')
    # White borders vanish between light fills; those areas come last, with grey borders.
    for light, border in ((False, "#ffffff"), (True, "#8a97a6")):
        lines.append(f'<g stroke="{border}" stroke-width="{1.1 * pixel:.0f}">')
        lines += [
            f'<path data-code="{area["code"]}" fill="{fills[area["code"]]}" d="{area["d"]}">'
            f"<title>{_clean(area['full'])}</title></path>"
            for area in scene.areas
            if _is_light(fills[area["code"]]) == light
        ]
        lines.append("</g>")
    outlines = "".join(f'<path data-border="{area["code"]}" d="{area["d"]}"/>' for area in scene.outlines)
    lines.append(f'<g fill="none" stroke="{INK}" stroke-width="{1.6 * pixel:.0f}">{outlines}</g>')
    for area in scene.areas:
        if area["code"] == selected:
            lines += [
                f'<path data-selected="{area["code"]}" fill="none" stroke="{color}"'
                f' stroke-width="{stroke * pixel:.0f}" d="{area["d"]}"/>'
                for color, stroke in (("#ffffff", 5.5), (INK, 3))
            ]
    lines.append("</svg>")
    lines += _drawn_labels(scene.areas, labels, box, view)
    return "\n".join(lines)


def _is_light(fill: str) -> bool:
    """Whether white can hardly be told from a fill: a hatch, or a colour of relative luminance over 0.5."""
    if not fill.startswith("#"):
        return True
    digits = fill[1:] if len(fill) == 7 else "".join(2 * digit for digit in fill[1:])
    red, green, blue = ((int(digits[i : i + 2], 16) / 255) ** 2.2 for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5


def _drawn_labels(areas: list[Area], labels: Mapping[str, str], box: Box, view: Box) -> list[str]:
    """Texts at the label points, none over another; a white rim keeps them readable on any fill."""
    size, weight, leading, scale = 11.5, 600, 12.5, box[2] / view[2]
    placed: list[Box] = []
    drawn: list[str] = []
    for area in sorted(areas, key=lambda area: -area["km2"]):
        lines = _wrapped(labels.get(area["code"], ""), size, weight, 100, 3)
        if not lines:
            continue
        width = max(_length(line, size, weight) for line in lines) + 4
        height = leading * len(lines)
        x = box[0] + (area["label"][0] - view[0]) * scale
        x = min(max(x, box[0] + width / 2), box[0] + box[2] - width / 2)
        middle = box[1] + (area["label"][1] - view[1]) * scale
        for shift in (0, -0.5, 0.5, -1, 1):
            here = (x - width / 2, middle + shift * leading - height / 2, width, height)
            if not any(_overlap(here, other) for other in placed):
                placed.append(here)
                drawn += [
                    _text(
                        line,
                        x,
                        here[1] + leading * number + size * 0.9,
                        size,
                        weight,
                        INK,
                        anchor="middle",
                        rim=True,
                    )
                    for number, line in enumerate(lines)
                ]
                break
    return drawn


def _overlap(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _hatches(prefix: str, unit: float) -> str:
    """Two patterns nobody takes for one another: sparse stripes for missing, a dense net for hidden."""
    return (
        f'<pattern id="{prefix}-missing" width="7" height="7" patternUnits="userSpaceOnUse"'
        f' patternTransform="scale({unit:.4f}) rotate(45)">'
        f'<rect width="7" height="7" fill="#f5f6f7"/><path d="M0 0v7" stroke="#8a97a6" stroke-width="2.4"/>'
        f"</pattern>"
        f'<pattern id="{prefix}-hidden" width="5" height="5" patternUnits="userSpaceOnUse"'
        f' patternTransform="scale({unit:.4f})">'
        f'<rect width="5" height="5" fill="#d9dadb"/>'
        f'<path d="M0 0h5M0 0v5" stroke="{SOFT_INK}" stroke-width="1.6"/></pattern>'
    )


# --- legend ----------------------------------------------------------------------------------------

_ROW, _LINE, _SWATCH, _COUNT, _HEAD = 25, 17, 28, 44, 24


def _label_lines(row: LegendRow, width: float) -> list[str]:
    return _wrapped(row.label, 14, 400, width - _SWATCH - 10 - _COUNT, 3) or [""]


def _legend_height(legend: Sequence[LegendRow], headed: bool, width: float) -> float:
    rows = sum(_ROW + _LINE * (len(_label_lines(row, width)) - 1) for row in legend)
    return rows + (_HEAD if headed and legend else 0)


def _drawn_legend(
    legend: Sequence[LegendRow], heading: str, counts: str, x: float, y: float, width: float
) -> str:
    lines = ['<g class="legend">']
    if legend and (heading or counts):
        for text in _wrapped(heading, 12, 600, width - 80, 1):
            lines.append(_text(text, x, y + 12, 12, 600, SOFT_INK))
        lines.append(_text(counts, x + width, y + 12, 12, 600, SOFT_INK, anchor="end"))
        y += _HEAD
    for row in legend:
        fill = f"url(#legend-{row.hatch})" if row.hatch else _color(row.color)
        lines.append(
            f'<rect x="{x + 0.5:.1f}" y="{y + 0.5:.1f}" width="{_SWATCH}" height="17" fill="{fill}"'
            f' stroke="#8a97a6" stroke-width="1"/>'
        )
        lines.append(_text(str(row.count), x + width, y + 14, 14, 600, INK, anchor="end"))
        for line in _label_lines(row, width):
            lines.append(_text(line, x + _SWATCH + 10, y + 14, 14, 400, INK))
            y += _LINE
        y += _ROW - _LINE
    lines.append("</g>")
    return "\n".join(lines)


# --- text ------------------------------------------------------------------------------------------

# XML 1.0 knows no control characters, no lone surrogates and no U+FFFE, U+FFFF, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}")


def _clean(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _color(value: str) -> str:
    if not _COLOR.fullmatch(value):
        raise ValueError(f"Not a colour written as #rrggbb: {value!r}.")
    return value


def _text(
    text: str,
    x: float,
    y: float,
    size: float,
    weight: int,
    color: str,
    *,
    anchor: str = "start",
    rim: bool = False,
) -> str:
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    white_rim = ' stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{color}"'
        f"{placed}{white_rim if rim else ''}>{_clean(text)}</text>"
    )


def _wrapped(text: str, size: float, weight: int, width: float, most: int) -> list[str]:
    """Lines no wider than `width` pixels, at most `most` of them; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in _NOT_XML.sub("", text).split():
        longer = f"{line} {word}".strip()
        if _length(longer, size, weight) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while _length(line, size, weight) > width and len(lines) < most:
            fits = next(n for n in range(len(line) - 1, 0, -1) if _length(line[:n], size, weight) <= width)
            lines.append(line[:fits])
            line = line[fits:]
        if len(lines) >= most:
            break
    if line:
        lines.append(line)
    if len(lines) > most:
        last = lines[most - 1]
        while _length(last + "…", size, weight) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return lines


def _font_file(weight: int) -> Path:
    return FONTS / f"titillium-web-{weight}.ttf"


@lru_cache(maxsize=8)
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_font_file(weight), 100)


def _length(text: str, size: float, weight: int) -> float:
    return _font(weight).getlength(text) * size / 100
