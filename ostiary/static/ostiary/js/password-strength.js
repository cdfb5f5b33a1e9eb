// How hard the password above would be to guess, once one pauses typing. The length is told here; all else is judged
// by the server, by the rules that will take or refuse the password, at the address of its form with /strength.
const PAUSE = 600; // ms without a key: neither the server nor a screen reader is told of every key

customElements.define("password-strength", class extends HTMLElement {
  connectedCallback() {
    this.input = this.closest(".field").querySelector("input");
    this.meter = Object.assign(document.createElement("meter"), { max: 4, low: 2.5, high: 2.75, optimum: 4, ariaHidden: "true" });
    this.words = Object.assign(document.createElement("p"), { ariaLive: "polite" });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.judge(this.input.value), PAUSE);
      if (!this.children.length) this.append(this.meter, this.words);
    });
  }

  async judge(typed) {
    const { least, short } = this.dataset;
    const count = [...typed.normalize("NFC")].length;
    if (!count) return this.say("", 0);
    if (count < least) return this.say(short.replace("{count}", count).replace("{least}", least), count / least);
    const { sentence, level } = await this.ask(typed).catch(() => ({ sentence: "", level: 0 }));
    if (typed === this.input.value) this.say(sentence, level, level < 3 ? "danger" : "success");
  }

  async ask(password) {
    const { action, elements } = this.input.form;
    const sent = { password, name: elements.name?.value ?? "", csrfmiddlewaretoken: elements.csrfmiddlewaretoken.value };
    return (await fetch(new URL(action).pathname + "/strength", { method: "POST", body: new URLSearchParams(sent) })).json();
  }

  say(sentence, level, tone = "") {
    this.words.textContent = sentence;
    this.meter.value = level;
    this.dataset.tone = tone;
  }
});
