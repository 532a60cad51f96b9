// The rows of a sheet that are looked at, read in blocks; others are forgotten.
import { get } from "./api.js";
import { mayPass, waitAfter } from "./parts.js";

const BLOCK = 100;
const MOST_BLOCKS = 40;
/** So much of a value fits a cell and what is told of it beside. */
const CHARACTERS = 400;

export class SheetRows {
  #blocks = new Map();
  #asked = new Map();
  #wanted = [0, 0];
  #missed = new Set();
  #failures = 0;
  #again = 0;
  #closed = false;

  /**
   * @param job whose cells come before what others found
   * @param onChange is told that there are new rows, or given the problem that keeps them away until it passes
   */
  constructor(sheet, job, onChange) {
    this.sheet = sheet;
    this.job = job;
    this.onChange = onChange;
  }

  /** Undefined while it is not there. */
  get(row) {
    return this.#blocks.get(Math.floor(row / BLOCK))?.[row % BLOCK];
  }

  /** Reads what is missing of these rows, and gives up what is under way for others. */
  want(first, end) {
    this.#wanted = [Math.floor(first / BLOCK), Math.floor(Math.max(first, end - 1) / BLOCK)];
    const [from, to] = this.#wanted;
    for (const [block, asked] of this.#asked) {
      if (block < from || block > to) asked.abort();
    }
    for (let block = from; block <= to; block++) {
      if (!this.#blocks.has(block) && !this.#asked.has(block)) this.#read(block);
    }
  }

  /** Reads again what is looked at, and forgets the rest. What is known stays until then. @return whether all was read */
  async refresh() {
    const [from, to] = this.#wanted;
    for (const block of this.#blocks.keys()) {
      if (block < from || block > to) this.#blocks.delete(block);
    }
    const reads = [];
    for (let block = from; block <= to; block++) {
      this.#asked.get(block)?.abort();
      reads.push(this.#read(block));
    }
    return (await Promise.all(reads)).every(Boolean);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#again);
    for (const asked of this.#asked.values()) asked.abort();
  }

  /** What did not come is asked for again while it is wanted. */
  #readMissed() {
    const [from, to] = this.#wanted;
    const missed = [...this.#missed];
    this.#missed.clear();
    for (const block of missed) {
      if (block < from || block > to) this.#blocks.delete(block);
      else if (!this.#asked.has(block)) this.#read(block);
    }
  }

  /** @return whether it was read */
  async #read(block) {
    const asked = new AbortController();
    this.#asked.set(block, asked);
    try {
      const offset = block * BLOCK;
      const read = await get(
        `v1/status/sheets/${this.sheet}/rows?offset=${offset}&limit=${BLOCK}&maxLength=${CHARACTERS}&job=${this.job}`,
        { signal: asked.signal });
      this.#failures = 0;
      this.#blocks.delete(block);
      this.#blocks.set(block, read.items);
      this.#forgetOldest();
      this.onChange();
      return true;
    } catch (problem) {
      if (problem.name === "AbortError" || this.#closed) return false;
      this.onChange(problem);
      if (!mayPass(problem)) return false;
      this.#missed.add(block);
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.#readMissed(), waitAfter(++this.#failures));
      return false;
    } finally {
      if (this.#asked.get(block) === asked) this.#asked.delete(block);
    }
  }

  #forgetOldest() {
    const [from, to] = this.#wanted;
    for (const block of this.#blocks.keys()) {
      if (this.#blocks.size <= MOST_BLOCKS) return;
      if (block < from || block > to) this.#blocks.delete(block);
    }
  }
}
