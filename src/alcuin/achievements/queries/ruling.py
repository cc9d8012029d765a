"""Rules and their texts."""

from alcuin.achievements.data.rules import NewRule, Rule, Text
from alcuin.kit.db import Conn

_SHOWN = """
select r.key, r.condition, r.events, r.threshold, r.repeats_every, r.title, r.description,
  coalesce((select json_object_agg(t.language,
      json_build_object('title', t.title, 'description', t.description) order by t.language)
    from achievement_text t where t.rule_key = r.key), '{}') as translations,
  r.points, r.enabled, r.revision, r.created_at, r.updated_at
from achievement_rule r
"""


async def list_rules(conn: Conn) -> list[Rule]:
    return await conn.all(Rule, _SHOWN + "order by r.key")


async def find_rule(conn: Conn, key: str) -> Rule | None:
    return await conn.maybe(Rule, _SHOWN + "where r.key = $1", key)


async def lock_rule(conn: Conn, key: str) -> None:
    """Let nobody else change it until the transaction ends."""
    await conn.run("select 1 from achievement_rule where key = $1 for update", key)


async def lock_rules(conn: Conn) -> None:
    """Let rules be added one after the other, so that they are counted rightly."""
    await conn.run("select pg_advisory_xact_lock(hashtext('achievements.rules'))")


async def count_rules(conn: Conn) -> int:
    return await conn.value(int, "select count(*) from achievement_rule") or 0


async def insert_rule(conn: Conn, new: NewRule) -> None:
    """Raises RuleKeyTaken."""
    await conn.run(
        """
        insert into achievement_rule (key, condition, events, threshold, repeats_every, title,
          description, points, enabled)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        new.key,
        new.condition,
        new.events,
        new.threshold,
        new.repeats_every,
        new.title,
        new.description,
        new.points,
        new.enabled,
    )


async def update_rule(conn: Conn, rule: NewRule) -> None:
    await conn.run(
        """
        update achievement_rule set title = $2, description = $3, points = $4, enabled = $5,
          revision = revision + 1, updated_at = kit_now()
        where key = $1
        """,
        rule.key,
        rule.title,
        rule.description,
        rule.points,
        rule.enabled,
    )


async def set_texts(conn: Conn, key: str, texts: dict[str, Text]) -> None:
    """Have these translations and no others."""
    await conn.run("delete from achievement_text where rule_key = $1", key)
    await conn.run(
        """
        insert into achievement_text (rule_key, language, title, description)
        select $1, * from unnest($2::text[], $3::text[], $4::text[])
        """,
        key,
        list(texts),
        [text.title for text in texts.values()],
        [text.description for text in texts.values()],
    )


async def delete_rule(conn: Conn, key: str) -> bool:
    """Raises RuleUnlocked where somebody has unlocked it."""
    return await conn.run("delete from achievement_rule where key = $1", key) == 1
