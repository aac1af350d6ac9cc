/* The drawing board adds up while one ticks. Without it the server shows the same sums on the next page. */
"use strict";

const KINDS = ["doors", "persons", "minutes"];

class Board {
  constructor(form) {
    this.form = form;
    this.norm = [Number(form.dataset.least), Number(form.dataset.most)];
    this.target = form.querySelector("select[name=grid]");
    this.leaves = [...form.querySelectorAll("input[type=checkbox]")].filter((box) => box.hasAttribute("data-leaf"));
    form.addEventListener("change", (event) => {
      if (event.target.type === "checkbox") this.spread(event.target);
      this.add();
    });
    this.add();
  }

  /** A compound takes its buildings along, a building its stairwells; a whole is ticked when all its parts are. */
  spread(box) {
    const group = box.closest("[data-group]");
    const first = group?.querySelector("input[type=checkbox]");
    if (first === box) for (const part of group.querySelectorAll("input[type=checkbox]")) part.checked = box.checked;
    for (let at = group; at; at = at.parentElement?.closest("[data-group]")) {
      const [whole, ...parts] = at.querySelectorAll("input[type=checkbox]");
      const leaves = parts.filter((part) => part.hasAttribute("data-leaf"));
      if (!leaves.length) continue;
      const ticked = leaves.filter((part) => part.checked).length;
      whole.checked = ticked === leaves.length;
      whole.indeterminate = ticked > 0 && ticked < leaves.length;
    }
  }

  add() {
    const chosen = this.leaves.filter((box) => box.checked);
    const moving = chosen.filter((box) => box.dataset.grid !== this.target.value);
    for (const kind of KINDS) {
      const shown = this.form.querySelector(`[data-sum=${kind}]`);
      if (shown) shown.textContent = sum(chosen, kind).toLocaleString("en");
    }
    const sizes = [];
    for (const row of this.form.querySelectorAll("tr[data-grid]")) {
      const grid = row.dataset.grid;
      const here = grid === this.target.value;
      row.toggleAttribute("data-target", here);
      if (grid === "new") row.hidden = !here;
      for (const cell of row.querySelectorAll("td[data-doors], td[data-persons], td[data-minutes]")) {
        const [kind] = KINDS.filter((one) => one in cell.dataset);
        const gone = moving.filter((box) => box.dataset.grid === grid);
        const now = Number(cell.dataset[kind]) - sum(gone, kind) + (here ? sum(moving, kind) : 0);
        cell.textContent = now.toLocaleString("en");
        if (kind === "doors" && grid) this.judge(row, now, sizes);
      }
    }
    const times = this.form.querySelector("[data-times]");
    const filled = sizes.filter((size) => size > 0);
    const uneven = filled.length ? Math.max(...filled) / Math.min(...filled) : 1;
    times.textContent = uneven.toFixed(1);
    this.form.querySelector("[data-imbalance]").hidden = uneven < 1.05;
  }

  judge(row, doors, sizes) {
    sizes.push(doors);
    const [least, most] = this.norm;
    const measure = doors === 0 ? "none" : doors < least ? "under" : doors <= most ? "within" : "over";
    for (const one of row.querySelectorAll("[data-measure]")) one.hidden = one.dataset.measure !== measure;
  }
}

const sum = (boxes, kind) => boxes.reduce((total, box) => total + Number(box.dataset[kind]), 0);

for (const form of document.querySelectorAll("[data-board]")) new Board(form);
