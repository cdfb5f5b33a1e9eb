// "3 days ago" in the page's language. The exact moment, in the reader's zone, stays in the title, and is what one
// reads after exact-times.js was told so.
const steps = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

customElements.define("relative-time", class extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time");
    this.show();
    this.timer = setInterval(() => this.show(), 60000);
  }

  disconnectedCallback() { clearInterval(this.timer); }

  show() {
    if (localStorage.getItem("exact-times")) {
      this.time.textContent = this.time.title;
      return;
    }
    const seconds = (new Date(this.time.dateTime) - Date.now()) / 1000;
    const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
    this.time.textContent = words.format(Math.round(seconds / size), unit);
  }
});
