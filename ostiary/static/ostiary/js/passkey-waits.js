// Inside a passkey-button: the browser offers passkeys where the address is typed, for as long as the page is open.
const RENEWED = 4 * 60 * 1000; // ms; what it waits with is good for five minutes

customElements.define("passkey-waits", class extends HTMLElement {
  async connectedCallback() {
    if (!(await globalThis.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
    await customElements.whenDefined("passkey-button");
    this.button = this.closest("passkey-button");
    setInterval(() => this.wait(), RENEWED);
    this.wait();
  }

  wait() {
    const isBusy = this.button.mediation === "optional";
    if (this.button.form && !isBusy && document.visibilityState === "visible") this.button.ask("conditional");
  }
});
