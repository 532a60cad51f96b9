// How a cell looks in a grid, and what is told of it beside.
import { html, nothing } from "./lit/lit-html.js";
import { chip, icon } from "./parts.js";
import { SKIPPED, SOURCES, STATES, count, duration, money, share, shown } from "./words.js";

/** The end of a growing text that a cell can show. */
const TAIL = 120;
const LONGEST = 200;

/** The state of a place in the table where the job has no cell. */
export const NO_CELL = "none";

const word = (state) => html`<span class="hidden">${STATES[state]} </span>`;

/** @return `{content, kind}` for the grid */
export function look(cell) {
  if (!cell) return { content: html`<span class="waiting-bar"></span>`, kind: "is-loading" };
  return { content: LOOKS[cell.state](cell), kind: `is-${cell.state}` };
}

const LOOKS = {
  queued: () => html`<span class="faint">${icon("queued")}Queued</span>`,
  running: (cell) => html`${icon("running")}${word("running")}${cell.text
    ? html`<span class="growing"><span>${cell.text.slice(-TAIL)}</span></span>`
    : html`<span class="faint">Running</span>`}`,
  done: (cell) => html`<span class="value">${shown(cell.value).slice(0, LONGEST)}${cell.truncated ? "…" : nothing}</span>${marks(cell)}`,
  failed: (cell) => html`${icon("failed")}${word("failed")}<span class="value">${cell.error?.message ?? "Failed"}</span>`,
  skipped: (cell) => html`${icon("skipped")}<span class="value">Skipped: ${SKIPPED[cell.skipReason] ?? cell.skipReason ?? ""}</span>`,
  cancelled: () => html`${icon("cancelled")}Cancelled`,
  [NO_CELL]: () => html`<span class="hidden">Not part of this job</span>`,
};

function marks(cell) {
  return html`${cell.belowThreshold
    ? html`<span class="mark">${icon("doubt")}<span class="hidden"> less sure than asked for</span></span>` : nothing}
    ${isPersons(cell) ? html`<span class="mark">${icon("person")}<span class="hidden"> ${cell.validated
      ? "confirmed by a person" : "by a person"}</span></span>` : nothing}`;
}

/** What a person put in. */
export const isPersons = (cell) => cell.state === "done" && !cell.jobId && !cell.provider;

/** What there is to say of a cell, as `[name, value]`. */
export function facts(cell) {
  const found = [];
  const add = (name, value) => value !== nothing && value !== null && value !== undefined && found.push([name, value]);
  if (isPersons(cell)) add("From", cell.validated ? "a person, who confirmed it" : "a person");
  add("Provider", cell.provider && (cell.model ? `${cell.provider} · ${cell.model}` : cell.provider));
  add("Confidence", cell.confidence === null || cell.confidence === undefined ? null
    : share(cell.confidence) + (cell.belowThreshold ? ", less than asked for" : ""));
  add("Source", SOURCES[cell.servedBy]);
  if (cell.attempts > 0) add("Cost", money(cell.cost) + (cell.inputTokens + cell.outputTokens > 0
    ? ` · ${count(cell.inputTokens)} + ${count(cell.outputTokens)} tokens` : ""));
  if (cell.seconds > 0) add("Took", duration(cell.seconds) + (cell.attempts > 1 ? `, ${cell.attempts} attempts` : ""));
  add("Progress", cell.progress);
  return found;
}

/** The card beside a cell. */
export function card(cell) {
  if (cell.state === NO_CELL) return html`<p class="quiet">Not part of this job.</p>`;
  return html`
    <div class="card-head">${chip(cell.state)}</div>
    ${cell.state === "failed" ? html`<p>${cell.error?.message}</p><p class="quiet">${cell.error?.code}</p>` : nothing}
    ${cell.state === "skipped" ? html`<p>Skipped, since ${SKIPPED[cell.skipReason] ?? cell.skipReason}.</p>` : nothing}
    ${cell.state === "done" && cell.value !== null ? html`<p class="card-value">${shown(cell.value)}${cell.truncated ? "…" : nothing}</p>` : nothing}
    ${cell.state === "running" && cell.text ? html`<p class="card-value">${cell.text.slice(-400)}</p>` : nothing}
    ${factList(facts(cell))}`;
}

export function factList(found) {
  return found.length === 0 ? nothing : html`<dl class="facts">
    ${found.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
