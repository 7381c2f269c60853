"""What the standard names of markers say of their chromosome."""

from __future__ import annotations

import re

X_LINKED = re.compile(r"DXS\d+|HPRTB", re.IGNORECASE)
Y_LINKED = re.compile(r"(DYS|DYF)\d+.*|Y-?GATA.*", re.IGNORECASE)
AMELOGENIN = re.compile(r"AMEL.*", re.IGNORECASE)
