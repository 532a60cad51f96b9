// What is known of a job's cells: the sheet as it was read, and what the stream has told since.
import { RunningTexts } from "./texts.js";

const key = (row, column) => `${row} ${column}`;

export class JobCells {
  #told = new Map();
  #texts = new RunningTexts();

  /** @param untouched gives the state of a cell of a row of which nothing is known to anybody */
  constructor(rows, untouched) {
    this.rows = rows;
    this.untouched = untouched;
  }

  tell(cell) {
    const place = key(cell.row, cell.column);
    this.#told.set(place, cell);
    if (cell.state !== "running") this.#texts.forget(place);
  }

  tellText(piece) {
    this.#texts.add(key(piece.row, piece.column), piece);
  }

  /** Of rows that are not followed any more nothing new is told, so what was told of them is no news. */
  forgetOutside([first, last]) {
    for (const [place, cell] of this.#told) {
      if (cell.row < first || cell.row > last) this.#told.delete(place);
    }
    this.#texts.clear();
  }

  /** What was told so far, to be forgotten once the sheet has been read again. */
  get told() {
    return new Set(this.#told.values());
  }

  forget(told) {
    for (const [place, cell] of this.#told) {
      if (told.has(cell)) this.#told.delete(place);
    }
  }

  /** A cell as it stands; undefined while nothing is known. */
  get(row, column) {
    const read = this.rows.get(row);
    const place = key(row, column);
    const told = this.#told.get(place);
    if (!read && !told) return undefined;
    let cell = newer(this.#shown(read?.cells[column]), told);
    // one that came back to the queue waits there for nothing if the job was cancelled
    if (!cell || cell.state === "queued") cell = { ...cell, state: this.untouched(row) };
    const text = this.#texts.get(place);
    return text && (cell.state === "running" || cell.state === "queued")
      ? { ...cell, state: "running", text: text.text, progress: text.progress }
      : cell;
  }

  /** Of other jobs' cells the job's table shows the values alone. */
  #shown(read) {
    return read?.jobId && read.jobId !== this.rows.job && read.state !== "done" ? undefined : read;
  }

  text(row, column) {
    return this.#texts.get(key(row, column))?.text;
  }
}

/** A person's value stands above all; a skipped cell keeps the value that the sheet shows. */
function newer(read, told) {
  if (!told) return read;
  if (!read) return told;
  const isPersons = read.state === "done" && !read.jobId;
  const keepsValue = told.state === "skipped" && read.state === "done";
  if (isPersons || keepsValue) return read;
  const isAhead = read.jobId === told.jobId && (read.run > told.run || read.state === "done" && told.state !== "done"
    && read.run === told.run);
  return isAhead ? read : told;
}
