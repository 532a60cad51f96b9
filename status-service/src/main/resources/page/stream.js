// A job as it happens: server-sent events of the rows that are looked at.
import { get } from "./api.js";

const MARGIN = 60;
const SETTLED = 150;
const PATIENCE = [2000, 4000, 8000, 15_000];

export class JobStream {
  #source = null;
  #range = null;
  #timer = 0;
  #failures = 0;

  /** @param told `{progress, cell, text, end, opened(range), connection(name)}` */
  constructor(job, told) {
    this.job = job;
    this.told = told;
  }

  /** Follows these rows, and some around them, once the scrolling has settled. */
  watch(first, end) {
    if (this.#range && this.#range[0] <= first && end <= this.#range[1] + 1) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open([Math.max(0, first - MARGIN), end + MARGIN - 1]), this.#range ? SETTLED : 0);
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#range = null;
  }

  #open(range) {
    this.#source?.close();
    this.#range = range;
    // the first thing that comes is the rows as they stand
    const source = new EventSource(`v1/status/jobs/${this.job}/stream?rows=${range[0]}-${range[1]}`);
    this.#source = source;
    this.told.opened(range);
    const on = (name, take) => source.addEventListener(name, (event) => {
      if (this.#source !== source) return;
      this.#failures = 0;
      this.told.connection("live");
      take(JSON.parse(event.data));
    });
    on("progress", (progress) => this.told.progress(progress));
    on("cell", (cell) => "text" in cell ? this.told.text(cell) : this.told.cell(cell));
    on("end", () => {
      this.close();
      this.told.connection("ended");
      this.told.end();
    });
    source.onerror = () => this.#failed(source, range);
  }

  /** A connection that broke comes back by itself, one that was refused does not. */
  #failed(source, range) {
    if (this.#source !== source) return;
    this.told.connection("away");
    if (source.readyState === EventSource.CLOSED) {
      const patience = PATIENCE[Math.min(this.#failures++, PATIENCE.length - 1)];
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#open(range), patience);
      // a stream does not say why it was refused; if for want of a key, this does
      get("v1/session").catch(() => {});
    }
  }
}
