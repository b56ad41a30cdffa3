"use strict";
// Values as numbers where they are: whole ones of any size exactly, digits in groups as well.
function valueOf(text) {
  const plain = text.replace(/,/g, "").trim();
  if (/^-?\d+$/.test(plain)) return BigInt(plain);
  if (plain !== "" && !isNaN(plain)) return Number(plain);
  if (plain === "infinity") return Infinity;
  return plain;
}
// Numbers before words, nothing last.
function compare(a, b) {
  const rank = v => v === "" ? 2 : typeof v === "string" ? 1 : 0;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

// "word" is in the row; "loss<0.3", "index>=1", "kind=minimum" hold of a column. All that is written must.
function test(keys, term) {
  const parts = term.match(/^([^<>=!]+)(<=|>=|!=|<|>|=)(.+)$/);
  const column = parts ? keys.indexOf(parts[1].toLowerCase()) : -1;
  if (column < 0) return row => row.textContent.toLowerCase().includes(term.toLowerCase());
  const wanted = valueOf(parts[3].toLowerCase());
  const holds = {
    "<": c => c < 0, ">": c => c > 0, "=": c => c === 0, "!=": c => c !== 0, "<=": c => c <= 0, ">=": c => c >= 0
  }[parts[2]];
  return row => {
    const value = valueOf(row.cells[column].textContent.toLowerCase());
    if (value === "" || (typeof value === "string") !== (typeof wanted === "string")) return false;
    return holds(compare(value, wanted));
  };
}

for (const table of document.querySelectorAll("table[data-sortable]")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells], rows = [...body.rows];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.setAttribute("aria-sort", other === head ? (down ? "descending" : "ascending") : "none");
      const keyed = rows.map(row => [valueOf(row.cells[column].textContent), row]);
      keyed.sort((a, b) => (a[0] === "" || b[0] === "" ? 1 : down ? -1 : 1) * compare(a[0], b[0]));
      body.append(...keyed.map(entry => entry[1]));
    });
  });
  const section = table.closest("section"), filter = section.querySelector(".filter");
  const input = filter.querySelector("input"), count = filter.querySelector("span");
  const keys = heads.map(head => head.dataset.key.toLowerCase());
  const show = () => {
    const tests = input.value.split(/\s+/).filter(term => term !== "").map(term => test(keys, term));
    let shown = 0;
    for (const row of rows) {
      row.hidden = !tests.every(holds => holds(row));
      if (!row.hidden) ++shown;
    }
    count.textContent = shown + " of " + rows.length + " rows";
  };
  input.addEventListener("input", show);
  filter.hidden = false;
  show();
}

function open(id) {
  const details = document.getElementById(id);
  if (!details || details.tagName !== "DETAILS") return false;
  for (let outer = details; outer; outer = outer.parentElement.closest("details")) outer.open = true;
  details.querySelector("summary").focus();
  details.scrollIntoView({block: "start"});
  return true;
}
document.addEventListener("click", event => {
  const mark = event.target.closest("[data-anchor]");
  if (mark && open(mark.dataset.anchor)) history.replaceState(null, "", "#" + mark.dataset.anchor);
});
window.addEventListener("hashchange", () => open(location.hash.slice(1)));
if (location.hash) open(location.hash.slice(1));
