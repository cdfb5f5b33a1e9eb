// Saves the text of the element named by "of" as a file; print-page prints the page.
customElements.define("save-text", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => {
      const text = document.getElementById(this.getAttribute("of")).textContent.trim();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text + "\n"], { type: "text/plain" }));
      link.download = this.getAttribute("file");
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }
});
customElements.define("print-page", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => print());
  }
});
