// The rows of a sheet that are looked at, read in blocks; others are forgotten.
import { get } from "./api.js";

const BLOCK = 100;
const MOST_BLOCKS = 40;
/** So much of a value fits a cell and what is told of it beside. */
const CHARACTERS = 400;

export class SheetRows {
  #blocks = new Map();
  #asked = new Map();
  #wanted = [0, 0];

  /** @param onChange is told that there are new rows, or given the problem that kept them away */
  constructor(sheet, rowCount, onChange) {
    this.sheet = sheet;
    this.rowCount = rowCount;
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

  /** Reads again what is looked at, and forgets the rest. What is known stays until then. @return when it is read */
  refresh() {
    const [from, to] = this.#wanted;
    for (const block of this.#blocks.keys()) {
      if (block < from || block > to) this.#blocks.delete(block);
    }
    const reads = [];
    for (let block = from; block <= to; block++) {
      this.#asked.get(block)?.abort();
      reads.push(this.#read(block));
    }
    return Promise.all(reads);
  }

  close() {
    for (const asked of this.#asked.values()) asked.abort();
  }

  async #read(block) {
    const asked = new AbortController();
    this.#asked.set(block, asked);
    try {
      const offset = block * BLOCK;
      const read = await get(
        `v1/status/sheets/${this.sheet}/rows?offset=${offset}&limit=${BLOCK}&maxLength=${CHARACTERS}`,
        { signal: asked.signal });
      this.#blocks.delete(block);
      this.#blocks.set(block, read.items);
      this.#forgetOldest();
      this.onChange();
    } catch (problem) {
      if (problem.name !== "AbortError") this.onChange(problem);
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
