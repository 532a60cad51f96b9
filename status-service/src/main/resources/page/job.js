// One job: how far it is, its table as it fills, and what can be done to it.
import { html, nothing, render } from "./lit/lit-html.js";
import { JobActions } from "./actions.js";
import { get } from "./api.js";
import { openCell } from "./cell.js";
import { announce, chip, perFrame, problemBox, repeatedly } from "./parts.js";
import { progressPanel, spoken } from "./progress.js";
import { JobStream } from "./stream.js";
import { JobTable, inputsAtFirst } from "./table.js";
import { Tip } from "./tip.js";
import { toolbar } from "./toolbar.js";
import { PAUSES, STATES } from "./words.js";

const SPOKEN_EVERY = 10_000;
const LOOK_AGAIN = 3000;

export function jobPage(host, id) {
  const page = new JobPage(host, id);
  page.start();
  return () => page.leave();
}

class JobPage {
  progress = null;
  job = null;
  sheet = null;
  table = null;
  problem = null;
  tableProblem = null;
  connection = "";
  filter = { state: "", column: "" };
  hidden = new Set();
  #spokenAt = 0;
  #gone = false;
  #stop = () => {};

  constructor(host, id) {
    this.id = id;
    this.head = host.appendChild(document.createElement("div"));
    this.head.className = "stack";
    this.tableHost = host.appendChild(document.createElement("div"));
    this.tableHost.className = "table-host";
    this.tip = new Tip(host);
    this.draw = perFrame(() => this.#gone || render(this.#view(), this.head));
    this.actions = new JobActions(id, (changed) => {
      this.draw();
      if (changed) this.#afterChange();
    });
    this.stream = new JobStream(id, {
      progress: (progress) => this.#told(progress),
      cell: (cell) => this.#live(() => this.table.cells.tell(cell)),
      text: (piece) => this.#live(() => this.table.cells.tellText(piece)),
      opened: (range) => this.table?.cells.forgetOutside(range),
      connection: (name) => {
        if (this.connection !== name) this.draw();
        this.connection = name;
      },
      end: () => this.#readAnew(),
    });
  }

  async start() {
    this.draw();
    try {
      [this.job, this.progress] = await Promise.all([get(`v1/jobs/${this.id}`), get(`v1/status/jobs/${this.id}`)]);
      if (this.#gone) return;
      document.title = `${this.job.name} · Cellmill`;
      this.draw();
      this.sheet = await get(`v1/sheets/${this.job.sheetId}`);
      if (!this.#gone) this.#openTable();
    } catch (problem) {
      this.problem = problem;
    }
    this.draw();
    // what the stream does not tell: a job that has ended and is run again elsewhere
    this.#stop = repeatedly(LOOK_AGAIN, () => this.connection === "live" ? null : this.#look());
  }

  leave() {
    this.#gone = true;
    this.#stop();
    this.stream.close();
    this.table?.close();
    this.tip.hide();
  }

  get filled() {
    return this.progress.columns.map((column) => column.name);
  }

  setFilter(change) {
    Object.assign(this.filter, change);
    this.table?.filter(this.filter);
    this.draw();
  }

  showColumn(name, isShown) {
    if (isShown) this.hidden.delete(name);
    else this.hidden.add(name);
    this.#showColumns();
    this.draw();
  }

  #shownOf = (names) => names.filter((name) => !this.hidden.has(name));

  #showColumns() {
    this.table.showColumns(this.#shownOf(this.sheet.columns), this.#shownOf(this.filled));
  }

  #openTable() {
    const first = new Set(inputsAtFirst(this.job.spec, this.sheet.columns));
    this.hidden = new Set(this.sheet.columns.filter((name) => !first.has(name)));
    this.table = new JobTable(this.tableHost, {
      job: this.job, sheet: this.sheet, tip: this.tip,
      inputs: this.#shownOf(this.sheet.columns), filled: this.filled,
      follow: (from, end) => {
        if (!this.progress.isComplete) this.stream.watch(from, end);
      },
      open: (row, column, isFilled) => this.#openCell(row, column, isFilled),
      problem: (problem) => {
        this.tableProblem = problem;
        this.draw();
      },
    });
  }

  #openCell(row, column, isFilled) {
    const type = this.job.spec.columns?.find((one) => one.name === column)?.output;
    openCell({
      sheet: this.sheet.id, row, column, isFilled, type: type?.type ?? type ?? "text",
      live: () => this.table.cells.text(row, column),
      changed: () => this.table.refresh(),
      closed: () => this.#gone || this.table.focus(),
    });
  }

  #live(tell) {
    if (!this.table) return;
    tell();
    if (!this.table.found) this.table.draw();
  }

  #told(progress) {
    const before = this.progress;
    this.progress = progress;
    if (before && before.state !== progress.state) {
      announce(`The job is ${STATES[progress.state].toLowerCase()}. ${spoken(progress)}.`);
      this.job = { ...this.job, state: progress.state };
    } else if (Date.now() - this.#spokenAt > SPOKEN_EVERY && progress.state === "processing") {
      this.#spokenAt = Date.now();
      announce(`${spoken(progress)}.`);
    }
    this.draw();
  }

  async #look() {
    try {
      const progress = await get(`v1/status/jobs/${this.id}`);
      const isRunningAgain = this.progress?.isComplete && !progress.isComplete;
      this.problem = null;
      this.#told(progress);
      if (isRunningAgain) this.#readAnew();
    } catch (problem) {
      this.problem = problem;
      this.draw();
    }
  }

  async #readAnew() {
    await this.#look();
    this.table?.refresh();
    this.table?.showColumns(this.#shownOf(this.sheet.columns), this.#shownOf(this.filled));
    if (this.filter.state || this.filter.column) this.table?.filter(this.filter);
    this.draw();
  }

  async #afterChange() {
    const wasComplete = this.progress?.isComplete;
    await this.#look();
    if (wasComplete && this.table && !this.progress.isComplete) {
      this.table.refresh();
      this.stream.watch(this.table.first, Math.min(this.table.end, this.table.first + 100));
    }
  }

  #view() {
    const { job, progress } = this;
    if (!job || !progress) {
      return html`<h1 class="quiet">Job</h1>${problemBox(this.problem)}
        ${this.problem ? html`<p><a href="#/">All jobs</a></p>` : html`<div class="skeleton tall"></div><div class="skeleton"></div>`}`;
    }
    return html`
      <div class="heading">
        <div class="heading-name">
          <a class="quiet" href="#/">Jobs</a>
          <h1>${job.name}</h1>
        </div>
        ${chip(progress.state)}
        ${progress.pauseReason ? html`<span class="quiet">${PAUSES[progress.pauseReason] ?? progress.pauseReason}</span>` : nothing}
        ${this.connection === "away" ? html`<span class="notice-word">Connection lost, coming back …</span>` : nothing}
        <div class="actions">${this.actions.buttons(progress.state, progress)}</div>
      </div>
      <p class="receipt" role="status" ?hidden=${!this.actions.said}>${this.actions.said}</p>
      ${problemBox(this.actions.problem)}${problemBox(this.problem)}${problemBox(this.tableProblem)}
      ${progress.pauseReason === "budget" ? this.actions.budgetForm(progress) : nothing}
      ${progressPanel(progress, { onError: () => this.setFilter({ state: "failed" }) })}
      ${this.sheet ? toolbar(this) : nothing}
      ${this.table?.found?.isWhole && this.table.found.cells.length === 0
        ? html`<p class="empty">No cell is so now.</p>` : nothing}`;
  }
}
