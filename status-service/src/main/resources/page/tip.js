// The card beside the cell that is pointed at, or that has the focus. One can point at the card itself, to read all of it.
import { render } from "./lit/lit-html.js";

const PATIENCE = 220;
/** The way from the cell to its card. */
const WAY = 300;
const GAP = 6;

export class Tip {
  #card = document.createElement("div");
  #timer = 0;
  #owner = null;
  #escape = (event) => event.key === "Escape" && this.hide();

  constructor(host) {
    this.#card.id = "cell-card";
    this.#card.className = "tip";
    this.#card.setAttribute("role", "tooltip");
    this.#card.popover = "manual";
    this.#card.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.#card.addEventListener("pointerleave", () => this.away());
    host.append(this.#card);
  }

  /** @param content a template, or nothing to tell */
  point(element, content, isAtOnce) {
    if (!element || !content) {
      this.away();
      return;
    }
    clearTimeout(this.#timer);
    if (element === this.#owner) return;
    if (isAtOnce) this.hide();
    this.#timer = setTimeout(() => this.#show(element, content), isAtOnce ? 0 : PATIENCE);
  }

  /** The pointer is gone, perhaps to the card. */
  away() {
    clearTimeout(this.#timer);
    if (this.#owner) this.#timer = setTimeout(() => this.hide(), WAY);
  }

  hide() {
    clearTimeout(this.#timer);
    document.removeEventListener("keydown", this.#escape);
    this.#owner?.removeAttribute("aria-describedby");
    this.#owner = null;
    if (this.#card.matches(":popover-open")) this.#card.hidePopover();
  }

  #show(element, content) {
    this.hide();
    if (!element.isConnected) return;
    render(content, this.#card);
    this.#card.showPopover();
    this.#owner = element;
    element.setAttribute("aria-describedby", this.#card.id);
    document.addEventListener("keydown", this.#escape);
    const cell = element.getBoundingClientRect();
    const card = this.#card.getBoundingClientRect();
    const fitsBelow = cell.bottom + GAP + card.height < innerHeight;
    const left = Math.max(GAP, Math.min(cell.left, innerWidth - card.width - GAP));
    const top = fitsBelow ? cell.bottom + GAP : Math.max(GAP, cell.top - GAP - card.height);
    this.#card.style.left = `${left}px`;
    this.#card.style.top = `${top}px`;
  }
}
