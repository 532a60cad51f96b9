// The table of a job: its sheet's rows with the cells that the job fills, live.
import { html, nothing } from "./lit/lit-html.js";
import { JobCells } from "./cells.js";
import { FOUND_COLUMNS, FoundCells } from "./found.js";
import { Grid } from "./grid.js";
import { NO_CELL, card, look } from "./look.js";
import { SheetRows } from "./rows.js";
import { count, shown } from "./words.js";

const INPUTS_AT_FIRST = 3;
const INPUT_WIDTH = 160;
const VALUE_WIDTH = 180;
/** Of columns that hold sentences. */
const TEXT_WIDTH = 320;

/** The rows of the sheet from the first to the last that a job has; those that came later are not its own. */
function span(rows, totalRows) {
  if (rows?.ids) {
    const ids = [...rows.ids].sort((a, b) => a - b);
    return [ids[0], ids.at(-1) + 1];
  }
  const first = rows?.offset ?? 0;
  return [first, first + totalRows];
}

/** Inputs that the job's templates name, else the first ones. */
export function inputsAtFirst(spec, inputs) {
  const said = JSON.stringify(spec.columns ?? []);
  const named = inputs.filter((name) => said.includes(`{{${name}}}`) || said.includes(`{{{${name}}}}`));
  return (named.length > 0 ? named : inputs).slice(0, INPUTS_AT_FIRST);
}

export class JobTable {
  #grid;
  #found = null;
  #chosen;
  #closed = false;
  #asks;

  /**
   * @param asks `{job, sheet, columns, totalRows, state(), inputs, filled, follow(first, end), open(row, column), tip, problem}`, where
   *   `columns` are all that the job fills, `inputs` and `filled` those shown, and `state` gives the job's state
   */
  constructor(host, asks) {
    this.#asks = asks;
    const { sheet, job } = asks;
    [this.first, this.end] = span(job.spec.rows, asks.totalRows);
    this.#chosen = job.spec.rows?.ids && new Set(job.spec.rows.ids);
    this.rows = new SheetRows(sheet.id, job.id, (problem) => this.#changed(problem));
    this.cells = new JobCells(this.rows, (row) => this.#untouched(row));
    this.#grid = new Grid(host, {
      ...this.#whole(),
      open: (...place) => this.#open(...place), point: (...at) => this.#point(...at), hide: () => asks.tip.hide(),
    });
  }

  #untouched(row) {
    if (this.#chosen && !this.#chosen.has(row)) return NO_CELL;
    return this.#asks.state() === "cancelled" ? "cancelled" : "queued";
  }

  draw() {
    this.#grid.draw();
  }

  /** Has the rows that are seen followed, though they are the same as before. */
  follow() {
    this.#grid.tellSeen();
  }

  focus() {
    this.#grid.focus();
  }

  /** @param row as people count, from 1 */
  goTo(row) {
    this.#grid.goTo(Math.max(0, Math.min(this.end, row) - 1 - this.first));
  }

  showColumns(inputs, filled) {
    Object.assign(this.#asks, { inputs, filled });
    if (!this.#found) this.#grid.change(this.#whole());
  }

  /** @param filter `{state, column}`; with neither, all rows */
  filter(filter) {
    this.#found?.close();
    this.#found = null;
    this.#asks.tip.hide();
    if (filter.state || filter.column) {
      this.#found = new FoundCells(this.#asks.job.id, { ...filter }, this.#asks.columns, (problem) => this.#changed(problem));
      this.#grid.change(this.#part());
    } else {
      this.#grid.change(this.#whole());
    }
  }

  get found() {
    return this.#found;
  }

  /** Reads anew what is looked at, which shows as it is until then. */
  async refresh() {
    const before = this.cells.told;
    const [isRead] = await Promise.all([this.rows.refresh(), this.refreshFound(true)]);
    if (this.#closed) return;
    if (isRead) this.cells.forget(before);
    this.draw();
  }

  /** Reads anew the found cells that are seen, or all. The one with the focus and the first one seen stay in place. */
  async refreshFound(isAll = false) {
    const found = this.#found;
    if (!found) return;
    const [first, end] = this.#grid.seen;
    const change = await found.refresh(isAll ? 0 : first, isAll ? found.cells.length : end);
    if (!change || this.#closed || found !== this.#found) return;
    const placeNow = (row) => (change.before[row] ? found.placeOf(change.before[row]) : row);
    this.#grid.reorder(found.count, placeNow);
    this.#asks.problem(null);
  }

  close() {
    this.#closed = true;
    this.rows.close();
    this.#found?.close();
    this.#grid.close();
  }

  #changed(problem) {
    if (this.#closed) return;
    this.#asks.problem(problem ?? null);
    if (this.#found) this.#grid.change({ count: this.#found.count });
    else this.#grid.draw();
  }

  #whole() {
    const { inputs, filled, job } = this.#asks;
    const asked = new Set(job.spec.columns?.filter((column) => column.prompt && !column.output).map((column) => column.name));
    const columns = [
      ...inputs.map((name) => ({ title: name, width: INPUT_WIDTH, kind: "is-input", head: html`<span class="value">${name}</span>` })),
      ...filled.map((name) => ({ title: name, width: asked.has(name) ? TEXT_WIDTH : VALUE_WIDTH, isFilled: true, head: html`<span class="value">${name}</span>` })),
    ];
    return {
      label: `Rows of ${job.name}`, columns, count: this.end - this.first,
      rowName: (row) => count(this.first + row + 1),
      cell: (row, column) => this.#look(this.first + row, columns[column]),
      seen: (first, end) => {
        this.rows.want(this.first + first, this.first + end);
        this.#asks.follow(this.first + first, this.first + end);
      },
    };
  }

  #part() {
    const found = this.#found;
    return {
      label: "Cells found", columns: FOUND_COLUMNS, count: found.count,
      rowName: (row) => found.rowName(row),
      cell: (row, column) => found.look(row, column),
      seen: (first, end) => found.seen(first, end),
    };
  }

  #look(row, { title, isFilled }) {
    if (isFilled) return look(this.cells.get(row, title));
    const read = this.rows.get(row);
    return read ? { content: html`<span class="value">${shown(read.input[title])}</span>`, kind: "is-input" } : look(undefined);
  }

  #at(row, column) {
    if (this.#found) {
      const cell = this.#found.cells[row];
      return cell && { row: cell.row, name: cell.column, cell };
    }
    const name = [...this.#asks.inputs, ...this.#asks.filled][column];
    const isFilled = column >= this.#asks.inputs.length;
    return { row: this.first + row, name, isFilled, cell: isFilled ? this.cells.get(this.first + row, name) : undefined };
  }

  #open(row, column) {
    const at = this.#at(row, column);
    if (!at || at.cell?.state === NO_CELL) return;
    this.#asks.tip.hide();
    this.#asks.open(at.row, at.name, Boolean(this.#found) || at.isFilled);
  }

  #point(element, row, column, isAtOnce) {
    const at = element && this.#at(row, column);
    if (!at) this.#asks.tip.away();
    else if (at.cell) this.#asks.tip.point(element, card(at.cell), isAtOnce);
    else this.#asks.tip.point(element, this.#inputCard(at), isAtOnce);
  }

  #inputCard({ row, name }) {
    const value = shown(this.rows.get(row)?.input[name]);
    return value ? html`<div class="card-head quiet">As given</div><p class="card-value">${value}</p>` : nothing;
  }
}
