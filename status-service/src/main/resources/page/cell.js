// One cell whole, in a dialog: its value to read or change, and how it came about.
import { html, nothing, render } from "./lit/lit-html.js";
import { get, getText, part, put } from "./api.js";
import { editForm } from "./edit.js";
import { facts, factList, isPersons } from "./look.js";
import { earlierEnds, steps } from "./history.js";
import { announce, chip, mayPass, problemBox, waitAfter } from "./parts.js";
import { SKIPPED, count, shown, size } from "./words.js";

const LOOK_AGAIN = 1000;
const TAIL_LINES = 100;

/**
 * @param asked `{sheet, job, row, column, isFilled, type, live(), changed(), closed()}`; `live` is the text of a running cell
 *   so far, `changed` is called after a person's change
 * @return closes it
 */
export function openCell(asked) {
  const dialog = new CellDialog(asked);
  dialog.open();
  return () => dialog.close();
}

class CellDialog {
  cell = null;
  problem = null;
  saved = "";
  tail = null;
  #dialog = document.createElement("dialog");
  #timer = 0;
  #failures = 0;
  #pressedOutside = false;

  constructor(asked) {
    this.asked = asked;
    this.path = `v1/status/cells/${asked.sheet}/${asked.row}/${part(asked.column)}`;
    this.edited = `v1/sheets/${asked.sheet}/cells/${asked.row}/${part(asked.column)}`;
    this.#dialog.className = "cell-dialog";
    this.#dialog.setAttribute("aria-labelledby", "cell-name");
    this.#dialog.addEventListener("close", () => this.#closed());
    // a press that began inside, selecting text say, does not close it
    this.#dialog.addEventListener("pointerdown", (event) => {
      this.#pressedOutside = event.target === this.#dialog;
    });
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog && this.#pressedOutside || event.target.closest("a[href^='#']")) this.#dialog.close();
    });
  }

  open() {
    document.body.append(this.#dialog);
    this.draw();
    this.#dialog.showModal();
    this.#read();
  }

  /** At once, though the browser tells of it later. */
  close() {
    this.#dialog.close();
    this.#closed();
  }

  draw() {
    render(this.#view(), this.#dialog);
  }

  async save(value, validated) {
    await this.#change("PUT", { value, validated }, validated ? "Saved and confirmed." : "Saved.");
  }

  async takeOut() {
    await this.#change("DELETE", undefined, "Your value is taken out.");
  }

  async showTail(stream) {
    try {
      this.tail = { stream, text: await getText(`${this.path}/output?job=${this.asked.job}&tail=${TAIL_LINES}&stream=${stream}`) };
    } catch (problem) {
      this.problem = problem;
    }
    this.draw();
  }

  async #change(method, body, said) {
    try {
      await put(method, this.edited, body);
      this.problem = null;
      this.saved = said;
      announce(said);
      await this.#read();
      this.asked.changed();
    } catch (problem) {
      this.problem = problem;
      this.draw();
    }
  }

  async #read() {
    clearTimeout(this.#timer);
    try {
      this.cell = this.asked.isFilled ? await get(`${this.path}?job=${this.asked.job}`) : await this.#given();
      if (this.#failures > 0) this.problem = null;
      this.#failures = 0;
      if (["queued", "running"].includes(this.cell.state)) this.#readAfter(LOOK_AGAIN);
    } catch (problem) {
      this.problem = problem;
      if (mayPass(problem)) this.#readAfter(waitAfter(++this.#failures));
    }
    if (this.#dialog.isConnected) this.draw();
  }

  #readAfter(milliseconds) {
    if (this.#dialog.isConnected) this.#timer = setTimeout(() => this.#read(), milliseconds);
  }

  /** A value of the sheet as it was given. */
  async #given() {
    const { sheet, row, column } = this.asked;
    const grid = await get(`v1/status/sheets/${sheet}/rows?offset=${row}&limit=1`);
    return { given: true, value: grid.items[0]?.input[column] };
  }

  #closed() {
    clearTimeout(this.#timer);
    if (!this.#dialog.isConnected) return;
    this.#dialog.remove();
    this.asked.closed();
  }

  #view() {
    const { row, column } = this.asked;
    return html`<div class="dialog-body">
      <header class="dialog-head">
        <h2 id="cell-name">${column} <span class="quiet">row ${count(row + 1)}</span></h2>
        ${this.cell?.state ? chip(this.cell.state) : nothing}
        <button class="quiet-button" aria-label="Close" @click=${() => this.close()}>✕</button>
      </header>
      <p class="hidden announcer" role="status"></p>
      ${problemBox(this.problem)}
      ${this.cell ? this.#whole(this.cell) : html`<div class="skeleton"></div><div class="skeleton tall"></div>`}
    </div>`;
  }

  #whole(cell) {
    if (cell.given) {
      return html`<h3>As given</h3><pre class="text" tabindex="0">${shown(cell.value) || "(empty)"}</pre>`;
    }
    return html`
      ${this.#value(cell)}
      ${cell.shown ? html`<h3>The sheet shows meanwhile</h3><pre class="text" tabindex="0">${pretty(cell.shown.value) || "(empty)"}</pre>
        <p class="quiet">found by <a href="#/jobs/${cell.shown.jobId}">another job</a></p>` : nothing}
      ${factList(facts(cell))}
      ${this.#output(cell)}
      ${editForm(cell, this.asked.type, this.saved, {
        save: (value, validated) => this.save(value, validated),
        takeOut: isPersons(cell) ? () => this.takeOut() : null,
        refuse: (sentence) => {
          this.problem = { title: "Not saved", detail: sentence };
          this.draw();
        },
      })}
      ${steps(cell.steps)}
      ${earlierEnds(cell.earlier)}`;
  }

  #value(cell) {
    const text = cell.state === "running" ? this.asked.live() : null;
    switch (cell.state) {
      case "failed":
        return html`<p class="bad">${cell.error?.message}</p>
          <p class="quiet">${cell.error?.code}${cell.error?.retryable ? ", may succeed if tried again" : nothing}</p>`;
      case "skipped":
        return html`<p>Skipped, since ${SKIPPED[cell.skipReason] ?? cell.skipReason}.</p>`;
      case "done":
        return html`<h3>Value</h3><pre class="text" tabindex="0">${pretty(cell.value) || "(empty)"}${cell.truncated ? "…" : nothing}</pre>`;
      default:
        return text ? html`<h3>Text so far</h3><pre class="text" tabindex="0">${text}</pre>` : nothing;
    }
  }

  #output(cell) {
    if (!cell.outputBytes && !cell.stderrBytes) return nothing;
    const link = (stream, bytes, name) => bytes > 0 ? html`<li>${name}, ${size(bytes)}:
      <a href="${this.path}/output?job=${this.asked.job}&stream=${stream}" download="${this.asked.column}-${this.asked.row + 1}.txt">download</a>
      <button class="link" @click=${() => this.showTail(stream)}>last ${TAIL_LINES} lines</button></li>` : nothing;
    return html`<ul class="outputs">
      ${link("stdout", cell.outputBytes, "All that it wrote")}${link("stderr", cell.stderrBytes, "Its log")}
    </ul>
    ${this.tail ? html`<pre class="text" tabindex="0">${this.tail.text || "(nothing)"}</pre>` : nothing}`;
  }
}

function pretty(value) {
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : shown(value);
}
