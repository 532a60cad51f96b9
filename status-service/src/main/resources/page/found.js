// The cells of a job that are in one state or column, as a grid of their own: read further as one scrolls, and anew while
// the job runs.
import { html } from "./lit/lit-html.js";
import { get, part } from "./api.js";
import { chip, mayPass, waitAfter } from "./parts.js";
import { look } from "./look.js";
import { SOURCES, count, money, share } from "./words.js";

const PAGE = 100;
/** Of one answer. */
const MOST = 1000;

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
  #wantsMore = false;
  #failures = 0;
  #again = 0;
  /** Where the list can be read from: behind a cell, none for the beginning. In order. */
  #marks = [{ cursor: "", after: null }];

  /**
   * @param filter `{state, column}`
   * @param columns of the job, in their order, which is that of the cells of a row
   */
  constructor(job, filter, columns, onChange) {
    this.job = job;
    this.filter = filter;
    this.columns = columns;
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
    if (this.isWhole) return;
    this.#wantsMore = this.#asked !== null;
    if (this.#wantsMore) return;
    const isRead = await this.#ask(async (read) => this.#take({ cursor: this.#next, after: this.cells.at(-1) ?? null },
      await read(this.#next, PAGE)));
    if (isRead) this.onChange();
  }

  /**
   * Reads anew those from one place in the list to another.
   *
   * @return `{before}`, the cells as they were; nothing if it could not be done now
   */
  async refresh(first, end) {
    if (this.#asked) return undefined;
    const before = this.cells;
    const isRead = await this.#ask(async (read) => {
      const from = before[Math.min(first, before.length - 1)];
      let mark = this.#marks.findLast(({ after }) => !after || from && this.#compare(after, from) < 0);
      do {
        mark = this.#take(mark, await read(mark.cursor, end - first > PAGE ? MOST : PAGE));
      } while (mark && this.placeOf(mark.after) < Math.min(end, before.length));
    });
    return isRead ? { before } : undefined;
  }

  /** Where in the list a cell is, or the next one if it is there no more. */
  placeOf(cell) {
    let low = 0;
    let high = this.cells.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.cells[middle], cell) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  close() {
    clearTimeout(this.#again);
    this.#asked?.abort();
    this.onChange = () => {};
  }

  #compare(a, b) {
    return a.row - b.row || this.columns.indexOf(a.column) - this.columns.indexOf(b.column);
  }

  /** What a page tells takes the place of all that was known between its ends. @return where the next one begins */
  #take(mark, page) {
    const last = page.items.at(-1);
    const next = page.next ? { cursor: page.next, after: last } : null;
    const isBefore = (cell) => mark.after && this.#compare(cell, mark.after) <= 0;
    const isBehind = (cell) => next && this.#compare(cell, last) > 0;
    const rest = this.cells.filter(isBehind);
    this.cells = [...this.cells.filter(isBefore), ...page.items, ...rest];
    this.#marks = [...this.#marks.filter(({ after }) => !after || isBefore(after)), ...(next ? [next] : []),
      ...this.#marks.filter(({ after }) => after && isBehind(after))];
    if (rest.length === 0) this.#next = page.next ?? null;
    return next;
  }

  /** One question at a time. @return whether it was answered */
  async #ask(question) {
    const asked = this.#asked = new AbortController();
    const { state, column } = this.filter;
    const path = `v1/status/jobs/${this.job}/cells?` + (state ? `state=${state}&` : "") + (column ? `column=${part(column)}&` : "");
    const read = (cursor, limit) =>
      get(`${path}limit=${limit}` + (cursor ? `&cursor=${part(cursor)}` : ""), { signal: asked.signal });
    try {
      await question(read);
      this.#failures = 0;
      return true;
    } catch (problem) {
      if (problem.name === "AbortError") return false;
      this.onChange(problem);
      if (mayPass(problem)) this.#again = setTimeout(() => this.more(), waitAfter(++this.#failures));
      return false;
    } finally {
      this.#asked = null;
      if (this.#wantsMore && !asked.signal.aborted) this.more();
    }
  }
}
