"""Keys at the same instant: one answer is heard once, one id is one person's, and the last factor stays."""

from collections import Counter
from functools import partial

import pytest

from ostiary.access.refusals import Refusal
from ostiary.actions import passkey_signing_in, passkeys
from ostiary.actions.actors import Actor, Door
from ostiary.models import Passkey, Session
from tests.actions.test_factors import at_the_panel
from tests.authenticator import Authenticator
from tests.cast import join
from tests.keys import give_key
from tests.signin.door import demand
from tests.threads import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)

TRIALS = 10
STRANGER = Actor(Door.PANEL)


def test_b17_an_answer_that_is_sent_twice_at_once_opens_one_session(olga):
    key = give_key(olga.person)
    for number in range(TRIALS):
        answer = key.use(passkey_signing_in.options_alone(STRANGER, "browser"))
        log_in = partial(passkey_signing_in.alone, STRANGER, "browser", answer)

        answers = at_once(log_in, log_in)

        assert refusals(answers) == ["passkey_too_late"]
        assert Session.objects.count() == number + 1


def test_h4_two_people_who_bring_one_id_at_once_do_not_both_have_it(olga):
    sam = join(olga.account, "Sam Sand", "superuser")
    both = [at_the_panel(member) for member in (olga, sam)]
    for number in range(TRIALS):
        taken = Authenticator().id
        brought = [Authenticator(id=taken).make(passkeys.options_for_new(actor)) for actor in both]
        deeds = [
            partial(passkeys.make, actor, f"Key {number}", answer, end_others=False)
            for actor, answer in zip(both, brought, strict=True)
        ]

        answers = at_once(*deeds)

        assert refusals(answers) == ["passkey_known"]
        assert Passkey.objects.filter(credential_id=taken).count() == 1
        Passkey.objects.all().delete()


def test_of_the_last_two_factors_one_stays_while_an_account_demands_it(olga):
    actor = at_the_panel(olga)
    demand(olga, requires_second_factor=True)
    for _ in range(TRIALS):
        for name in ("Laptop", "Phone"):
            give_key(olga.person, name=name)
        refs = list(Passkey.objects.filter(ended_at=None).values_list("ref", flat=True))

        answers = at_once(*(partial(passkeys.remove, actor, ref) for ref in refs))

        assert Counter(isinstance(answer, Refusal) for answer in answers) == {True: 1, False: 1}
        assert [one.name for one in passkeys.held(olga.person)] in (["Laptop"], ["Phone"])
        Passkey.objects.all().delete()
