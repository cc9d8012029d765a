"""Who plays in the demo. Invented people, at a domain that nobody can own (RFC 2606)."""

import msgspec

from alcuin.kit.actor import Role

DOMAIN = "example.org"


class Study(msgspec.Struct, frozen=True):
    """How far somebody has come in a course, in percent of its sections."""

    course: str
    percent: int


class Character(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the demo."""

    name: str
    role: Role = Role.STUDENT
    time_zone: str = "UTC"
    language: str = "en"
    teaches: str | None = None
    studies: tuple[Study, ...] = ()
    since: int = 30
    """How many days ago they joined, when who teaches published and who learns enrolled."""

    days: tuple[int, ...] = ()
    """How many days ago they studied, and spent time on the first of these courses."""

    @property
    def email(self) -> str:
        return f"{self.name.partition(' ')[0].lower()}@{DOMAIN}"


MEMORY = "how-memory-works"
PROBABILITY = "probability-you-can-feel"

STAFF = (
    Character(name="Noor Lindqvist", role=Role.ADMIN, time_zone="Europe/Stockholm"),
    Character(name="Ilse Varga", role=Role.INSTRUCTOR, time_zone="Europe/Budapest", teaches=MEMORY),
    Character(
        name="Mateo Quist",
        role=Role.INSTRUCTOR,
        time_zone="America/Montevideo",
        language="es",
        teaches=PROBABILITY,
    ),
)

LEARNERS = (
    Character(
        name="Amara Oduya",
        time_zone="Africa/Lagos",
        studies=(Study(MEMORY, 100), Study(PROBABILITY, 60)),
        since=13,
        days=(0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13),
    ),
    Character(
        name="Tomek Wilczak",
        time_zone="Europe/Warsaw",
        language="pl",
        studies=(Study(MEMORY, 45),),
        since=10,
        days=(1, 2, 5, 9),
    ),
    Character(
        name="Hana Moriuchi",
        time_zone="Asia/Tokyo",
        language="ja",
        studies=(Study(PROBABILITY, 25), Study(MEMORY, 10)),
        since=6,
        days=(0, 3, 4, 5),
    ),
    Character(
        name="Rosa Ibarrola",
        time_zone="America/Mexico_City",
        language="es",
        studies=(Study(PROBABILITY, 100),),
        since=8,
        days=(2, 3, 4, 5, 6, 7, 8),
    ),
    Character(
        name="Sami Laine",
        time_zone="Europe/Helsinki",
        studies=(Study(MEMORY, 0),),
        since=21,
    ),
)

EVERYBODY = (*STAFF, *LEARNERS)
