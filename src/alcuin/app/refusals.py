"""What violated constraints mean, gathered from the rooms."""

from alcuin import achievements, catalog, enrollment
from alcuin.kit.db import Refusals

REFUSALS: Refusals = {**catalog.REFUSALS, **enrollment.REFUSALS, **achievements.REFUSALS}
"""Refusals by name of the violated constraint."""
