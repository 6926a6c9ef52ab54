"""Demo databases of the zones: invented people in the real S.I.SO tables."""
