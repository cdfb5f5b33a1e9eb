"""Icons drawn once are the icons that the library draws each time."""

import pytest
from django.template import engines
from heroicons.templatetags import heroicons


@pytest.mark.parametrize("style", ["micro", "mini", "outline", "solid"])
def test_a_tag_draws_what_the_library_draws(style):
    for _ in range(2):
        tag = f'{{% load heroicons %}}{{% heroicon_{style} "user" size=18 class="x" %}}'
        shown = engines["django"].from_string(tag).render()
        assert shown == getattr(heroicons, f"heroicon_{style}")("user", size=18, **{"class": "x"})


def test_a_size_that_is_not_said_is_the_usual_one():
    shown = engines["django"].from_string('{% load heroicons %}{% heroicon_mini "user" %}').render()
    assert shown == heroicons.heroicon_mini("user")
    assert 'width="20"' in shown
