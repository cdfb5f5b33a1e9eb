"""A sentence on its way to the next page (ASVS 5.0: 14.3.3)."""

import pytest
from django.contrib.messages import SUCCESS
from django.http import HttpResponse
from django.test import RequestFactory

from ostiary.web.toasts import Toasts

SENTENCE = "The access of Amara Diallo is saved."


def sent(sentence: str) -> str:
    """The cookie of an answer with this sentence."""
    toasts, answer = Toasts(RequestFactory().get("/")), HttpResponse()
    toasts.add(SUCCESS, sentence)
    toasts.update(answer)
    return answer.cookies[Toasts.cookie_name].value


def shown(cookie: str) -> list[str]:
    request = RequestFactory().get("/")
    request.COOKIES[Toasts.cookie_name] = cookie
    return [toast.message for toast in Toasts(request)]


def test_it_arrives_and_cannot_be_read_on_the_way():
    cookie = sent(SENTENCE)
    assert shown(cookie) == [SENTENCE]
    assert "Amara" not in cookie
    assert cookie.startswith("1."), "it is not sealed by the ring"


@pytest.mark.parametrize("cookie", ["", "x", "1.00000000.AAAA", '"[]"'])
def test_what_we_did_not_seal_is_no_sentence(cookie: str):
    assert shown(cookie) == []
    assert shown(sent(SENTENCE)[:-4] + "AAAA") == []


def test_many_sentences_fit_a_cookie():
    assert len(sent(SENTENCE * 40)) < 4096
