"""The room under test, within the whole application; its files lie in a folder of their own."""

from tests.matrix.campus import Campus
from tests.rooms import both_kinds

campus, busy_campus = both_kinds(Campus)
