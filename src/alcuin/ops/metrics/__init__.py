"""Numbers for Prometheus: counted by each process in shared memory, asked for by whoever scrapes.

What is counted is in `families`, and in docs/reference/metrics.md, which a test compares.
"""

from alcuin.ops.metrics.door import MetricsDoor
from alcuin.ops.metrics.families import FAMILIES
from alcuin.ops.metrics.gauges import PoolGauges, WebGauges, sampling
from alcuin.ops.metrics.scraping import Metrics

__all__ = ["FAMILIES", "Metrics", "MetricsDoor", "PoolGauges", "WebGauges", "sampling"]
