// A job as it happens: server-sent events of the rows that are looked at. Browsers open six connections to a server, so
// a page that nobody sees has none.
import { get } from "./api.js";
import { parse } from "./exact.js";
import { waitAfter } from "./parts.js";

const MARGIN = 60;
const SETTLED = 150;

export class JobStream {
  #source = null;
  #range = null;
  #timer = 0;
  #failures = 0;
  #closed = false;
  #turned = () => this.#turn();

  /** @param told `{progress, cell, text, end, opened(range), connection(name)}` */
  constructor(job, told) {
    this.job = job;
    this.told = told;
    document.addEventListener("visibilitychange", this.#turned);
  }

  /** Follows these rows, and some around them, once the scrolling has settled. */
  watch(first, end) {
    if (this.#closed) return;
    if (this.#range && this.#range[0] <= first && end <= this.#range[1] + 1) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open([Math.max(0, first - MARGIN), end + MARGIN - 1]), this.#range ? SETTLED : 0);
  }

  /** Nothing is told any more until rows are watched again. */
  rest() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#range = null;
  }

  /** For good. */
  close() {
    this.#closed = true;
    this.rest();
    document.removeEventListener("visibilitychange", this.#turned);
  }

  #turn() {
    if (!this.#range) return;
    if (document.hidden) {
      clearTimeout(this.#timer);
      this.#source?.close();
      this.#source = null;
    } else if (!this.#source) {
      this.#open(this.#range);
    }
  }

  #open(range) {
    this.#source?.close();
    this.#source = null;
    this.#range = range;
    if (document.hidden) return;
    // the first thing that comes is the rows as they stand
    const source = new EventSource(`v1/status/jobs/${this.job}/stream?rows=${range[0]}-${range[1]}`);
    this.#source = source;
    this.told.opened(range);
    const on = (name, take) => source.addEventListener(name, (event) => {
      if (this.#source !== source) return;
      this.#failures = 0;
      this.told.connection("live");
      take(parse(event.data));
    });
    on("progress", (progress) => this.told.progress(progress));
    on("cell", (cell) => "text" in cell ? this.told.text(cell) : this.told.cell(cell));
    on("end", () => {
      this.rest();
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
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#open(range), waitAfter(++this.#failures));
      // a stream does not say why it was refused; if for want of a key, this does
      get("v1/session").catch(() => {});
    }
  }
}
