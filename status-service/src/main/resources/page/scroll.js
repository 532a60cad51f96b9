// Scrolling through more rows than a browser can make tall.
//
// What scrolls is at most MOST pixels high, however high all rows would be. Near both ends a pixel scrolled is a pixel
// of the rows; between them the thumb's way is stretched. A turn of the wheel moves the rows by as much everywhere: the
// thumb is put where it belongs once the scrolling has settled.

const MOST = 4_000_000;
const EDGE = 200_000;
/** A greater way, in viewports, is not a wheel but the thumb, or a jump. */
const NEAR = 1.5;

export class ScrollSpace {
  /** @param rowHeight in pixels */
  constructor(rowHeight) {
    this.rowHeight = rowHeight;
    this.position = 0;
    this.top = 0;
    this.resize(0, 0);
  }

  /** @param viewport pixels of rows that are seen at once */
  resize(rows, viewport) {
    this.viewport = viewport;
    this.whole = rows * this.rowHeight;
    this.height = Math.min(this.whole, MOST);
    this.lastPosition = Math.max(0, this.whole - viewport);
    this.lastTop = Math.max(0, this.height - viewport);
    this.position = Math.min(this.position, this.lastPosition);
  }

  get stretched() {
    return this.whole > this.height;
  }

  /** Where the rows are when the thumb is there. */
  positionOf(top) {
    if (!this.stretched || top <= EDGE) return top;
    if (top >= this.lastTop - EDGE) return this.lastPosition - (this.lastTop - top);
    return EDGE + (top - EDGE) * this.#stretch();
  }

  topOf(position) {
    if (!this.stretched || position <= EDGE) return position;
    if (position >= this.lastPosition - EDGE) return this.lastTop - (this.lastPosition - position);
    return EDGE + (position - EDGE) / this.#stretch();
  }

  #stretch() {
    return (this.lastPosition - 2 * EDGE) / (this.lastTop - 2 * EDGE);
  }

  /** The browser has scrolled there. */
  scrolled(top) {
    const way = top - this.top;
    this.top = top;
    const ends = top <= 0 || top >= this.lastTop - 1;
    this.position = this.stretched && !ends && Math.abs(way) <= this.viewport * NEAR
      ? Math.max(0, Math.min(this.lastPosition, this.position + way))
      : Math.max(0, Math.min(this.lastPosition, this.positionOf(top)));
  }

  /** @return where the thumb belongs, once nothing scrolls any more */
  settle() {
    this.top = this.topOf(this.position);
    return this.top;
  }

  /** @return where the thumb then is */
  goTo(position) {
    this.position = Math.max(0, Math.min(this.lastPosition, position));
    return this.settle();
  }

  /** Moves as little as shows the row whole. @return where the thumb then is */
  reveal(row) {
    const above = row * this.rowHeight;
    const below = above + this.rowHeight - this.viewport;
    return this.goTo(this.position > above ? above : Math.max(this.position, below));
  }

  /** The first row seen, and the one behind the last. */
  get seen() {
    return [Math.floor(this.position / this.rowHeight), Math.ceil((this.position + this.viewport) / this.rowHeight)];
  }

  /** Pixels from the top of what scrolls to a row. */
  placeOf(row) {
    return this.top + row * this.rowHeight - this.position;
  }
}
