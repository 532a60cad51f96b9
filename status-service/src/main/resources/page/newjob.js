// A new job: rows, columns, a look at what would be sent, and the start.
import { html, nothing } from "./lit/lit-html.js";
import { get, part, put } from "./api.js";
import { checkResult } from "./check.js";
import { columnCards, newColumn } from "./columns.js";
import { announce, drawKeepingFocus, perFrame, problemBox } from "./parts.js";
import { jobOf, withSheet } from "./spec.js";
import { rowsStep, takeFile } from "./source.js";
import { toYaml } from "./yaml.js";

const PREVIEW_ROWS = 5;

export function newJobPage(host) {
  const page = new NewJob(host);
  page.start();
  return () => page.leave();
}

class NewJob {
  sheet = null;
  firstRows = [];
  sheets = [];
  providers = [];
  uploading = null;
  mode = "form";
  yaml = "";
  form = { name: "", maxCost: "", concurrency: "", rows: "", cells: "missing", columns: [newColumn()] };
  problem = null;
  checked = null;
  busy = "";
  #gone = false;
  #focus = null;
  #upload = null;
  /** Counts changes: what was asked for before the last one is of the past when it comes. */
  #version = 0;
  /** The same for every press of the button until something is changed, so that a job is started once. */
  #once = null;

  constructor(host) {
    this.draw = perFrame(() => this.#draw());
    this.host = host;
    // a file that misses its place would replace the page
    this.kept = (event) => event.preventDefault();
    for (const name of ["dragover", "drop"]) addEventListener(name, this.kept);
  }

  #draw() {
    const next = () => this.host.querySelector(this.#focus ?? "h1") ?? this.host.querySelector("h1");
    drawKeepingFocus(this.#view(), this.host, next);
    if (this.#focus) next().focus();
    this.#focus = null;
  }

  async start() {
    this.draw();
    try {
      const [providers, sheets] = await Promise.all([get("v1/providers"), get("v1/sheets?limit=20")]);
      this.providers = providers.items;
      this.sheets = sheets.items;
    } catch (problem) {
      this.problem = problem;
    }
    this.draw();
  }

  leave() {
    this.#gone = true;
    this.draw.cancel();
    this.#upload?.abort();
    for (const name of ["dragover", "drop"]) removeEventListener(name, this.kept);
  }

  /** Whatever is changed, what was checked is of the past. @param focus where it belongs now, if not where it is */
  changed(focus) {
    this.#version++;
    this.checked = null;
    this.#once = null;
    this.#focus = focus ?? this.#focus;
    this.#mark([]);
    this.draw();
  }

  async useFile(file) {
    this.problem = null;
    this.uploading = { name: file.name, part: 0 };
    this.#upload = new AbortController();
    this.#focus = "#step-rows";
    this.draw();
    try {
      const sheet = await takeFile(file, (part) => {
        this.uploading = { name: file.name, part };
        this.draw();
      }, this.#upload.signal);
      this.uploading = null;
      await this.useSheet(sheet);
    } catch (problem) {
      this.uploading = null;
      if (problem.name === "AbortError") this.changed("#step-rows");
      else this.#refused(problem);
    }
  }

  stopUpload() {
    this.#upload.abort();
  }

  async useSheet(sheet) {
    this.sheet = sheet;
    this.firstRows = [];
    if (!this.form.name) this.form.name = sheet.name.replace(/\.(csv|tsv|jsonl|ndjson|json)$/i, "");
    announce(`${sheet.name}, ${sheet.rowCount} rows`);
    this.changed("#step-columns");
    try {
      const grid = await get(`v1/status/sheets/${sheet.id}/rows?limit=${PREVIEW_ROWS}&maxLength=60`);
      if (this.sheet === sheet) this.firstRows = grid.items;
    } catch (problem) {
      if (this.sheet === sheet) this.problem = problem;
    }
    this.draw();
  }

  setMode(mode) {
    if (mode === "yaml") this.yaml = toYaml(jobOf(this.form, this.providers));
    this.mode = mode;
    this.problem = null;
    this.changed();
  }

  #body() {
    return this.mode === "yaml"
      ? [withSheet(this.yaml, this.sheet.id), { type: "application/yaml" }]
      : [{ sheet: this.sheet.id, ...jobOf(this.form, this.providers) }, {}];
  }

  async check() {
    await this.#try("check", async () => {
      const version = this.#version;
      const [body, as] = this.#body();
      const [preview, estimate] = await Promise.all([
        put("POST", `v1/jobs/preview?rows=${PREVIEW_ROWS}`, body, as),
        put("POST", "v1/jobs/estimate", body, as)]);
      if (version !== this.#version) return;
      this.checked = { preview, estimate };
      announce(estimate.summary);
    });
  }

  async run() {
    await this.#try("run", async () => {
      const [body, as] = this.#body();
      this.#once ??= Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("");
      const job = await put("POST", "v1/jobs", body, { ...as, headers: { "Idempotency-Key": this.#once } });
      if (!this.#gone) location.hash = `#/jobs/${part(job.id)}`;
    });
  }

  async #try(name, work) {
    if (this.busy) return;
    this.problem = null;
    this.busy = name;
    this.draw();
    try {
      await work();
    } catch (problem) {
      this.#refused(problem);
    }
    this.busy = "";
    this.draw();
  }

  /** Shows it, and leads to the field that it names. An answer that was lost may have started the job all the same. */
  #refused(problem) {
    if (this.#gone) return;
    this.problem = problem;
    if (problem.status >= 400 && problem.status < 500) this.#once = null;
    this.draw();
    requestAnimationFrame(() => {
      const named = (problem.all ?? []).map((one) => this.#fieldOf(one.pointer)).filter(Boolean);
      this.#mark(named);
      (named[0] ?? this.host.querySelector(".problem"))?.focus();
    });
  }

  /** The field of a place in the job, or of the least part of it that has one. */
  #fieldOf(pointer) {
    return [...this.host.querySelectorAll("[data-pointer]")]
      .filter(({ dataset }) => pointer === dataset.pointer || pointer?.startsWith(`${dataset.pointer}/`))
      .sort((a, b) => b.dataset.pointer.length - a.dataset.pointer.length)[0];
  }

  /** As wrong, for what stands in the message. */
  #mark(named) {
    for (const field of this.host.querySelectorAll("[data-pointer]")) {
      if (named.includes(field)) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", "refusal");
      } else {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    }
  }

  #view() {
    return html`
      <h1 tabindex="-1">New job</h1>
      ${rowsStep(this)}
      ${this.sheet ? html`${this.#columnsStep()}${this.#runStep()}` : html`${problemBox(this.problem)}
        <p class="quiet">Next: the columns to fill.</p>`}`;
  }

  #columnsStep() {
    const tab = (mode, word) => html`<button class="tab" aria-pressed=${this.mode === mode}
      @click=${() => this.mode === mode || this.setMode(mode)}>${word}</button>`;
    return html`<section class="panel" aria-labelledby="step-columns">
      <div class="heading"><h2 id="step-columns" tabindex="-1"><span class="step-number">2</span>Columns to fill</h2>
        <div class="tabs" role="group" aria-label="How to say it">${tab("form", "Form")}${tab("yaml", "YAML")}</div></div>
      ${this.mode === "yaml" ? html`
        <label>The job as YAML
          <textarea class="code" rows="18" spellcheck="false" .value=${this.yaml}
            @input=${(event) => { this.yaml = event.target.value; this.changed(); }}></textarea></label>
        <p class="quiet">Every key is in the README under “Your own file” and “Control”. The rows above are used unless it names a sheet.
          Going back to the form shows the form as you left it.</p>`
        : columnCards(this)}
    </section>`;
  }

  #runStep() {
    const isBusy = this.busy !== "";
    return html`<section class="panel" aria-labelledby="step-run">
      <h2 id="step-run"><span class="step-number">3</span>Check and run</h2>
      ${problemBox(this.problem, "refusal")}
      <div class="buttons">
        <button aria-disabled=${isBusy} @click=${() => this.check()}>${this.busy === "check" ? "Checking …" : "Preview five rows"}</button>
        <button class="primary" aria-disabled=${isBusy} @click=${() => this.run()}>${this.busy === "run" ? "Starting …" : "Run"}</button>
        <span class="quiet">A preview makes no call and costs nothing.</span>
      </div>
      ${this.checked ? checkResult(this.checked) : nothing}
    </section>`;
  }
}
