"""Says what a file is asked with: who asks, for which view of which version."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.address.view import View
from dashboard.locale.formats import Language
from dashboard.locale.texts import Translate
from data_access.measures import Measure
from data_access.values import EVERYTHING
from data_access.version import Version
from data_access.viewer import Viewer


@dataclass(frozen=True)
class FileRequest:
    """Who asked for a file and for which view; ``link`` is the address of the view."""

    version: Version
    viewer: Viewer
    view: View
    language: Language
    t: Translate
    link: str


def of_measure(request: FileRequest, measure: Measure) -> FileRequest:
    """Ask without the filters of the money where a measure does not depend on them: no file names them."""
    return request if measure.filtered else replace(request, view=replace(request.view, filters=EVERYTHING))
