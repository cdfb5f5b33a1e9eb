"""What becomes of a request line that names another host: a link in a letter leads to ours alone."""

import http.client
import re
from urllib.parse import urlencode

import pytest

from tests.cli.serving import Served, serving
from tests.servers import LOOPBACK, MailCatcher

pytestmark = pytest.mark.any_database

EVIL = "evil.example"


def asked(server: Served, target: str, host: str) -> int:
    """Ask for a new password by a request line of this target; returns the status."""
    connection = http.client.HTTPConnection(LOOPBACK, server.port, timeout=20)
    connection.request("GET", "/reset")
    page = connection.getresponse()
    cookie = page.headers["set-cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
    body = urlencode({"address": "olga@example.com", "csrfmiddlewaretoken": token}).encode()
    connection.putrequest("POST", target, skip_host=True)
    for name, value in {
        "Host": host,
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
    }.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_h1_a_request_line_with_another_host_gets_into_no_letter(ostiary):
    ostiary.bootstrap()
    with MailCatcher() as mailbox, serving(ostiary, OSTIARY_SMTP=mailbox.url) as server:
        own = f"{LOOPBACK}:{server.port}"
        answers = [asked(server, f"http://{EVIL}/reset", host) for host in (own, EVIL)]
        assert asked(server, "/reset", own) == 200
        mailbox.wait_for("olga@example.com", count=answers.count(200) + 1)
        letters = mailbox.to("olga@example.com")

    assert answers == [200, 400]
    parts = [part for letter in letters for part in letter.walk()]
    texts = [part.get_content() for part in parts if part.get_content_maintype() == "text"]
    assert texts
    for text in texts:
        assert f"{server.url}/reset/" in text
        assert EVIL not in text
