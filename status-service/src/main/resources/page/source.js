// Where the rows of a new job come from: a file dropped or chosen, or a sheet that is there.
import { html, nothing } from "./lit/lit-html.js";
import { part, upload } from "./api.js";
import { ago, count, share, shown, some } from "./words.js";

const HEAD_BYTES = 16_384;
const TYPES = { jsonl: "application/x-ndjson", ndjson: "application/x-ndjson", json: "application/json" };

/** The delimiter that the header has most of, quoted parts aside. Pure. */
export function delimiterOf(text) {
  const header = text.replace(/"[^"]*"/g, "").split(/\r?\n/, 1)[0];
  const found = [",", ";", "\t", "|"].map((one) => [header.split(one).length, one]);
  return found.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}

/** Sends a file; CSV unless its name says otherwise. @param signal gives it up @return the sheet */
export async function takeFile(file, onPart, signal) {
  const type = TYPES[file.name.split(".").at(-1).toLowerCase()] ?? "text/csv";
  const delimiter = type === "text/csv" ? delimiterOf(await file.slice(0, HEAD_BYTES).text()) : ",";
  const query = `name=${part(file.name.slice(0, 200) || "sheet")}` + (delimiter === "," ? "" : `&delimiter=${part(delimiter)}`);
  return upload(`v1/sheets?${query}`, file, type, (sent, total) => onPart(total ? sent / total : 0), signal);
}

export function rowsStep(page) {
  return html`<section class="panel" aria-labelledby="step-rows">
    <h2 id="step-rows" tabindex="-1"><span class="step-number">1</span>Rows</h2>
    ${page.uploading ? progress(page) : page.sheet ? chosen(page) : html`${drop(page)}${existing(page)}`}
  </section>`;
}

const progress = (page) => html`<div class="drop">
  <p>Sending ${page.uploading.name} … ${share(page.uploading.part)}</p><progress max="1" value=${page.uploading.part} aria-label="Sent"></progress>
  <button @click=${() => page.stopUpload()}>Stop</button></div>`;

function drop(page) {
  const over = (isOver) => (event) => {
    event.preventDefault();
    event.currentTarget.toggleAttribute("data-over", isOver);
  };
  const dropped = (event) => {
    over(false)(event);
    const file = event.dataTransfer.files[0];
    if (file) page.useFile(file);
  };
  return html`<div class="drop" @dragover=${over(true)} @dragleave=${over(false)} @drop=${dropped}>
    <p class="drop-word">Drop a CSV here</p>
    <label class="button primary">Choose a file
      <input class="hidden" type="file" accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,text/csv"
        @change=${(event) => event.target.files[0] && page.useFile(event.target.files[0])}></label>
    <p class="quiet">The first line names the columns. NDJSON and JSON do as well.</p>
  </div>`;
}

function existing(page) {
  const use = (event) => {
    event.preventDefault();
    const id = new FormData(event.target).get("sheet");
    page.useSheet(page.sheets.find((one) => one.id === id));
  };
  return page.sheets.length === 0 ? nothing : html`<form class="inline" @submit=${use}><label>Or rows that are here already
    <select name="sheet" required>
      <option value="">Choose a sheet …</option>
      ${page.sheets.map((sheet) => html`<option value=${sheet.id}>${sheet.name}, ${some(sheet.rowCount, "row")}, ${ago(sheet.createdAt)}</option>`)}
    </select></label>
    <button>Use</button></form>`;
}

function chosen(page) {
  const { sheet, firstRows } = page;
  const other = () => {
    page.sheet = null;
    page.changed("#step-rows");
  };
  return html`<p class="chosen"><strong>${sheet.name}</strong> ${some(sheet.rowCount, "row")}, ${some(sheet.columns.length, "column")}
      <button class="link" @click=${other}>other rows</button></p>
    <div class="scrolls" tabindex="0" role="region" aria-label="First rows"><table>
      <thead><tr><th scope="col">Row</th>${sheet.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${firstRows.map((row) => html`<tr><td>${count(row.row + 1)}</td>${sheet.columns.map((name) =>
        html`<td>${shown(row.input[name])}</td>`)}</tr>`)}</tbody>
    </table></div>`;
}
