/* Typing in a sheet: one key chooses an outcome, Enter keeps the line and goes to the next. Works without this too. */
"use strict";

class Entry {
  constructor(form) {
    this.form = form;
    this.last = Promise.resolve("");
    for (const row of this.rows()) this.fit(row);
    form.addEventListener("change", (event) => this.changed(event));
    form.addEventListener("keydown", (event) => this.pressed(event));
    form.addEventListener("click", (event) => this.clicked(event));
    let sent = false;
    form.addEventListener("submit", () => (sent = true));
    window.addEventListener("beforeunload", (event) => {
      if (!sent && this.rows().some((row) => this.outcome(row).value)) event.preventDefault();
    });
  }

  rows() {
    return [...this.form.querySelectorAll("tr[data-row]")].filter((row) => this.outcome(row));
  }

  outcome(row) {
    return row.querySelector("[data-outcome]");
  }

  /** Only the fields that this outcome needs can be reached; nothing typed is thrown away. */
  fit(row) {
    const chosen = this.outcome(row).value;
    for (const field of row.querySelectorAll("[data-for]")) {
      field.disabled = Boolean(chosen) && !field.dataset.for.split(" ").includes(chosen);
      field.tabIndex = chosen && !field.disabled ? 0 : -1;
    }
  }

  changed(event) {
    const row = event.target.closest("tr[data-row]");
    if (row && event.target.matches("[data-outcome]")) this.fit(row);
  }

  pressed(event) {
    const row = event.target.closest("tr[data-row]");
    const key = event.key;
    if (key === "Enter" && !event.target.matches("button, a, textarea")) {
      event.preventDefault();
      if (!row) this.focusNext(null);
      else if (this.outcome(row).value) this.keep(row);
      else this.focusNext(row);
      return;
    }
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("[data-outcome]") && key === "u") {
      event.preventDefault();
      this.undoLast();
    } else if (event.target.matches("[data-outcome]") && /^[1-8]$/.test(key)) {
      event.preventDefault();
      event.target.selectedIndex = Number(key);
      this.fit(row);
      row.querySelector("[data-for]:not(:disabled)")?.focus();
    } else if (event.target.matches("[data-yes-no]") && "01-".includes(key)) {
      event.preventDefault();
      if (key === "-") for (const one of row.querySelectorAll("[data-yes-no]")) one.value = "0";
      else event.target.value = key;
      const fields = [...row.querySelectorAll("[data-for]:not(:disabled)")];
      const at = key === "-" ? fields.findLastIndex((one) => one.matches("[data-yes-no]")) : fields.indexOf(event.target);
      (fields[at + 1] ?? row.querySelector('[name^="time"]')).focus();
    }
  }

  clicked(event) {
    const row = event.target.closest("tr[data-row]");
    if (!row) return;
    if (event.target.closest("[data-keep]")) {
      event.preventDefault();
      this.keep(row);
    } else if (event.target.closest("[data-undo]")) {
      event.preventDefault();
      this.undo(row, event.target.closest("[data-undo]").value);
    }
  }

  /** Goes on to the next line at once; the line is sent meanwhile. Whoever types fast must never wait for a network. */
  keep(row) {
    const lacking = this.lacking(row);
    if (lacking) {
      lacking.setAttribute("aria-invalid", "true");
      lacking.focus();
      return;
    }
    this.last = this.send(row, {}).then((next) => this.kept(next));
    this.focusNext(row);
  }

  /** The first field that this outcome needs and that is empty. */
  lacking(row) {
    return [...row.querySelectorAll("[data-needed]:not(:disabled)")].find((one) => {
      const needed = one.dataset.needed.split(" ").includes(this.outcome(row).value);
      return needed && !one.value.trim();
    });
  }

  /** What the server made of a line: the id to undo it by. A fault calls back, unless the next line is begun already. */
  kept(row) {
    if (!row) return "";
    const fault = row.querySelector("[aria-invalid]");
    const now = document.activeElement?.closest("tr[data-row]");
    if (fault && !(now && this.outcome(now)?.value)) fault.focus();
    return fault ? "" : ([...row.querySelectorAll("[data-undo]")].at(-1)?.value ?? "");
  }

  async undoLast() {
    const fact = await this.last;
    const button = fact && this.form.querySelector(`[data-undo][value="${fact}"]`);
    if (button) await this.undo(button.closest("tr[data-row]"), fact);
  }

  async undo(row, fact) {
    this.last = Promise.resolve("");
    this.outcome(row).focus();
    await this.send(row, { undo: fact });
  }

  /** Sends one row with the head of the sheet; the row as the server now has it takes its place. */
  async send(row, more) {
    const number = row.dataset.row;
    const before = this.values(row);
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (!/-\d+$/.test(name) || name.endsWith(`-${number}`)) sent.append(name, value);
    }
    sent.set("row", number);
    for (const [name, value] of Object.entries(more)) sent.set(name, value);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: sent,
        headers: { "Bulou-Row": "1" },
        signal: AbortSignal.timeout(15000),
      });
      if (answer.redirected || ![200, 422].includes(answer.status)) throw new Error(String(answer.status));
      const box = document.createElement("tbody");
      box.innerHTML = await answer.text();
      const next = box.firstElementChild;
      this.carry(row, next, before);
      this.count();
      return next;
    } catch {
      this.lost(row);
      return null;
    }
  }

  values(row) {
    return new Map([...row.querySelectorAll("input:not([type=hidden]), select")].map((one) => [one.name, one.value]));
  }

  /** Puts the answered row in place of the old one; what was typed into that while it was away, and the focus, stay. */
  carry(row, next, before) {
    const focused = row.contains(document.activeElement) ? document.activeElement.name : "";
    const now = this.values(row);
    row.replaceWith(next);
    for (const [name, value] of now) if (value !== before.get(name)) next.querySelector(`[name="${name}"]`).value = value;
    this.fit(next);
    if (focused) next.querySelector(`[name="${focused}"]`)?.focus();
  }

  /** What was typed stays in its fields: pressing Enter again sends it again, and the server keeps it once. */
  lost(row) {
    let told = row.querySelector("[data-lost-note]");
    if (!told) {
      told = document.createElement("p");
      told.className = "alarm-text";
      told.dataset.lostNote = "";
      told.setAttribute("role", "alert");
      row.querySelector(".kept").prepend(told);
    }
    told.textContent = this.form.dataset.lost;
  }

  focusNext(row) {
    const rows = this.rows();
    const rest = row ? rows.slice(rows.indexOf(row) + 1) : rows.filter((one) => !one.classList.contains("typed"));
    const next = rest[0] && this.outcome(rest[0]);
    if (next) next.focus();
    else this.form.querySelector('[name="finish"]').focus();
  }

  count() {
    const told = this.form.querySelector("[data-done]");
    const done = this.form.querySelectorAll("tr.typed").length;
    told.textContent = told.textContent.replace(/\d+/, String(done));
  }
}

for (const form of document.querySelectorAll("form[data-entry]")) new Entry(form);

/** A call: a household can be written down for what is said on the phone only; a worker's call needs who and when. */
class Call {
  constructor(form) {
    this.form = form;
    this.outcome = form.querySelector("[data-outcome]");
    form.addEventListener("change", () => this.fit());
    this.fit();
  }

  fit() {
    const worker = this.form.elements.caller.value === "worker";
    this.form.querySelector("[data-worker]").hidden = !worker;
    for (const option of this.outcome.options) {
      const out = !worker && option.value !== "" && !("byPhone" in option.dataset);
      option.hidden = out;
      option.disabled = out;
    }
    if (this.outcome.selectedOptions[0]?.disabled) this.outcome.value = "";
    for (const field of this.form.querySelectorAll("[data-for]")) {
      field.disabled = Boolean(this.outcome.value) && !field.dataset.for.split(" ").includes(this.outcome.value);
    }
  }
}

for (const form of document.querySelectorAll("form[data-call]")) new Call(form);
