// What a job would send, cost and take.
import { html, nothing } from "./lit/lit-html.js";
import { BOUNDS, count, money, some } from "./words.js";

const PLAN = { empty: "empty", failed: "failed", stale: "stale", done: "done", validated: "confirmed" };
const BASIS = { history: "what such calls took before", expect: "what the job expects", default: "round numbers, without any history" };

export function checkResult({ preview, estimate }) {
  const { cost, time, plan, basis } = estimate;
  return html`
    <div class="estimate" role="group" aria-label="Estimate">
      <p class="summary">${estimate.summary}</p>
      <dl class="figures">
        <div><dt>Cells</dt><dd>${count(estimate.cells)}<small>${Object.entries(PLAN).filter(([name]) => plan[name] > 0)
          .map(([name, word]) => `${count(plan[name])} ${word}`).join(", ") || "none"}</small></dd></div>
        <div><dt>Cost</dt><dd>${money(cost.total)}<small>${money(cost.perCell)} a cell</small></dd></div>
        <div><dt>Time</dt><dd>${time.formatted}<small>bound by ${BOUNDS[time.boundBy] ?? time.boundBy}</small></dd></div>
        <div><dt>Certainty</dt><dd>${basis.confidence}<small>from ${BASIS[basis.source] ?? basis.source}</small></dd></div>
      </dl>
      ${cost.unpriced?.length ? html`<p class="bad">Without a price, and counted as free: ${cost.unpriced.join(", ")}.</p>` : nothing}
      ${cost.breakdown?.length > 1 ? breakdown(cost.breakdown) : nothing}
    </div>
    <h3>Requests of the first ${some(preview.rows, "row")}</h3>
    <div class="scrolls" tabindex="0" role="region" aria-label="Requests"><table class="requests">
      <thead><tr><th scope="col">Row</th><th scope="col">Columns</th><th scope="col">Asks</th><th scope="col">Request</th>
        <th scope="col">Tokens</th><th scope="col">Cost</th></tr></thead>
      <tbody>${preview.requests.map(request)}</tbody>
    </table></div>`;
}

const request = (one) => html`<tr>
  <td>${count(one.row + 1)}</td><td>${one.columns.join(", ")}</td>
  <td>${one.provider}${one.model ? html`<br><span class="quiet">${one.model}</span>` : nothing}${one.step > 0 ? html`<br><span class="quiet">step ${one.step + 1}</span>` : nothing}</td>
  <td class="asked">${one.system ? html`<span class="quiet">${one.system}</span><br>` : nothing}${one.prompt
    ?? Object.entries(one.inputs ?? {}).map(([name, value]) => html`<span class="quiet">${name}</span> ${value || "(empty)"}<br>`)}</td>
  <td>${one.inputTokens + one.outputTokens > 0 ? `${count(one.inputTokens)} + ${count(one.outputTokens)}` : "–"}</td>
  <td>${one.cost === null || one.cost === undefined ? "–" : money(one.cost)}</td></tr>`;

const breakdown = (steps) => html`<details class="more"><summary>By column and step</summary>
  <div class="scrolls" tabindex="0" role="region" aria-label="Cost by column"><table>
    <thead><tr><th scope="col">Column</th><th scope="col">Asks</th><th scope="col">Requests</th><th scope="col">Tokens</th><th scope="col">Cost</th></tr></thead>
    <tbody>${steps.map((step) => html`<tr><td>${step.column}</td><td>${step.provider}${step.model ? ` · ${step.model}` : nothing}</td>
      <td>${count(step.requests)}</td><td>${count(step.inputTokens)} + ${count(step.outputTokens)}</td><td>${money(step.cost)}</td></tr>`)}</tbody>
  </table></div></details>`;
