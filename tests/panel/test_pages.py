"""Every page, for every role: what one may open opens, what one may not is refused, and nobody gets a 500."""

import pytest

SUPERUSERS, ENGINEERS, VIEWERS, EVERYONE = (
    {"olga", "sam"},
    {"olga", "sam", "erin"},
    {"olga", "sam", "erin", "bill", "uma"},
    {"olga", "sam", "erin", "bill", "uma", "tess"},
)
PAGES = {
    "home": EVERYONE,
    "roles": EVERYONE,
    "tokens": EVERYONE,
    "token-new": EVERYONE,
    "company": ENGINEERS,
    "owner": SUPERUSERS,
    "contact-add": SUPERUSERS,
    "services": EVERYONE,
    "service-new": ENGINEERS,
    "workspaces": EVERYONE,
    "workspace-new": SUPERUSERS,
    "account-tokens": SUPERUSERS,
}


@pytest.fixture
def people(olga, sam, erin, bill, uma, tess):
    return {"olga": olga, "sam": sam, "erin": erin, "bill": bill, "uma": uma, "tess": tess}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_whoever_may_see_it(browser, at, acme, people, page):
    for name, member in people.items():
        answer = browser(member).get(at(acme, page))
        assert answer.status_code == (200 if name in PAGES[page] else 403), name
