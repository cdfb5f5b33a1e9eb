import pytest

from ostiary.access.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal, Throttled


@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        (NotFound(), 404, "not_found"),
        (Forbidden(code="sudo_needed"), 403, "sudo_needed"),
        (Conflict("changed_meanwhile", version=4), 409, "changed_meanwhile"),
        (Invalid("email", "address_malformed"), 422, "address_malformed"),
        (Throttled(30), 429, "throttled"),
    ],
)
def test_a_refusal_carries_its_status_and_code(refusal, status, code):
    assert isinstance(refusal, Refusal)
    assert (refusal.status, refusal.code) == (status, code)


def test_parameters_fill_the_sentence_a_door_chooses():
    assert Conflict("changed_meanwhile", version=4).params == {"version": 4}
    assert Throttled(30).params == {"retry_after": 30}
    assert Invalid("email", "address_malformed").field == "email"
    assert repr(Conflict("changed_meanwhile", version=4)) == "Conflict('changed_meanwhile', version=4)"
