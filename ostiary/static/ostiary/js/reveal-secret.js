// Show and Hide for a password field. It hides again before the form is sent, so that no browser keeps it as plain text.
customElements.define("reveal-secret", class extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    this.input = this.querySelector("input");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.setAttribute("aria-controls", this.input.id);
    this.button.addEventListener("click", () => this.show(this.input.type === "password"));
    this.input.form?.addEventListener("submit", () => this.show(false));
    this.show(false);
    this.append(this.button);
  }

  show(plain) {
    this.input.type = plain ? "text" : "password";
    this.button.textContent = plain ? this.dataset.hide : this.dataset.show;
    this.button.ariaPressed = String(plain);
  }
});
