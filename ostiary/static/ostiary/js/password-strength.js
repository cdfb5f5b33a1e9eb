// How hard the password above would be to guess, once one pauses typing. The length is told here; all else is judged
// by the server, by the rules that will take or refuse the password, at the address of its form with /strength.
const PAUSE = 600; // ms without a key, so that neither the server nor a screen reader is told of every key

customElements.define("password-strength", class extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.input = this.closest(".field").querySelector("input");
    this.meter = document.createElement("meter");
    Object.assign(this.meter, { min: 0, max: 4, low: 2.5, high: 2.75, optimum: 4, ariaHidden: "true" });
    this.words = document.createElement("p");
    this.words.ariaLive = "polite";
    this.input.addEventListener("input", () => this.wait());
  }

  disconnectedCallback() { this.forget(); }

  forget() {
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  wait() {
    this.forget();
    if (!this.children.length) this.append(this.meter, this.words);
    this.timer = setTimeout(() => this.judge(), PAUSE);
  }

  judge() {
    const { least, short } = this.dataset;
    const count = [...this.input.value.normalize("NFC")].length;
    if (!count) return this.say("", 0);
    if (count < least) return this.say(short.replace("{count}", count).replace("{least}", least), count / least);
    return this.ask();
  }

  async ask() {
    const form = this.input.form;
    const sent = new URLSearchParams({ password: this.input.value, name: form.elements.name?.value ?? "" });
    sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    this.asked = new AbortController();
    try {
      const answer = await fetch(new URL(form.action).pathname + "/strength", { method: "POST", body: sent, signal: this.asked.signal });
      if (!answer.ok) return this.say("", 0);
      const { sentence, level } = await answer.json();
      this.say(sentence, level, level < 3 ? "danger" : "success");
    } catch (failure) {
      if (failure.name !== "AbortError") this.say("", 0);
    }
  }

  say(sentence, level, tone = "") {
    this.words.textContent = sentence;
    this.meter.value = level;
    this.dataset.tone = tone;
  }
});
