"""Demo databases of the zones: invented people in the real S.I.SO tables.

Their size agrees with what is published and with the rest of the demo (``test_believable`` holds it): minors
in charge are those of the indicator DST029, all users near the 57 for 1,000 residents that ISTAT counts,
access sheets half of the contacts at desks of DST057, deliveries about a third of the plans' account. The
other two thirds pass through no single person's file: nurseries, health care, staff, contracts for services.
"""
