"""What may be asked of the planning database and of the mart of cases, whoever asks."""

import pandas as pd

# Frames here have a few dozen rows, and each step of a click makes some. Text kept as Arrow's is turned into
# Python's and back at every look-up: a quarter of a map, a third of peers or heat table. Same type, ``str``.
pd.set_option("mode.string_storage", "python")
