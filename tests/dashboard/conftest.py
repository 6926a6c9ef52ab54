"""What tests of pages need beside the demo's data."""

from unittest.mock import MagicMock

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage


@pytest.fixture
def runtime(monkeypatch):
    """Stand in for the server that pages are drawn in, as Streamlit's own tests do."""
    mock = MagicMock(spec=Runtime)
    mock.media_file_mgr = MediaFileManager(MemoryMediaFileStorage("/media"))
    mock.bidi_component_registry = BidiComponentManager()
    mock.bidi_component_registry.discover_and_register_components(start_file_watching=False)
    monkeypatch.setattr(Runtime, "_instance", mock)
