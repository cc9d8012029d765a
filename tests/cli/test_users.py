from alcuin.cli.users import users
from tests.cli.conftest import Run

PASSWORD = "slow lantern 42\n"


def test_a_refusal_names_the_options_of_the_command(run: Run) -> None:
    refused = run(users, "create", "nobody", "--name", "", said="short\n")
    assert refused.exit_code == 1
    assert "EMAIL: This is no address." in refused.stderr
    assert "--name: " in refused.stderr
    assert "Traceback" not in refused.output


def test_one_fault_is_one_line(run: Run) -> None:
    refused = run(
        users, "create", "a@example.com", "--name", "A", "--time-zone", "Mars", said=PASSWORD
    )
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: --time-zone: ")
    assert refused.stderr.count("\n") == 1


def test_an_address_is_taken_once(run: Run, teacher: str) -> None:
    refused = run(users, "create", teacher.upper(), "--name", "Other", said=PASSWORD)
    assert refused.exit_code == 1
    assert refused.stderr == "Error: Somebody with this address exists already.\n"


def test_a_password_is_never_an_argument_and_must_be_said(run: Run) -> None:
    refused = run(users, "create", "a@example.com", "--name", "A")
    assert refused.exit_code == 1
    assert "one line of standard input" in refused.stderr


def test_a_role_and_a_suspension_change_by_command(run: Run, teacher: str) -> None:
    assert "ADMIN now" in run(users, "set-role", teacher, "admin").output
    refused = run(users, "suspend", teacher)
    assert "last active administrator" in refused.stderr
    assert (
        "STUDENT now"
        in run(
            users, "create", "b@example.com", "--name", "B", "--role", "ADMIN", said=PASSWORD
        ).output
        + run(users, "set-role", teacher, "student").output
    )
    assert "is suspended" in run(users, "suspend", teacher).output
    assert "may sign in again" in run(users, "suspend", teacher, "--lift").output


def test_nobody_is_told_plainly(run: Run) -> None:
    assert run(users, "suspend", "x@example.com").stderr == "Error: There is no such user.\n"


def test_only_a_second_factor_that_is_on_is_removed(run: Run, teacher: str) -> None:
    refused = run(users, "remove-second-factor", teacher)
    assert refused.exit_code == 1
    assert "There is no second factor" in refused.stderr
