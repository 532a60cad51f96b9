// The cells of a job that are in one state or column, as a grid of their own, read further as one scrolls.
import { html } from "./lit/lit-html.js";
import { get, part } from "./api.js";
import { chip } from "./parts.js";
import { look } from "./look.js";
import { SOURCES, count, money, share } from "./words.js";

const PAGE = 100;

export const FOUND_COLUMNS = [
  { title: "Column", width: 170, of: (cell) => ({ content: html`<span class="value">${cell.column}</span>`, kind: "" }) },
  { title: "State", width: 120, of: (cell) => ({ content: chip(cell.state), kind: "" }) },
  { title: "Value or reason", width: 380, of: look },
  { title: "Provider", width: 150, of: (cell) => text(cell.provider) },
  { title: "Confidence", width: 110, of: (cell) => text(cell.confidence === null ? null : share(cell.confidence)) },
  { title: "Source", width: 180, of: (cell) => text(SOURCES[cell.servedBy]) },
  { title: "Cost", width: 100, of: (cell) => text(cell.attempts > 0 ? money(cell.cost) : null) },
].map((column) => ({ ...column, head: column.title }));

const text = (value) => ({ content: html`<span class="value">${value ?? "–"}</span>`, kind: "" });

export class FoundCells {
  cells = [];
  #next = "";
  #asked = null;

  constructor(job, filter, onChange) {
    this.job = job;
    this.filter = filter;
    this.onChange = onChange;
    this.more();
  }

  get isWhole() {
    return this.#next === null;
  }

  /** One more than there is stands for those that are still to be read. */
  get count() {
    return this.cells.length + (this.isWhole ? 0 : 1);
  }

  rowName(index) {
    const cell = this.cells[index];
    return cell ? count(cell.row + 1) : "…";
  }

  look(index, column) {
    const cell = this.cells[index];
    return cell ? FOUND_COLUMNS[column].of(cell) : look(undefined);
  }

  seen(first, end) {
    if (end > this.cells.length - PAGE / 4) this.more();
  }

  async more() {
    if (this.#asked || this.isWhole) return;
    this.#asked = new AbortController();
    const { state, column } = this.filter;
    const path = `v1/status/jobs/${this.job}/cells?limit=${PAGE}` + (state ? `&state=${state}` : "")
      + (column ? `&column=${part(column)}` : "") + (this.#next ? `&cursor=${part(this.#next)}` : "");
    try {
      const page = await get(path, { signal: this.#asked.signal });
      this.cells = [...this.cells, ...page.items];
      this.#next = page.next ?? null;
      this.#asked = null;
      this.onChange();
    } catch (problem) {
      this.#asked = null;
      if (problem.name !== "AbortError") this.onChange(problem);
    }
  }

  close() {
    this.#asked?.abort();
    this.onChange = () => {};
  }
}
