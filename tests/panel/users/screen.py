"""A page as a person without script has it: what it says, and its forms, filled in and sent by buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client

Fields = list[tuple[str, str]]


@dataclass
class Button:
    words: str
    name: str
    value: str
    action: str
    disabled: bool


@dataclass
class PageForm:
    action: str
    method: str
    fields: Fields = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    # Every choice there is, by the name of its field, whether or not it is chosen.
    choices: dict[str, list[str]] = field(default_factory=dict)


class Reader(HTMLParser):
    """Collects what a browser would send, and what a person can read."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PageForm] = []
        self.text: list[str] = []
        self.links: dict[str, str] = {}
        self._form: PageForm | None = None
        self._button: Button | None = None
        self._link = ""
        self._select: tuple[str, bool] | None = None
        self._options: list[tuple[str, bool]] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        self._silent = tag in ("script", "style", "title")
        if tag == "form":
            self._form = PageForm(given.get("action") or self.address, given.get("method") or "get")
            self.forms.append(self._form)
        elif tag == "a":
            self._link = given.get("href", "")
        elif self._form and tag == "input":
            self._input(given)
        elif self._form and tag == "select":
            self._select, self._options = (given["name"], "disabled" in given), []
        elif tag == "option" and self._select:
            self._options.append((given["value"], "selected" in given))
        elif self._form and tag == "button" and given.get("type", "submit") == "submit":
            action = given.get("formaction") or self._form.action
            self._button = Button(
                "", given.get("name", ""), given.get("value", ""), action, "disabled" in given
            )
            self._form.buttons.append(self._button)

    def _input(self, given: dict[str, Any]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        value = given.get("value") or ("on" if kind == "checkbox" else "")
        if "disabled" not in given:
            self._form.choices.setdefault(name, []).append(value)
            if kind not in ("checkbox", "radio") or "checked" in given:
                self._form.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag == "form":
            self._form = None
        elif tag == "button":
            self._button = None
        elif tag == "a":
            self._link = ""
        elif tag == "select" and self._select:
            name, disabled = self._select
            chosen = [value for value, selected in self._options if selected] or [
                value for value, _ in self._options[:1]
            ]
            if not disabled and chosen:
                self._form.fields.append((name, chosen[0]))
                self._form.choices[name] = [value for value, _ in self._options]
            self._select = None

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if not words or self._silent:
            return
        self.text.append(words)
        if self._button:
            self._button.words = f"{self._button.words} {words}".strip()
        if self._link:
            self.links[words] = self._link


class Screen:
    """What one answer shows, and a hand to go on with."""

    def __init__(self, client: Client, response: Any, address: str) -> None:
        self.client, self.response = client, response
        self.status = response.status_code
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else address
        reader = Reader(self.address)
        reader.feed(response.content.decode())
        self.forms, self.links = reader.forms, reader.links
        self.text = " ".join(reader.text)

    @classmethod
    def open(cls, client: Client, address: str) -> "Screen":
        return cls(client, client.get(address, follow=True), address)

    def follow(self, words: str) -> "Screen":
        return self.open(self.client, urljoin(self.address, self.links[words]))

    def has_button(self, words: str) -> bool:
        return any(button.words.startswith(words) for form in self.forms for button in form.buttons)

    def form_of(self, words: str, about: str = "") -> tuple[PageForm, Button]:
        """The form with the button that begins with these words; `about` is part of what it sends to."""
        found = [
            (form, button)
            for form in self.forms
            for button in form.buttons
            if button.words.startswith(words)
            and not button.disabled
            and about in button.action + button.value
        ]
        assert found, f"no button {words!r} on {self.address}"
        return found[0]

    def press(self, words: str, about: str = "", **filled: Any) -> "Screen":
        """Fill in some fields, by name, and press a button. A field given as `None` is left empty.

        Fields that the page does not have, or choices that it does not offer, cannot be filled in.
        """
        form, button = self.form_of(words, about)
        fields = dict.fromkeys(name for name, _ in form.fields)
        sent: dict[str, list[str]] = {name: [v for n, v in form.fields if n == name] for name in fields}
        for name, value in filled.items():
            name = name.replace("__", "-")
            assert name in form.choices, f"no field {name!r} on {self.address}"
            values = [] if value is None else value if isinstance(value, list) else [value]
            sent[name] = values
        if button.name:
            sent[button.name] = [button.value]
        address = urljoin(self.address, button.action)
        if form.method == "get":
            return Screen(self.client, self.client.get(address, sent, follow=True), address)
        return Screen(self.client, self.client.post(address, sent, follow=True), address)
