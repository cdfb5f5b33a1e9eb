// Arrow keys in a menu. Opening, closing, Esc and Tab are the browser's own (native popover).
customElements.define("popover-menu", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.move(event));
    this.menu?.addEventListener("toggle", (event) => event.newState === "open" && this.opened());
    this.addEventListener("click", (event) => { this.byKey = event.detail === 0; }, true);
  }

  get menu() { return this.querySelector("[popover]"); }
  get items() { return [...this.menu.querySelectorAll("a, button")]; }

  // The browser tells of it a moment later: by then a quick hand may have gone on.
  opened() {
    if (this.byKey && !this.menu.contains(document.activeElement)) this.items[0]?.focus();
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const jump = { Home: 0, End: -1 }[event.key];
    if (step === undefined && jump === undefined) return;
    const open = this.menu.matches(":popover-open");
    if (!open && step === undefined) return;
    event.preventDefault();
    if (!open) this.menu.showPopover({ source: this.querySelector("[popovertarget]") });
    const at = this.items.indexOf(document.activeElement);
    const next = jump ?? (at < 0 ? (step > 0 ? 0 : -1) : (at + step) % this.items.length);
    this.items.at(next)?.focus();
  }
});
