"""Looking at the code that somebody shows: from their app, or one of their backup codes."""

from uuid import UUID

from alcuin.identity.data.proofs import Way
from alcuin.identity.data.second_factors import Sealed
from alcuin.identity.needs import Safe
from alcuin.identity.queries import backup_codes, second_factors
from alcuin.identity.rules import second_factors as rules
from alcuin.identity.rules import tokens
from alcuin.kit.db import Conn


async def spend_code(conn: Conn, safe: Safe, user_id: UUID, shown: str) -> Way | None:
    """Use up a code, which works once (F9); None where it is wrong or was used before."""
    code = rules.typed(shown)
    if not rules.is_of_an_app(code):
        spent = await backup_codes.use_code(conn, user_id, tokens.digest(code))
        return Way.BACKUP_CODE if spent else None
    return Way.TOTP if await spend_step(conn, safe, user_id, code, confirmed=True) else None


async def spend_step(conn: Conn, safe: Safe, user_id: UUID, code: str, *, confirmed: bool) -> bool:
    """Use up a code of somebody's app, which is confirmed or is about to be."""
    factor = await second_factors.find_factor(conn, user_id, rules.STEP_SECONDS)
    if factor is None or factor.is_confirmed is not confirmed:
        return False
    secret = safe.open(Sealed(factor.key_id, factor.sealed), user_id)
    step = rules.step_of(code, secret.decode(), factor) if secret else None
    return step is not None and await second_factors.use_step(conn, user_id, step)
