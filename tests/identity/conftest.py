"""The room under test."""

from tests.identity.house import House
from tests.rooms import both_kinds

house, busy_house = both_kinds(House)
