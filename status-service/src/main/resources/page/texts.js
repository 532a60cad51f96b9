// What running cells have written so far.

/** Kept of one text: its end. */
const MOST = 64 * 1024;

export class RunningTexts {
  #texts = new Map();

  /** A piece as the stream tells it: appended to the text of the same attempt where it joins it, else a text anew. */
  add(cell, piece) {
    const held = this.#texts.get(cell);
    const joins = held && held.run === piece.run && held.dispatch === piece.dispatch && held.step === piece.step
      && held.attempt === piece.attempt && piece.offset >= held.start && piece.offset <= held.start + held.text.length;
    const begins = joins ? held.start : piece.offset;
    const before = joins ? held.text.slice(0, piece.offset - held.start) : "";
    const text = before + piece.text;
    const cut = Math.max(0, text.length - MOST);
    const { run, dispatch, step, attempt } = piece;
    this.#texts.set(cell, {
      run, dispatch, step, attempt, start: begins + cut, text: text.slice(cut),
      progress: piece.progress ?? (joins ? held.progress : undefined),
    });
  }

  get(cell) {
    return this.#texts.get(cell);
  }

  forget(cell) {
    this.#texts.delete(cell);
  }

  clear() {
    this.#texts.clear();
  }
}
