// A table of any length, of which only the rows that are seen are in the page. It is used like a spreadsheet: one cell
// has the focus, arrows move it, Enter opens it.
import { html, nothing, render } from "./lit/lit-html.js";
import { repeat } from "./lit/directives/repeat.js";
import { perFrame } from "./parts.js";
import { ScrollSpace } from "./scroll.js";

const ROW_HEIGHT = 36;
const HEAD_HEIGHT = 44;
const NUMBER_WIDTH = 76;
const AROUND = 6;
const SETTLED = 160;

export class Grid {
  #host;
  #space = new ScrollSpace(ROW_HEIGHT);
  #active = [0, 0];
  #focusWanted = false;
  #settling = 0;
  #told = "";
  #closed = false;
  #moved = false;
  #observer;
  #asks;

  /**
   * @param asks `label`; `columns`, each `{title, width, head}`; `count`; `rowName(row)`; `cell(row, column)`, which gives
   *   `{content, kind}`; `seen(first, end)`; `open(row, column)`; `point(element, row, column)`, with none to point away; `hide()`, at once
   */
  constructor(host, asks) {
    this.#host = host;
    this.#asks = asks;
    this.draw = perFrame(() => this.#draw());
    this.#observer = new ResizeObserver(this.draw);
    this.#observer.observe(host);
    this.#draw();
  }

  /** With other columns or another count. */
  change(asks) {
    Object.assign(this.#asks, asks);
    if (asks.seen) this.#told = "";
    const { columns, count } = this.#asks;
    this.#active = [Math.min(this.#active[0], Math.max(0, count - 1)), Math.min(this.#active[1], columns.length - 1)];
    this.draw();
  }

  /**
   * What stood in a row is in another now. The cell with the focus keeps it, and what is seen stays in place.
   *
   * @param placeNow gives it for a row
   */
  reorder(count, placeNow) {
    const [first] = this.#space.seen;
    const by = first === 0 ? 0 : placeNow(first) - first;
    const before = this.#active[0];
    this.#asks.count = count;
    this.#active = [Math.max(0, Math.min(count - 1, placeNow(before))), this.#active[1]];
    if (this.#active[0] !== before && document.activeElement?.closest("[role=gridcell]") && this.#host.contains(document.activeElement)) {
      this.#focusWanted = true;
    }
    if (by !== 0) {
      this.#space.resize(count, this.#space.viewport);
      this.#space.goTo(this.#space.position + by * ROW_HEIGHT);
      this.#moved = true;
    }
    this.draw();
  }

  /** The first row seen, and the one behind the last. */
  get seen() {
    return this.#space.seen;
  }

  close() {
    this.#closed = true;
    this.draw.cancel();
    this.#observer.disconnect();
    clearTimeout(this.#settling);
    render(nothing, this.#host);
  }

  /** Tells anew which rows are seen, though they are the same. */
  tellSeen() {
    this.#told = "";
    this.draw();
  }

  goTo(row) {
    this.#active = [row, this.#active[1]];
    this.#scrollTo(this.#space.reveal(row));
    this.draw();
  }

  /** Back to the cell that a dialog was opened from. */
  focus() {
    this.#focusWanted = true;
    this.draw();
  }

  get #box() {
    return this.#host.querySelector("[role=grid]");
  }

  #scrollTo(top) {
    const box = this.#box;
    if (box && Math.abs(box.scrollTop - top) >= 1) box.scrollTop = top;
  }

  #draw() {
    if (this.#closed) return;
    const { count, columns, label } = this.#asks;
    const box = this.#box;
    const hadFocus = this.#host.contains(document.activeElement);
    this.#space.resize(count, Math.max(0, (box?.clientHeight ?? 0) - HEAD_HEIGHT));
    const [first, end] = this.#space.seen;
    const from = Math.max(0, first - AROUND);
    const to = Math.min(count, end + AROUND);
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
    // the row with the focus stays, wherever it is
    if (this.#active[0] < count && (this.#active[0] < from || this.#active[0] >= to)) rows.push(this.#active[0]);
    const width = columns.reduce((sum, column) => sum + column.width, NUMBER_WIDTH);
    const tracks = [`${NUMBER_WIDTH}px`, ...columns.map((column) => `minmax(${column.width}px, ${column.width}fr)`)].join(" ");
    render(html`
      <div class="grid" role="grid" aria-label=${label} aria-rowcount=${count + 1} aria-colcount=${columns.length + 1}
          aria-readonly="true" tabindex="-1" .style=${`--tracks:${tracks};--width:${width}px`}
          @scroll=${() => this.#scrolled()} @keydown=${(event) => this.#key(event)}
          @pointerover=${(event) => this.#pointed(event)} @pointerleave=${() => this.#asks.point()}
          @focusin=${(event) => this.#focused(event)} @focusout=${() => this.#asks.hide()}
          @click=${(event) => this.#clicked(event)}>
        <div role="rowgroup" class="grid-top">
          <div class="grid-row grid-head" role="row" aria-rowindex="1">
            <div class="grid-number" role="columnheader" aria-colindex="1">Row</div>
            ${columns.map((column, i) => html`
              <div class="grid-cell ${column.kind ?? ""}" role="columnheader" aria-colindex=${i + 2}>${column.head}</div>`)}
          </div>
        </div>
        <div role="rowgroup" class="grid-body" .style=${`height:${this.#space.height}px`}>
          ${repeat(rows, (row) => row, (row) => this.#row(row, from, to))}
        </div>
      </div>`, this.#host);
    if (!box) {
      this.draw();
      return;
    }
    if (hadFocus && !this.#host.contains(document.activeElement)) this.#focusWanted = true;
    if (this.#moved) {
      this.#moved = false;
      this.#scrollTo(this.#space.top);
    }
    if (this.#focusWanted) {
      this.#focusWanted = false;
      (this.#host.querySelector("[tabindex='0']") ?? box).focus({ preventScroll: true });
      this.#revealColumn();
    }
    this.#tellSeen(Math.max(0, first), Math.min(count, end));
  }

  #row(row, from, to) {
    const aside = row < from || row >= to;
    const top = aside ? this.#space.top - 4 * ROW_HEIGHT : this.#space.placeOf(row);
    return html`
      <div class="grid-row" role="row" aria-rowindex=${row + 2} data-row=${row} .style=${`top:${top}px`}>
        <div class="grid-number" role="rowheader" aria-colindex="1">${this.#asks.rowName(row)}</div>
        ${this.#asks.columns.map((column, i) => this.#cell(row, i))}
      </div>`;
  }

  #cell(row, column) {
    const { content, kind } = this.#asks.cell(row, column);
    const isActive = row === this.#active[0] && column === this.#active[1];
    return html`<div class="grid-cell ${kind}" role="gridcell" aria-colindex=${column + 2} data-column=${column}
      tabindex=${isActive ? 0 : -1}>${content}</div>`;
  }

  #tellSeen(first, end) {
    const now = `${first} ${end} ${this.#asks.count}`;
    if (now === this.#told) return;
    this.#told = now;
    this.#asks.seen(first, end);
  }

  #scrolled() {
    const top = this.#box.scrollTop;
    clearTimeout(this.#settling);
    if (Math.abs(top - this.#space.top) >= 1) {
      this.#space.scrolled(top);
      this.#asks.hide();
      this.draw();
    }
    if (this.#space.stretched) {
      this.#settling = setTimeout(() => {
        this.#scrollTo(this.#space.settle());
        this.draw();
      }, SETTLED);
    }
  }

  #key(event) {
    const [row, column] = this.#active;
    const { count, columns } = this.#asks;
    const page = Math.max(1, Math.floor(this.#space.viewport / ROW_HEIGHT) - 1);
    const all = event.ctrlKey || event.metaKey;
    const to = {
      ArrowDown: [row + 1, column], ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1],
      PageDown: [row + page, column], PageUp: [row - page, column],
      Home: [all ? 0 : row, 0], End: [all ? count - 1 : row, columns.length - 1],
    }[event.key];
    if (to) {
      event.preventDefault();
      this.#active = [Math.max(0, Math.min(count - 1, to[0])), Math.max(0, Math.min(columns.length - 1, to[1]))];
      this.#scrollTo(this.#space.reveal(this.#active[0]));
      this.#focusWanted = true;
      this.draw();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (count > 0) this.#asks.open(row, column);
    }
  }

  /** The numbers of the rows stay at the left and would cover it. */
  #revealColumn() {
    const box = this.#box;
    const cell = this.#host.querySelector("[tabindex='0']");
    if (!cell) return;
    const left = cell.offsetLeft - NUMBER_WIDTH;
    const right = cell.offsetLeft + cell.offsetWidth - box.clientWidth;
    if (box.scrollLeft > left) box.scrollLeft = left;
    else if (box.scrollLeft < right) box.scrollLeft = Math.min(left, right);
  }

  #place(event) {
    const cell = event.target.closest?.("[role=gridcell]");
    return cell && [cell, Number(cell.parentElement.dataset.row), Number(cell.dataset.column)];
  }

  #pointed(event) {
    const place = this.#place(event);
    if (place && event.pointerType !== "touch") this.#asks.point(...place);
    else this.#asks.point();
  }

  #focused(event) {
    const place = this.#place(event);
    if (!place) return;
    this.#active = [place[1], place[2]];
    const [first, end] = this.#space.seen;
    // the focus came to a row that was scrolled away
    if (place[1] < first || place[1] >= end) this.#scrollTo(this.#space.reveal(place[1]));
    if (place[0].matches(":focus-visible")) this.#asks.point(...place, true);
    this.draw();
  }

  #clicked(event) {
    const place = this.#place(event);
    if (!place) return;
    this.#active = [place[1], place[2]];
    this.#asks.open(place[1], place[2]);
  }
}
