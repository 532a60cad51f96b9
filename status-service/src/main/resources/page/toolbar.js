// What stands above a job's table: filters, columns, the way to a row, downloads.
import { html, nothing } from "./lit/lit-html.js";
import { live } from "./lit/directives/live.js";
import { announce } from "./parts.js";
import { STATES, count } from "./words.js";

const CELL_STATES = ["queued", "running", "done", "failed", "skipped", "cancelled"];

export function toolbar(page) {
  const { filter, sheet, table, id } = page;
  const isFiltered = Boolean(filter.state || filter.column);
  const choose = (name) => (event) => page.setFilter({ [name]: event.target.value });
  const results = `v1/status/jobs/${id}/results`;
  return html`<div class="toolbar" role="group" aria-label="The table">
    <label class="inline">State
      <select .value=${live(filter.state)} @change=${choose("state")}>
        <option value="">All</option>
        ${CELL_STATES.map((state) => html`<option value=${state} ?selected=${state === filter.state}>${STATES[state]}</option>`)}
      </select></label>
    <label class="inline">Column
      <select .value=${live(filter.column)} @change=${choose("column")}>
        <option value="">All</option>
        ${page.filled.map((name) => html`<option value=${name} ?selected=${name === filter.column}>${name}</option>`)}
      </select></label>
    ${isFiltered ? html`<button @click=${() => page.setFilter({ state: "", column: "" }, ".toolbar select")}>Show all rows</button>` : html`
      ${columns(page, sheet)}
      <form class="inline" @submit=${(event) => goTo(event, table)}>
        <label class="inline">Row
          <input type="number" name="row" min="1" max=${sheet.rowCount} placeholder=${`of ${count(sheet.rowCount)}`}></label>
        <button>Go</button>
      </form>`}
    <span class="grow"></span>
    <span class="downloads">Download
      <a href="${results}?format=csv" download>CSV</a>
      <a href="${results}?format=jsonl" download>JSONL</a>
      <a href="${results}?format=csv&provenance=true" download>CSV with provenance</a></span>
  </div>`;
}

function goTo(event, table) {
  event.preventDefault();
  const row = Number(new FormData(event.target).get("row"));
  if (row < 1) return;
  table.goTo(row);
  announce(`Row ${count(row)} is shown.`);
}

function columns(page, sheet) {
  const box = (name) => html`<label class="check"><input type="checkbox" .checked=${live(!page.hidden.has(name))}
    @change=${(event) => page.showColumn(name, event.target.checked)}>${name}</label>`;
  return html`<details class="menu" @keydown=${closeOnEscape}>
    <summary>Columns${page.hidden.size > 0 ? html` <span class="quiet">(${page.hidden.size} hidden)</span>` : nothing}</summary>
    <div class="menu-body">
      <fieldset><legend>As given</legend>${sheet.columns.map(box)}</fieldset>
      <fieldset><legend>Filled</legend>${page.filled.map(box)}</fieldset>
    </div>
  </details>`;
}

function closeOnEscape(event) {
  if (event.key !== "Escape") return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary").focus();
}
