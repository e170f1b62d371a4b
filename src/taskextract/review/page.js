"use strict";
const kinds = new Set();
const buttons = [...document.querySelectorAll("button[data-kind]")];
const agency = document.querySelector("select[data-agency]");

function wanted(change) {
  const kind = kinds.size === 0 || kinds.has(change.dataset.kind);
  const body = !agency || agency.value === "" || (change.dataset.agencies || "").split("|").includes(agency.value);
  return kind && body;
}

function show() {
  const all = kinds.size === 0 && (!agency || agency.value === "");
  for (const change of document.querySelectorAll(".change")) change.classList.toggle("hidden", !wanted(change));
  for (const box of [...document.querySelectorAll(".row"), ...document.querySelectorAll(".task, details.fold")]) {
    const found = box.querySelector(".change:not(.hidden)");
    box.classList.toggle("hidden", !all && !found);
  }
  for (const button of buttons) {
    const kind = button.dataset.kind;
    button.setAttribute("aria-pressed", String(kind === "" ? kinds.size === 0 : kinds.has(kind)));
  }
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const kind = button.dataset.kind;
    if (kind === "") kinds.clear();
    else if (kinds.has(kind)) kinds.delete(kind);
    else kinds.add(kind);
    show();
  });
}
if (agency) agency.addEventListener("change", show);
const language = document.querySelector("button.switch");
language.addEventListener("click", () => {
  const chinese = document.body.classList.toggle("chinese");
  document.documentElement.lang = chinese ? "zh-CN" : "en";
  language.textContent = chinese ? "English" : "中文";
  for (const one of document.querySelectorAll("[data-zh]")) {
    const words = chinese ? one.dataset.zh : one.dataset.en;
    if (one.tagName === "SELECT") one.setAttribute("aria-label", words);
    else if (one.tagName === "MARK") one.title = words;
    else one.textContent = words;
  }
});

// On paper nothing can be unfolded; what has not changed stays folded there too.
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not(.fold):not([open])")];
  for (const box of unfolded) box.open = true;
});
window.addEventListener("afterprint", () => {
  for (const box of unfolded) box.open = false;
});
