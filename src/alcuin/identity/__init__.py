"""Who people are: accounts, passwords, sessions, roles, and the tokens that open and renew them.

Owns `app_user`, `session`, `refresh_token`, `one_time_token`, `access_token`, `second_factor`,
`backup_code`, `sign_in`, `email_change`, and the view `live_session`, which every statement on
behalf of a person joins. The model room: the others look like it.
"""

from alcuin.identity.actions.administering import change_standing, hold_user_by_email
from alcuin.identity.actions.own import edit_me, get_me, hold_me, sign_out
from alcuin.identity.actions.registering import (
    create_user,
    issue_first_administrator_link,
    prepare,
)
from alcuin.identity.actions.second_factors import remove_lost as remove_second_factor
from alcuin.identity.actions.signing_in import prove, start_session
from alcuin.identity.data import NewUser, Registration, SignIn, StandingEdit, User, Visit
from alcuin.identity.data.access_tokens import Scope
from alcuin.identity.data.second_factors import Sealed
from alcuin.identity.doorkeeper import SessionDoorkeeper
from alcuin.identity.errors import EmailTaken, LastAdministrator, SessionEnded, UserNotFound
from alcuin.identity.events import SIGNED_IN
from alcuin.identity.jobs import CRONS, jobs
from alcuin.identity.needs import Duties, Hasher, PersonalData, Safe, Signer, Verdict
from alcuin.identity.routes import routes
from alcuin.identity.schemas import ProfileBody

__all__ = [
    "CRONS",
    "SIGNED_IN",
    "Duties",
    "EmailTaken",
    "Hasher",
    "LastAdministrator",
    "NewUser",
    "PersonalData",
    "ProfileBody",
    "Registration",
    "Safe",
    "Scope",
    "Sealed",
    "SessionDoorkeeper",
    "SessionEnded",
    "SignIn",
    "Signer",
    "StandingEdit",
    "User",
    "UserNotFound",
    "Verdict",
    "Visit",
    "change_standing",
    "create_user",
    "edit_me",
    "get_me",
    "hold_me",
    "hold_user_by_email",
    "issue_first_administrator_link",
    "jobs",
    "prepare",
    "prove",
    "remove_second_factor",
    "routes",
    "sign_out",
    "start_session",
]
