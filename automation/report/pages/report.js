"use strict";
// Shows the people who are searched for, of the states that are ticked. Without it, the page shows everybody.
{
  const form = document.getElementById("find");
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const rows = [...document.querySelectorAll("[data-state]")].map((row) => ({ row, text: plain(row.dataset.text) }));
  const articles = [...document.querySelectorAll("article.problem")];
  const show = () => {
    const words = form.elements.words.value.split(/[\s　]+/).map(plain).filter(Boolean);
    const states = new Set([...form.querySelectorAll("input:checked")].map((box) => box.value));
    let count = 0;
    for (const { row, text } of rows) {
      row.hidden = !(states.size === 0 || states.has(row.dataset.state)) || !words.every((word) => text.includes(word));
      count += !row.hidden && row.tagName === "TR";
    }
    for (const article of articles) article.hidden = !article.querySelector("[data-state]:not([hidden])");
    form.elements.count.value = form.dataset.count.replace("0", count);
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
}
