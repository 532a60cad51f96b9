// Small parts that every page uses.
import { html, nothing, render, svg } from "./lit/lit-html.js";
import { STATES } from "./words.js";

const PATHS = {
  queued: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>`,
  running: svg`<path d="M8 2.5a5.5 5.5 0 1 1-5.5 5.5"/>`,
  done: svg`<path d="m3 8.5 3.2 3L13 4.5"/>`,
  failed: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  skipped: svg`<path d="M3 4.5 7 8l-4 3.5M8.5 4.5l4 3.5-4 3.5"/>`,
  cancelled: svg`<circle cx="8" cy="8" r="5.5"/><path d="m4.2 11.8 7.6-7.6"/>`,
  paused: svg`<path d="M5.5 3.5v9M10.5 3.5v9"/>`,
  person: svg`<circle cx="8" cy="5" r="2.6"/><path d="M3 13.5c.6-2.8 2.6-4 5-4s4.400 1.200 5 4"/>`,
  doubt: svg`<path d="M5.500 6c0-1.600 1.100-2.600 2.600-2.600S10.600 4.400 10.600 5.800c0 1.700-2.500 1.900-2.500 3.700M8.100 12.500v.1"/>`,
};
const SAME = { processing: "running", completed: "done" };

export function icon(name) {
  const drawn = SAME[name] ?? name;
  return html`<svg class="icon icon-${drawn}" viewBox="0 0 16 16" aria-hidden="true">${PATHS[drawn]}</svg>`;
}

/** A state as icon and word. */
export const chip = (state) => html`<span class="chip is-${state}">${icon(state)}${STATES[state]}</span>`;

/** What went wrong, with every place it names. */
export function problemBox(problem, id = nothing) {
  if (!problem) return nothing;
  return html`<div class="problem" role="alert" id=${id} tabindex="-1">
    <strong>${problem.title ?? "Something went wrong"}</strong>
    ${(problem.all ?? [problem]).map((one) => html`<p>${one.detail ?? one.message} ${place(one)}</p>`)}
  </div>`;
}

function place({ pointer, line }) {
  if (line) return html`<span class="place">line ${line}</span>`;
  return pointer ? html`<span class="place">at <code>${pointer}</code></span>` : nothing;
}

/** How far a job is, as a bar of parts. Its words stand beside it. */
export function bar(progress) {
  const total = Math.max(1, progress.totalCells);
  const piece = (name, cells) => cells > 0
    ? html`<span class="bar-${name}" .style=${`flex-basis:${(cells / total) * 100}%`}></span>`
    : nothing;
  return html`<div class="bar" role="progressbar" aria-label="Progress" aria-valuemin="0" aria-valuemax="100"
      aria-valuenow=${Math.floor(progress.progress)}>
    ${piece("done", progress.successfulCells)}${piece("skipped", progress.skippedCells)}
    ${piece("failed", progress.failedCells)}${piece("cancelled", progress.cancelledCells)}
    ${piece("running", progress.runningCells)}
  </div>`;
}

const announcer = document.getElementById("announcer");
let announcedAt = 0;

/** Says it to those who listen rather than look. An open dialog has a place of its own for that: all else is silent then. */
export function announce(sentence) {
  const place = document.querySelector("dialog[open] .announcer") ?? announcer;
  // what was said a moment ago may not have been spoken yet
  const isSoon = Date.now() - announcedAt < 1000;
  place.textContent = isSoon ? `${place.textContent} ${sentence}` : sentence;
  announcedAt = Date.now();
}

/** Draws anew. If what had the focus is gone then, it goes to where this leads, rather than nowhere. */
export function drawKeepingFocus(view, host, next) {
  const had = host.contains(document.activeElement);
  render(view, host);
  if (had && !host.contains(document.activeElement)) next()?.focus();
}

const WAITS = [2000, 4000, 8000, 15_000];

/** How long to wait, in milliseconds, before what has failed so often in a row is tried again. */
export const waitAfter = (failures) => WAITS[Math.min(failures, WAITS.length) - 1];

/** Whether trying again can help: the server was not reached, was busy, or is broken. */
export const mayPass = ({ status }) => status === 0 || status === 429 || status >= 500;

/** Calls again and again while the page is looked at, one call at a time. @return how to stop it */
export function repeatedly(milliseconds, call) {
  let timer;
  let stopped = false;
  const next = () => {
    timer = setTimeout(async () => {
      if (!document.hidden) await call();
      if (!stopped) next();
    }, milliseconds);
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** At most one drawing each frame, and none once it is cancelled. */
export function perFrame(draw) {
  let asked = false;
  let cancelled = false;
  const ask = () => {
    if (asked || cancelled) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (!cancelled) draw();
    });
  };
  ask.cancel = () => {
    cancelled = true;
  };
  return ask;
}
