// "/" reaches the first search box of the page, unless one is typing; Esc in it empties it.
customElements.define("search-box", class extends HTMLElement {
  get input() { return this.querySelector("input"); }
});

const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const box = document.querySelector("dialog[open] search-box") ?? document.querySelector("search-box");
  if (!box) return;
  event.preventDefault();
  box.input.focus();
  box.input.select();
});
