"""What every room stands on, and no word of learning.

Owns the tables `event`, `reader`, `reaction_done`, `audit`, `audit_personal`,
`idempotency`, `attempt_counter`, `request_lease` and the job tables. Rooms import its
modules by name (`from alcuin.kit.db import Conn`): kit is a shelf of tools, not a room with
one door.
"""
