"""The server's map picture, read back as XML and as PNG."""

import re
import struct
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from dashboard.measure.picture import LegendRow, map_png, map_svg
from geodata import layers

SVG = "{http://www.w3.org/2000/svg}"
DISTRICTS = [area["code"] for area in layers.paths("districts")["areas"]]
ROMAGNA = "080114"
LEGEND = [
    LegendRow("#f1eef6", "da 118,20 a 149,90 €", 20),
    LegendRow("#045a8d", "da 149,90 a 241,70 €", 14),
    LegendRow("", "n.d.", 3, "missing"),
    LegendRow("", "nascosto (< 5)", 1, "hidden"),
]


def picture(**changes) -> ElementTree.Element:
    return ElementTree.fromstring(svg(**changes))


def svg(**changes) -> str:
    arguments = {
        "colors": dict.fromkeys(DISTRICTS, "#045a8d"),
        "legend": LEGEND,
        "title": "Euro pianificati per residente",
        "subtitle": "Edizione 2019",
        "footer": ["Fonte: piani di zona", "Dati dimostrativi"],
    }
    return map_svg(**(arguments | changes))


def fills(root: ElementTree.Element) -> dict[str, str]:
    return {
        path.get("data-code"): path.get("fill") for path in root.iter(f"{SVG}path") if path.get("data-code")
    }


def texts(root: ElementTree.Element) -> list[str]:
    return [text.text for text in root.iter(f"{SVG}text")]


def test_every_district_is_drawn_once_in_its_colour():
    colors = dict.fromkeys(DISTRICTS, "#045a8d") | {"RO-RIM": "#f1eef6"}
    root = picture(colors=colors)
    drawn = [path.get("data-code") for path in root.iter(f"{SVG}path") if path.get("data-code")]
    assert sorted(drawn) == sorted(DISTRICTS)
    assert fills(root) == colors
    shapes = {area["code"]: area["d"] for area in layers.paths("districts")["areas"]}
    assert all(
        path.get("d") == shapes[path.get("data-code")]
        for path in root.iter(f"{SVG}path")
        if path.get("data-code")
    )
    assert len([path for path in root.iter(f"{SVG}path") if path.get("data-border")]) == 8


def test_missing_and_hidden_have_different_hatches_and_hidden_never_shows_its_colour():
    colors = dict.fromkeys(DISTRICTS, "#045a8d") | {"PC-CIT": None}
    del colors["PC-LEV"]
    drawn = fills(picture(colors=colors, missing=["MO-MOD", "IM-IMO"], hidden=["RO-RIM", "IM-IMO"]))
    assert {code for code, fill in drawn.items() if fill == "url(#map-missing)"} == {
        "PC-CIT",
        "PC-LEV",
        "MO-MOD",
    }
    assert {code for code, fill in drawn.items() if fill == "url(#map-hidden)"} == {"RO-RIM", "IM-IMO"}


def test_every_fill_is_a_colour_or_a_pattern_of_the_file():
    root = picture(missing=["MO-MOD"], hidden=["RO-RIM"])
    patterns = {pattern.get("id"): ElementTree.tostring(pattern) for pattern in root.iter(f"{SVG}pattern")}
    used = set(re.findall(r"url\(#([\w-]+)\)", ElementTree.tostring(root, encoding="unicode")))
    assert used == set(patterns) == {"map-missing", "map-hidden", "legend-missing", "legend-hidden"}
    assert len(set(patterns.values())) == 4


def test_legend_title_and_footer_are_there_with_the_attribution_once():
    attribution = layers.paths("districts")["attribution"]
    for footer in (["Fonte: piani di zona"], ["Fonte: piani di zona", attribution]):
        shown = texts(picture(footer=footer, legend_title="Euro"))
        for text in ("Euro pianificati per residente", "Edizione 2019", "Euro", "distretti", *footer):
            assert text in shown
        assert shown.count(attribution) == 1
        assert [text for text in shown if text in {row.label for row in LEGEND}] == [
            row.label for row in LEGEND
        ]
        assert [text for text in shown if text.isdigit()] == ["20", "14", "3", "1"]


HARMFUL = [
    '<script>alert("x")</script>',
    '=HYPERLINK("http://example.org";"x")',
    "a]]>b&c'd",
    "x\x00\x1by\ud800",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_text_stays_text_everywhere(text):
    root = picture(
        title=text,
        subtitle=text,
        footer=[text],
        legend_title=text,
        count_title=text,
        legend=[LegendRow("#045a8d", text, 1)],
        labels={"BO-CIT": text},
    )
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "desc", "defs", "pattern", "rect", "path", "g", "text"}
    kept = re.sub("[\x00\x1b\ud800]", "", text)
    assert root.find(f"{SVG}title").text == kept
    assert texts(root).count(kept) >= 3


def test_a_fill_that_is_no_colour_is_refused():
    for fill in ("url(http://example.org/x.svg#a)", 'red" onload="x', "#12345"):
        with pytest.raises(ValueError, match="Not a colour"):
            svg(colors={"RO-RIM": fill})
        with pytest.raises(ValueError, match="Not a colour"):
            svg(legend=[LegendRow(fill, "x", 1)])


def test_long_titles_are_wrapped_inside_the_picture():
    words = "quota della spesa pianificata per minori e famiglie con figli " * 3
    short, long = picture(), picture(title=words + "x" * 400)
    lines = [text for text in long.iter(f"{SVG}text") if text.get("font-size") == "27"]
    assert len(lines) == 4
    assert lines[-1].text.endswith("…")
    assert words.startswith(lines[0].text)
    assert int(long.get("height")) > int(short.get("height"))
    whole = picture(title=words)
    wrapped = [text.text for text in whole.iter(f"{SVG}text") if text.get("font-size") == "27"]
    assert " ".join(wrapped) == words.strip()


def test_within_an_ausl_only_its_districts_are_coloured():
    root = picture(within=ROMAGNA, selected="RO-RIM", labels={"RO-RIM": "Rimini", "PC-CIT": "Piacenza"})
    assert set(fills(root)) == {code for code in DISTRICTS if code.startswith("RO-")}
    assert {path.get("data-border") for path in root.iter(f"{SVG}path")} - {None} == {ROMAGNA}
    assert {path.get("data-selected") for path in root.iter(f"{SVG}path")} - {None} == {"RO-RIM"}
    assert "Rimini" in texts(root)
    assert "Piacenza" not in texts(root)


def test_within_a_district_its_municipalities_are_coloured():
    codes = [area["code"] for area in layers.within_district("RO-RIM")["areas"]]
    root = picture(within="RO-RIM", colors=dict.fromkeys(codes, "#045a8d"), hidden=codes[:1])
    assert fills(root) == dict.fromkeys(codes, "#045a8d") | {codes[0]: "url(#map-hidden)"}
    assert "Comuni" in texts(root)


def test_unknown_place_is_refused():
    with pytest.raises(layers.UnknownLayer, match="XX-XXX"):
        svg(within="XX-XXX")


@pytest.mark.parametrize("within", [None, *(a["code"] for a in layers.paths("ausl")["areas"]), *DISTRICTS])
def test_what_is_in_colour_lies_inside_the_frame_and_beside_the_legend(within):
    root = picture(within=within)
    [drawn] = [element for element in root.iter(f"{SVG}svg") if element.get("class") == "areas"]
    x, y, width, height = (float(drawn.get(name)) for name in ("x", "y", "width", "height"))
    left, top, view_width, view_height = (float(n) for n in drawn.get("viewBox").split())
    assert width / view_width == pytest.approx(height / view_height, rel=0.001)
    swatches = [
        (float(rect.get("x")), float(rect.get("y")))
        for group in root.iter(f"{SVG}g")
        if group.get("class") == "legend"
        for rect in group
        if rect.tag == f"{SVG}rect"
    ]
    assert len(swatches) == len(LEGEND)
    boxes = {area["code"]: area["bbox"] for layer in ("districts", "municipalities") for area in
             layers.paths(layer)["areas"]}  # fmt: skip
    scale = width / view_width
    for code in fills(root):
        bx, by, bw, bh = boxes[code]
        west, east = x + (bx - left) * scale, x + (bx + bw - left) * scale
        north, south = y + (by - top) * scale, y + (by + bh - top) * scale
        assert x < west < east < x + width, code
        assert y < north < south < y + height, code
        for swatch_x, swatch_y in swatches:
            assert not (west < swatch_x < east and north < swatch_y < south), code
    assert max(swatch_y for _, swatch_y in swatches) < int(root.get("height")) - 60


def test_labels_do_not_cover_one_another():
    names = {area["code"]: area["name"] for area in layers.paths("districts")["areas"]}
    root = picture(labels=names)
    placed = [text for text in root.iter(f"{SVG}text") if text.get("paint-order")]
    assert len(placed) >= 35
    points = sorted((float(text.get("y")), float(text.get("x")), text.text) for text in placed)
    for number, (y, x, name) in enumerate(points):
        for other_y, other_x, other in points[number + 1 :]:
            if other_y - y < 11:
                assert abs(x - other_x) > 5 * min(len(name), len(other)) / 2, (name, other)


def test_png_has_the_asked_width_the_same_proportions_and_ink():
    source = svg(missing=["MO-MOD"], hidden=["RO-RIM"])
    png = map_png(source, width=800)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    root = ElementTree.fromstring(source)
    assert width == 800
    assert height == pytest.approx(int(root.get("height")) * 0.8, abs=1)
    assert map_png(source, width=800) == png


def test_png_sets_text_in_the_fonts_of_the_application():
    image = Image.open(BytesIO(map_png(svg(), width=1000))).convert("L")
    title = image.crop((32, 44, 500, 84))
    assert image.getpixel((2, 2)) == 255
    assert sum(title.histogram()[:100]) > 1000
