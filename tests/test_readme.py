"""The README says what is true: every setting that the code reads stands in it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTING = re.compile(r"OSSERVATORIO_[A-Z_]+[A-Z]")


def test_the_readme_names_every_setting_and_no_other():
    sources = [
        file for room in ("data_access", "dashboard", "geodata") for file in (ROOT / room).rglob("*.py")
    ]
    read = {name for file in sources for name in SETTING.findall(file.read_text(encoding="utf-8"))}
    told = set(SETTING.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    # One setting a zone: the README gives one zone's as the example, the code their common beginning.
    zones = {name for name in read | told if name.startswith("OSSERVATORIO_CASES") and "FILE" not in name}
    assert "OSSERVATORIO_CASES_RO_RIM" in told
    assert read - zones == told - zones
