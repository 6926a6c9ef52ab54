"""A picture on its own sheet, fitted to one landscape A4 page."""

from __future__ import annotations

from io import BytesIO

from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.excel.text import cell_text

# 297 × 210 mm at 96 dots an inch, less margins, head and footer; and the same width in characters.
_PAGE_WIDTH, _PAGE_HEIGHT = 1020, 570
PICTURE_COLUMN = 145.0
_EMU_A_DOT = 9_525
_PNG = b"\x89PNG\r\n\x1a\n"


def place_picture(page: Worksheet, png: bytes, *, row: int, description: str) -> None:
    """Put a PNG at the left edge of ``row``, as large as a page allows, described for screen readers.

    Raises:
        ValueError: the bytes are no PNG.
    """
    if not png.startswith(_PNG):
        raise ValueError("The picture is not a PNG.")
    image = Image(BytesIO(png))
    scale = _EMU_A_DOT * min(_PAGE_WIDTH / image.width, _PAGE_HEIGHT / image.height)
    anchor = OneCellAnchor(
        _from=AnchorMarker(col=0, row=row - 1),
        ext=XDRPositiveSize2D(round(image.width * scale), round(image.height * scale)),
    )
    # Left to itself the library describes every picture as "Picture".
    anchor.pic = _described(description)
    image.anchor = anchor
    page.column_dimensions["A"].width = PICTURE_COLUMN
    page.add_image(image)
    page.page_setup.fitToHeight = 1


def _described(description: str) -> PictureFrame:
    frame = PictureFrame()
    frame.nvPicPr.cNvPr.id = 1
    frame.nvPicPr.cNvPr.name = "Image 1"
    frame.nvPicPr.cNvPr.descr = cell_text(description)
    frame.blipFill.blip = Blip(embed="rId1", cstate="print")
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    frame.spPr.ln = None
    return frame
