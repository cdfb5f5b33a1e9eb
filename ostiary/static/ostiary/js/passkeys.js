// Sends a form with the answer of a passkey or security key. What the authenticator signs comes from the server, for
// this browser and this purpose. A browser that has no keys leaves the button hidden and shows why, where it matters.
customElements.define("passkey-button", class extends HTMLElement {
  connectedCallback() {
    if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.form = this.closest("form");
    for (const part of this.querySelectorAll("[data-with], [data-without]")) part.hidden = "without" in part.dataset;
    const ask = (event) => { event.preventDefault(); this.ask(); };
    this.querySelector("button").addEventListener("click", ask);
    if ("whole" in this.dataset) this.form.addEventListener("submit", (event) => this.answer || ask(event));
    addEventListener("pageshow", () => { this.answer?.remove(); this.answer = null; }); // back: it has been used
  }
  async ask(mediation = "optional") {
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    this.mediation = mediation;
    try {
      this.send(await this.answered(mediation, signal));
    } catch (error) {
      if (signal.aborted) return;
      this.mediation = null;
      const why = error.name === "InvalidStateError" ? "known" : "failed";
      if (mediation === "optional") this.querySelector("[role=alert]").textContent = this.dataset[why];
    }
  }
  async answered(mediation, signal) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value });
    const options = await (await fetch(this.dataset.options, { method: "POST", body, signal })).json();
    const { parseCreationOptionsFromJSON: forNew, parseRequestOptionsFromJSON: forKnown } = PublicKeyCredential;
    if ("makes" in this.dataset) return navigator.credentials.create({ publicKey: forNew(options), signal });
    return navigator.credentials.get({ publicKey: forKnown(options), mediation, signal });
  }
  send(credential) {
    this.answer = Object.assign(document.createElement("input"), { type: "hidden", name: this.dataset.name });
    this.answer.value = JSON.stringify(credential);
    this.form.append(this.answer);
    this.form.noValidate = true; // the other fields are not what is sent
    this.form.requestSubmit();
  }
});
