// The card beside the cell that is pointed at, or that has the focus.
import { render } from "./lit/lit-html.js";

const PATIENCE = 220;
const GAP = 6;

export class Tip {
  #card = document.createElement("div");
  #timer = 0;
  #owner = null;

  constructor(host) {
    this.#card.id = "cell-card";
    this.#card.className = "tip";
    this.#card.setAttribute("role", "tooltip");
    this.#card.popover = "manual";
    host.append(this.#card);
  }

  /** @param content a template, or nothing to tell */
  point(element, content, isAtOnce) {
    this.hide();
    if (!element || !content) return;
    this.#timer = setTimeout(() => this.#show(element, content), isAtOnce ? 0 : PATIENCE);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#owner?.removeAttribute("aria-describedby");
    this.#owner = null;
    if (this.#card.matches(":popover-open")) this.#card.hidePopover();
  }

  #show(element, content) {
    if (!element.isConnected) return;
    render(content, this.#card);
    this.#card.showPopover();
    this.#owner = element;
    element.setAttribute("aria-describedby", this.#card.id);
    const cell = element.getBoundingClientRect();
    const card = this.#card.getBoundingClientRect();
    const fitsBelow = cell.bottom + GAP + card.height < innerHeight;
    const left = Math.max(GAP, Math.min(cell.left, innerWidth - card.width - GAP));
    const top = fitsBelow ? cell.bottom + GAP : Math.max(GAP, cell.top - GAP - card.height);
    this.#card.style.left = `${left}px`;
    this.#card.style.top = `${top}px`;
  }
}
