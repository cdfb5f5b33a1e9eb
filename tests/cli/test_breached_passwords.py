"""`ostiary breached-passwords`: from then on, wherever one is chosen, what stood in a breach is refused."""

import json
from dataclasses import replace
from hashlib import sha1
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ostiary import breached
from ostiary.access.refusals import Invalid
from ostiary.actions import hashes
from ostiary.management.inspections import Verdict, passwords
from ostiary.proofs.breached import BadSet

KNOWN, OTHER = "marble lantern drifts beneath tuesday", "seven quiet herons ford the river"


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.CONFIG = replace(settings.CONFIG, data=tmp_path / "data")


def take(tmp_path, *passwords, hashed=True, options=()):
    lines = [sha1(one.encode()).hexdigest().upper() + ":7" if hashed else one for one in passwords]
    file = tmp_path / "list.txt"
    file.write_text("\n".join(lines))
    printed = StringIO()
    call_command("breached_passwords", str(file), *options, stdout=printed)
    return printed.getvalue()


def refused(password):
    with pytest.raises(Invalid) as refusal:
        hashes.chosen(password)
    return refusal.value.code


def verdict():
    (finding,) = passwords.inspect()
    return finding.verdict, finding.sentence


def test_without_a_set_nothing_is_breached_and_check_says_so():
    assert hashes.chosen(KNOWN)
    assert verdict() == (Verdict.OK, "Common ones are refused; no set of breached ones is there to refuse.")


def test_what_is_in_the_list_is_refused_from_then_on(tmp_path):
    printed = take(tmp_path, KNOWN)

    assert printed.startswith("1 breached passwords are refused from now on")
    assert refused(KNOWN) == "password_breached"
    assert hashes.chosen(OTHER)
    assert verdict() == (Verdict.OK, "Common ones are refused, and 1 breached ones.")


def test_a_new_list_takes_the_place_of_the_old_one_without_a_restart(tmp_path):
    take(tmp_path, KNOWN)
    assert refused(KNOWN)

    answer = json.loads(take(tmp_path, OTHER, hashed=False, options=["--passwords", "--json"]))

    assert answer == {"breached_passwords": 1, "file": str(breached.path())}
    assert refused(OTHER) == "password_breached"
    assert hashes.chosen(KNOWN)


def test_a_list_of_the_other_kind_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(CommandError, match=r"line 1 .*--passwords\. Nothing was changed"):
        take(tmp_path, KNOWN, hashed=False)

    assert breached.opened() is None


def test_a_list_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"No such file.*nowhere"):
        call_command("breached_passwords", str(tmp_path / "nowhere"))


def test_a_damaged_set_lets_no_password_through_unlooked_at(tmp_path):
    take(tmp_path, KNOWN)
    with breached.path().open("ab") as file:
        file.write(b"x")

    with pytest.raises(BadSet):
        hashes.chosen(OTHER)
    found, sentence = verdict()
    assert found == Verdict.PROBLEM
    assert "not whole" in sentence
    assert "ostiary breached-passwords" in sentence


def test_a_list_is_read_from_standard_input_by_a_process_of_its_own(ostiary):
    done = ostiary.run("breached-passwords", "--passwords", "-", typed=f"{KNOWN}\nshort\n")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 breached passwords are refused")
    assert (ostiary.folder / "breached-passwords").exists()
