// One job: how far it is, its table as it fills, and what can be done to it.
import { html, nothing } from "./lit/lit-html.js";
import { JobActions } from "./actions.js";
import { get } from "./api.js";
import { openCell } from "./cell.js";
import { typeOf } from "./edit.js";
import { announce, chip, drawKeepingFocus, perFrame, problemBox, repeatedly } from "./parts.js";
import { progressPanel, spoken } from "./progress.js";
import { JobStream } from "./stream.js";
import { JobTable, inputsAtFirst } from "./table.js";
import { Tip } from "./tip.js";
import { toolbar } from "./toolbar.js";
import { PAUSES, STATES } from "./words.js";

/** Of progress, in percent. */
const SPOKEN_EVERY = 10;
const LOOK_AGAIN = 3000;
const FIND_AGAIN = 2000;

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
  #spoken = null;
  #gone = false;
  #stops = [];
  #focus = null;
  /** The progress that the found cells are at. */
  #foundAt = null;
  #closeCell = () => {};
  /** What the job was at when the table was read. */
  #readAt = "";

  constructor(host, id) {
    this.id = id;
    this.head = host.appendChild(document.createElement("div"));
    this.head.className = "stack";
    this.tableHost = host.appendChild(document.createElement("div"));
    this.tableHost.className = "table-host";
    this.tip = new Tip(host);
    this.draw = perFrame(() => this.#draw());
    this.actions = new JobActions(id, (changed, focus) => {
      if (this.#gone) return;
      this.#focus = focus ?? this.#focus;
      this.draw();
      if (changed) this.#look();
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
      end: () => this.#look(),
    });
  }

  async start() {
    this.draw();
    try {
      [this.job, this.progress] = await this.#readJob();
      if (this.#gone) return;
      document.title = `${this.job.name} · Cellmill`;
      this.draw();
      this.sheet = await get(`v1/sheets/${this.job.sheetId}`);
      if (!this.#gone) this.#openTable();
    } catch (problem) {
      this.problem = problem;
    }
    if (this.#gone) return;
    this.draw();
    this.#stops = [
      // what the stream does not tell: a job that has ended and is run again elsewhere
      repeatedly(LOOK_AGAIN, () => this.connection === "live" ? null : this.#look()),
      repeatedly(FIND_AGAIN, () => this.#findAgain()),
    ];
  }

  leave() {
    this.#gone = true;
    this.draw.cancel();
    for (const stop of this.#stops) stop();
    this.stream.close();
    this.table?.close();
    this.tip.hide();
    this.#closeCell();
  }

  #draw() {
    const next = () => this.head.querySelector(this.#focus ?? "h1") ?? this.head.querySelector("h1");
    drawKeepingFocus(this.#view(), this.head, next);
    if (this.#focus) next().focus();
    this.#focus = null;
  }

  #readJob() {
    return Promise.all([get(`v1/jobs/${this.id}`), get(`v1/status/jobs/${this.id}`)]);
  }

  get #now() {
    return `${this.job.updatedAt} ${this.progress.isComplete}`;
  }

  get filled() {
    return this.progress.columns.map((column) => column.name);
  }

  /** @param focus where it belongs then, if not where it is */
  setFilter(change, focus) {
    Object.assign(this.filter, change);
    this.#focus = focus ?? this.#focus;
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
    this.#readAt = this.#now;
    const first = new Set(inputsAtFirst(this.job.spec, this.sheet.columns));
    this.hidden = new Set(this.sheet.columns.filter((name) => !first.has(name)));
    this.table = new JobTable(this.tableHost, {
      job: this.job, sheet: this.sheet, tip: this.tip, columns: this.filled, totalRows: this.progress.totalRows,
      state: () => this.progress.state,
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
    this.#closeCell = openCell({
      sheet: this.sheet.id, job: this.id, row, column, isFilled, type: typeOf(this.job.spec.columns, column),
      live: () => this.table.cells.text(row, column),
      changed: () => this.table.refresh(),
      closed: () => {
        this.#closeCell = () => {};
        if (!this.#gone) this.table.focus();
      },
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
    const tenth = Math.floor(progress.progress / SPOKEN_EVERY);
    if (before && before.state !== progress.state) {
      announce(`The job is ${STATES[progress.state].toLowerCase()}. ${spoken(progress)}.`);
      this.job = { ...this.job, state: progress.state };
      // what nothing was told of follows the job
      this.table?.draw();
    } else if (this.#spoken !== null && tenth > this.#spoken && progress.state === "processing") {
      announce(`${spoken(progress)}.`);
    }
    this.#spoken = tenth;
    this.draw();
  }

  /** Whatever has happened to the job meanwhile, its table is read anew, and followed while it runs. */
  async #look() {
    try {
      const [job, progress] = await this.#readJob();
      if (this.#gone) return;
      this.job = job;
      this.problem = null;
      this.#told(progress);
      if (this.#readAt !== this.#now) await this.#readAnew();
    } catch (problem) {
      if (this.#gone) return;
      this.problem = problem;
      this.draw();
    }
  }

  async #readAnew() {
    if (!this.table) return;
    this.#readAt = this.#now;
    this.table.showColumns(this.#shownOf(this.sheet.columns), this.#shownOf(this.filled));
    if (!this.progress.isComplete) this.table.follow();
    await this.table.refresh();
    this.draw();
  }

  /** Cells that are found by state come and go while the job runs. */
  async #findAgain() {
    const at = this.progress;
    if (!this.table?.found || at.isComplete || at === this.#foundAt) return;
    this.#foundAt = at;
    await this.table.refreshFound();
    this.draw();
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
          <h1 tabindex="-1">${job.name}</h1>
        </div>
        ${chip(progress.state)}
        ${progress.pauseReason ? html`<span class="quiet">${PAUSES[progress.pauseReason] ?? progress.pauseReason}</span>` : nothing}
        ${this.connection === "away" ? html`<span class="notice-word">Connection lost, coming back …</span>` : nothing}
        <div class="actions">${this.actions.buttons(progress.state, progress)}</div>
      </div>
      <p class="receipt" ?hidden=${!this.actions.said}>${this.actions.said}</p>
      ${problemBox(this.actions.problem)}${problemBox(this.problem)}${problemBox(this.tableProblem)}
      ${progress.pauseReason === "budget" ? this.actions.budgetForm(progress) : nothing}
      ${progressPanel(progress, { onError: () => this.setFilter({ state: "failed" }) })}
      ${this.sheet ? toolbar(this) : nothing}
      ${this.table?.found?.isWhole && this.table.found.cells.length === 0
        ? html`<p class="empty">No cell is so now.</p>` : nothing}`;
  }
}
