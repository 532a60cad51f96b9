// How a cell came about: every request, answer and attempt, and what earlier runs gave.
import { html, nothing } from "./lit/lit-html.js";
import { parse } from "./exact.js";
import { chip } from "./parts.js";
import { ago, count, duration, money, shown } from "./words.js";

export function steps(all) {
  return !all?.length ? nothing : html`<h3>Steps</h3>
    ${all.map((step, i) => html`<details class="step" ?open=${i === all.length - 1}>
      <summary>${step.step + 1}. ${step.provider}${step.model ? ` · ${step.model}` : nothing}</summary>
      ${step.request ? html`<h4>Request</h4>${request(step.request)}` : nothing}
      ${step.answer ? html`<h4>Answer as received</h4><pre class="text" tabindex="0">${tidy(step.answer)}</pre>` : nothing}
      ${step.log ? html`<h4>Log</h4><pre class="text" tabindex="0">${step.log}</pre>` : nothing}
      ${attempts(step.attempts)}
    </details>`)}`;
}

const request = (sent) => html`<pre class="text" tabindex="0">${typeof sent === "string" ? sent : JSON.stringify(sent, null, 2)}</pre>`;

function tidy(answer) {
  try {
    return JSON.stringify(parse(answer), null, 2);
  } catch {
    return answer;
  }
}

function attempts(all) {
  return !all?.length ? nothing : html`<div class="scrolls" tabindex="0" role="region" aria-label="Attempts"><table>
    <thead><tr><th scope="col">Attempt</th><th scope="col">Began</th><th scope="col">Took</th><th scope="col">Tokens</th>
      <th scope="col">Cost</th><th scope="col">Outcome</th></tr></thead>
    <tbody>${all.map((one, i) => html`<tr><td>${i + 1}</td><td>${ago(one.startedAt)}</td><td>${duration(one.seconds)}</td>
      <td>${count(one.inputTokens)} + ${count(one.outputTokens)}</td><td>${money(one.cost)}</td>
      <td>${one.error ? html`<span class="bad">${one.error.code}</span>: ${one.error.message}` : "succeeded"}</td></tr>`)}</tbody>
  </table></div>`;
}

export function earlierEnds(all) {
  return !all?.length ? nothing : html`<h3>Other runs</h3>
    <ul class="earlier">${all.map((end) => html`<li>${chip(end.state)}
      <span class="value">${end.error?.message ?? shown(end.value)}</span>
      <span class="quiet">${end.provider ?? nothing} ${end.endedAt ? ago(end.endedAt) : nothing}</span>
      ${end.jobId ? html`<a href="#/jobs/${end.jobId}">its job</a>` : nothing}</li>`)}</ul>`;
}
