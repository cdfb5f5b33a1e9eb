// Copies the text of the element named by "of" and says so for two seconds.
customElements.define("copy-button", class extends HTMLElement {
  connectedCallback() {
    const word = this.querySelector("[aria-live]");
    const label = word.textContent;
    this.addEventListener("click", async () => {
      const from = document.getElementById(this.getAttribute("of"));
      try {
        await navigator.clipboard.writeText((from.value ?? from.textContent).trim());
        word.textContent = this.getAttribute("done");
        setTimeout(() => { word.textContent = label; }, 2000);
      } catch {
        // Without clipboard access (plain http): select it, so that Ctrl+C is one key away.
        getSelection().selectAllChildren(from);
      }
    });
  }
});
