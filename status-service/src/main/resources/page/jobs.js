// The list of jobs, the newest first, with how far each is.
import { html, nothing } from "./lit/lit-html.js";
import { repeat } from "./lit/directives/repeat.js";
import { get, part } from "./api.js";
import { bar, chip, drawKeepingFocus, problemBox, repeatedly } from "./parts.js";
import { PAUSES, STATES, ago, count, money, percent, some } from "./words.js";

const PAGE = 20;
const REFRESH = 2000;
const AT_ONCE = 5;
const FILTERS = ["processing", "paused", "queued", "completed", "failed", "cancelled"];

export function jobsPage(host) {
  const page = { jobs: null, next: null, progress: new Map(), settled: new Set(), problem: null, state: "", isLong: false, isReading: false };
  const lastJob = () => [...host.querySelectorAll(".job-name a")].at(-1) ?? host.querySelector("select");
  const draw = () => drawKeepingFocus(view(page, { more, choose }), host, lastJob);
  let gone = false;
  /** Another with each choice: what was asked before it is of no use. */
  let turn = 0;

  const path = (cursor) => `v1/jobs?limit=${PAGE}`
    + (page.state ? `&state=${page.state}` : "") + (cursor ? `&cursor=${part(cursor)}` : "");

  /** Progress of a settled job is read once. */
  async function readProgress() {
    const mine = turn;
    const wanted = page.jobs.filter((job) => !page.settled.has(`${job.id} ${job.updatedAt}`));
    const work = async () => {
      for (let job = wanted.shift(); job && !gone && mine === turn; job = wanted.shift()) {
        const progress = await get(`v1/status/jobs/${job.id}`);
        page.progress.set(job.id, progress);
        if (progress.isComplete) page.settled.add(`${job.id} ${job.updatedAt}`);
        if (!gone) draw();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** The first page anew; of what is older all stays that was loaded, also what new jobs have pushed off that page. */
  async function refresh() {
    const mine = turn;
    try {
      const first = await get(path());
      if (gone || mine !== turn) return;
      const last = first.items.at(-1);
      const rest = page.isLong && first.next ? page.jobs.filter((job) => isOlder(job, last)) : [];
      page.jobs = [...first.items, ...rest];
      if (rest.length === 0) Object.assign(page, { next: first.next, isLong: false });
      page.problem = null;
      draw();
      await readProgress();
    } catch (problem) {
      if (mine === turn) page.problem = problem;
    }
    if (!gone) draw();
  }

  async function more() {
    if (page.isReading) return;
    const mine = turn;
    page.isReading = true;
    try {
      const next = await get(path(page.next));
      if (gone || mine !== turn) return;
      const known = new Set(page.jobs.map((job) => job.id));
      page.jobs = [...page.jobs, ...next.items.filter((job) => !known.has(job.id))];
      Object.assign(page, { next: next.next, isLong: true, isReading: false });
      draw();
      await readProgress();
    } catch (problem) {
      if (mine === turn) page.problem = problem;
    } finally {
      if (mine === turn) page.isReading = false;
    }
    if (!gone) draw();
  }

  function choose(state) {
    turn++;
    Object.assign(page, { state, jobs: null, next: null, isLong: false, isReading: false });
    draw();
    refresh();
  }

  draw();
  refresh();
  const stop = repeatedly(REFRESH, refresh);
  return () => {
    gone = true;
    stop();
  };
}

/** Ids are made in order of time, which is that of the list, the newest first. */
const isOlder = (job, than) => job.id < than.id;

function view(page, { more, choose }) {
  return html`
    <div class="heading">
      <h1>Jobs</h1>
      <label class="inline">State
        <select @change=${(event) => choose(event.target.value)}>
          <option value="">All</option>
          ${FILTERS.map((state) => html`<option value=${state}>${STATES[state]}</option>`)}
        </select>
      </label>
      <a class="button primary" href="#/new">New job</a>
    </div>
    ${problemBox(page.problem)}
    ${page.jobs === null ? skeletons() : page.jobs.length === 0 ? empty(page.state) : html`
      <ul class="jobs">
        ${repeat(page.jobs, (job) => job.id, (job) => item(job, page.progress.get(job.id)))}
      </ul>
      ${page.next ? html`<button class="wide" aria-disabled=${page.isReading} @click=${more}>Show older jobs</button>` : nothing}`}`;
}

const skeletons = () => html`<div aria-hidden="true"><div class="skeleton"></div><div class="skeleton"></div></div>`;

function empty(state) {
  return state
    ? html`<p class="empty">No job is in this state now.</p>`
    : html`<div class="empty">
        <h2>Nothing runs here yet</h2>
        <p>Drop a CSV, say what each new column should hold, and watch the table fill itself.</p>
        <a class="button primary" href="#/new">Start a job</a>
      </div>`;
}

function item(job, progress) {
  return html`<li class="job">
    <div class="job-name">
      <a href="#/jobs/${job.id}">${job.name}</a>
      <span class="quiet">${ago(job.createdAt)}</span>
    </div>
    <div class="job-state">${chip(job.state)}
      ${job.pauseReason ? html`<span class="quiet">${PAUSES[job.pauseReason] ?? job.pauseReason}</span>` : nothing}
    </div>
    ${progress ? html`
      <div class="job-bar">${bar(progress)}</div>
      <p class="job-figures">
        <strong>${percent(progress.progress)}</strong> of ${some(progress.totalCells, "cell")}
        ${progress.failedCells > 0 ? html`<span class="bad">${count(progress.failedCells)} failed</span>` : nothing}
        <span>${money(progress.cost.spent)}</span>
      </p>` : html`<div class="job-bar"><div class="skeleton thin"></div></div><p class="job-figures"></p>`}
  </li>`;
}
