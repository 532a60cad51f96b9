// Figures and states in words.

const whole = new Intl.NumberFormat("en");
const cents = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const fine = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumSignificantDigits: 3 });

export const count = (value) => whole.format(value ?? 0);
export const some = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

export function money(value) {
  const amount = Number(value ?? 0);
  if (amount === 0) return "$0";
  return amount < 1 ? fine.format(amount) : cents.format(amount);
}

export const percent = (value) => `${Number.isInteger(value) ? value : value.toFixed(1)} %`;
export const share = (value) => `${Math.round(value * 100)} %`;

export function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** Short, for ranges. */
export function about(seconds) {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

export function ago(time) {
  const seconds = (Date.now() - Date.parse(time)) / 1000;
  if (seconds < 10) return "just now";
  return `${about(seconds)} ago`;
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const STATES = {
  queued: "Queued", running: "Running", processing: "Running", done: "Done", completed: "Completed", failed: "Failed",
  skipped: "Skipped", cancelled: "Cancelled", paused: "Paused",
};

export const SKIPPED = {
  runIf: "its condition does not hold", input: "an input has no value", upToDate: "it is up to date",
  validated: "a person has confirmed it", mode: "the job leaves it out",
};

export const SOURCES = {
  provider: "the provider", memory: "the cache in memory", store: "the stored cache",
  coalesced: "another cell's same request",
};

export const BOUNDS = {
  requests: "requests a minute", tokens: "tokens a minute", concurrency: "calls at once", latency: "the time of one call",
  provider: "the providers' own pace",
};

export const PAUSES = { user: "by a person", budget: "the budget is used up", quota: "what may be spent in a day is spent; it goes on at midnight (UTC)" };

/** A value as people read it: text as it is, all else as JSON. */
export function shown(value) {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const DONE = { pause: "Paused.", resume: "Resumed.", cancel: "Cancelled.", "retry-failed": "What failed runs again." };

/** What a change of a job left behind, in sentences. */
export function receipt(action, { inFlight, stopped, remaining, costAtRisk, unanswered }) {
  const said = [DONE[action]];
  if (action === "pause" || action === "cancel") {
    said.push(inFlight === 0
      ? "No call is under way."
      : `${some(inFlight, "call")} under way will finish and be kept, at most ${money(costAtRisk)}.`);
    if (stopped > 0) said.push(`${some(stopped, "cell")} already sent came back without a call.`);
  }
  said.push(action === "cancel"
    ? `${some(remaining, "cell")} will stay empty.`
    : remaining === 0 ? "No cells remain." : `${some(remaining, "cell")} ${remaining === 1 ? "remains" : "remain"}.`);
  if (unanswered > 0) {
    said.push(`${some(unanswered, "worker")} did not answer, so these figures are upper bounds.`);
  }
  return said.join(" ");
}
