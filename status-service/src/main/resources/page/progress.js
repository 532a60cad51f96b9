// How far a job is, how fast, what binds it and what it costs.
import { html, nothing } from "./lit/lit-html.js";
import { bar } from "./parts.js";
import { BOUNDS, about, count, duration, money, percent, share, some } from "./words.js";

export function progressPanel(progress, { onError }) {
  return html`<section class="panel" aria-label="Progress">
    ${bar(progress)}
    <ul class="legend">
      ${legend("done", progress.successfulCells, "done")}
      ${legend("running", progress.runningCells, "running")}
      ${legend("queued", progress.queuedCells, "queued")}
      ${legend("skipped", progress.skippedCells, "skipped")}
      ${legend("failed", progress.failedCells, "failed")}
      ${legend("cancelled", progress.cancelledCells, "cancelled")}
    </ul>
    <dl class="figures">
      ${figure("Progress", percent(progress.progress), `${count(progress.completedCells)} of ${some(progress.totalCells, "cell")}`)}
      ${rate(progress)}
      ${remaining(progress)}
      ${cost(progress)}
      ${saved(progress)}
      ${progress.meanConfidence === null ? nothing : figure("Confidence", share(progress.meanConfidence), "on average")}
    </dl>
    ${waiting(progress.waitingFor)}
    ${errors(progress.errors, onError)}
  </section>`;
}

const legend = (name, cells, word) => cells > 0
  ? html`<li><span class="dot bar-${name}"></span>${count(cells)} ${word}</li>` : nothing;

const figure = (name, value, note) => html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`;

function rate(progress) {
  const perMinute = progress.itemsPerMinute;
  return figure("Pace", perMinute >= 600 ? `${count(Math.round(perMinute / 60))}/s` : `${count(Math.round(perMinute))}/min`,
    progress.elapsedSeconds > 0 ? `cells, for ${duration(Math.round(progress.elapsedSeconds))}` : "cells");
}

function remaining({ remaining: left, variance, isComplete }) {
  if (!left) {
    const time = variance?.time;
    return isComplete && time ? figure("Against the estimate", ...against(time)) : nothing;
  }
  const range = left.secondsP90 > left.secondsP50 ? `${about(left.secondsP50)} – ${about(left.secondsP90)}` : about(left.secondsP50);
  return figure("Time left", range, `bound by ${BOUNDS[left.boundBy] ?? left.boundBy}`);
}

/** Of an estimate so short, in seconds, a share says nothing. */
const TOO_SHORT = 5;

function against({ variance, percentageDiff, withinMargin }) {
  const expected = percentageDiff ? (variance * 100) / percentageDiff : 0;
  if (percentageDiff === 0 || expected >= TOO_SHORT) {
    return [signed(percentageDiff), withinMargin ? "time, as expected" : "time"];
  }
  return [`${variance > 0 ? "+" : "−"}${duration(Math.abs(variance))}`, Math.abs(variance) < TOO_SHORT ? "time, as expected" : "time"];
}

const signed = (value) => `${value > 0 ? "+" : ""}${Math.round(value)} %`;

function cost({ cost: { spent, budget, reserved } }) {
  if (budget === null) return figure("Cost", money(spent), reserved > 0 ? `${money(reserved)} set aside` : "no budget");
  return html`<div><dt>Cost</dt><dd>${money(spent)}<small>of ${money(budget)}${reserved > 0 ? `, ${money(reserved)} set aside` : nothing}</small>
    <meter min="0" max=${budget} value=${spent} aria-label="Cost against budget"></meter></dd></div>`;
}

function saved({ cost: { saved: amount }, servedBy }) {
  const cached = servedBy.memory + servedBy.store + servedBy.coalesced;
  const all = cached + servedBy.provider;
  return cached === 0 ? nothing
    : figure("Saved", amount > 0 ? money(amount) : share(cached / all), `${some(cached, "answer")} from caches`);
}

function waiting(providers) {
  return !providers?.length ? nothing : html`<ul class="notices">${providers.map(({ provider, state, seconds }) => html`
    <li>Waiting for <strong>${provider}</strong>, which ${state === "open" ? "has been down" : "has refused calls as too many"}
      for about ${about(seconds)}. Its cells go on by themselves.</li>`)}</ul>`;
}

function errors(groups, onError) {
  return groups.length === 0 ? nothing : html`<ul class="notices">${groups.map(({ code, count: cells, atLeast, example }) => html`
    <li class="bad-notice"><strong>${atLeast ? "at least " : nothing}${some(cells, "cell")} failed</strong> with ${code}:
      “${example.message}” (row ${count(example.row + 1)}, ${example.column})
      <button class="link" @click=${onError}>Show failed cells</button></li>`)}</ul>`;
}

/** For those who listen. */
export function spoken(progress) {
  const said = [`${Math.floor(progress.progress)} percent done`];
  if (progress.failedCells > 0) said.push(`${some(progress.failedCells, "cell")} failed`);
  if (progress.remaining) said.push(`about ${progress.remaining.formatted} left`);
  return said.join(", ");
}
