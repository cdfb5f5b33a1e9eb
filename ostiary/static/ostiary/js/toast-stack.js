// Messages float, are announced, and can be closed. They stay until closed: nobody has to read against a clock.
customElements.define("toast-stack", class extends HTMLElement {
  connectedCallback() {
    const waiting = [...this.children];
    this.replaceChildren();
    // A live region speaks of what comes into it, so what the page brought along comes in a moment later.
    setTimeout(() => waiting.forEach((toast) => this.append(toast)), 50);
    new MutationObserver(() => this.querySelectorAll(".toast:not(:has(button))").forEach((toast) => this.closable(toast)))
      .observe(this, { childList: true });
    for (const failure of ["htmx:responseError", "htmx:sendError"]) {
      document.addEventListener(failure, () => this.say(this.dataset.failed, "danger"));
    }
  }

  closable(toast) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet small";
    button.textContent = this.dataset.close;
    button.addEventListener("click", () => toast.remove());
    toast.append(button);
  }

  say(text, tone) {
    const toast = document.createElement("div");
    toast.className = `notice toast ${tone}`;
    const words = document.createElement("p");
    words.textContent = text;
    toast.append(document.createElement("span"), words);
    this.append(toast);
  }
});
