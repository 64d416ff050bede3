"""The three doors: what must hold of raw documents, of landed records and of built marts."""

import os

# Set before anything of Great Expectations is imported: it reads its settings once.
os.environ["GX_ANALYTICS_ENABLED"] = "false"
