// A button that shows every relative time of this browser's pages exactly, until it is pressed again.
const KEY = "exact-times";

customElements.define("exact-times", class extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.turn());
    this.say();
  }

  get on() { return localStorage.getItem(KEY) !== null; }

  turn() {
    if (this.on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "yes");
    this.say();
    document.querySelectorAll("relative-time").forEach((one) => one.show());
  }

  say() { this.button.ariaPressed = String(this.on); }
});
