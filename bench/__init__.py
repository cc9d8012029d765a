"""Alcuin measured alone: `python -m bench` loads a dataset, serves it and sends requests.

`running` starts the system, `dataset` fills it (`sql/`, `publishing`), `sample` and
`workloads` make the requests, `probing` tries a few of them, `driver` sends the rest,
`measuring` and `processes` count what they cost, `ceiling` asks how far the statement
behind a completion goes without HTTP, `report` writes docs/reference/performance.md.
"""
