// Prints the page. Without script the browser's own menu does, and the button is not there.
customElements.define("print-page", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => print());
  }
});
