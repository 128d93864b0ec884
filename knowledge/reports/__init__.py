"""The report of a visit: composed from what was told, then written as any of ``FORMATS``. Pure.

``compose`` is where the attribution rule is applied; a Report holds nothing that may not be shown.
"""

from knowledge.reports.charts import Chart, charts
from knowledge.reports.composing import compose
from knowledge.reports.contents import Report
from knowledge.reports.formats import FORMATS, file_name
from knowledge.reports.material import Material

__all__ = ["FORMATS", "Chart", "Material", "Report", "charts", "compose", "file_name"]
