// What a person can do to a job, and what came of it.
import { html, nothing } from "./lit/lit-html.js";
import { put } from "./api.js";
import { receipt } from "./words.js";

const OPEN = ["queued", "processing", "paused"];

export class JobActions {
  busy = false;
  said = "";
  problem = null;
  budget = "";
  asksCancel = false;

  /** @param changed is told after every change, done or refused */
  constructor(job, changed) {
    this.job = job;
    this.changed = changed;
  }

  async run(action) {
    await this.#try(async () => {
      const answer = await put("POST", `v1/jobs/${this.job}/${action}`);
      this.said = receipt(action, answer.receipt);
    });
  }

  async raise(event) {
    event.preventDefault();
    await this.#try(async () => {
      await put("PATCH", `v1/jobs/${this.job}`, { budget: { maxCost: Number(this.budget) } });
      this.said = "The budget is raised. The job goes on.";
    });
  }

  async #try(change) {
    Object.assign(this, { busy: true, problem: null, said: "", asksCancel: false });
    this.changed(false);
    try {
      await change();
    } catch (problem) {
      this.problem = problem;
    }
    this.busy = false;
    this.changed(true);
  }

  #ask(cancel) {
    this.asksCancel = cancel;
    this.changed(false);
  }

  buttons(state, progress) {
    const button = (action, word, kind = "") => html`
      <button class=${kind} ?disabled=${this.busy} @click=${() => this.run(action)}>${word}</button>`;
    if (this.asksCancel) {
      return html`<span role="group" aria-label="Cancel the job for good?">Cancel for good?
        ${button("cancel", "Yes, cancel", "danger")}
        <button @click=${() => this.#ask(false)}>No</button></span>`;
    }
    return html`
      ${state === "processing" ? button("pause", "Pause", "primary") : nothing}
      ${state === "paused" ? button("resume", "Resume", "primary") : nothing}
      ${(state === "completed" || state === "failed") && progress?.failedCells > 0
        ? button("retry-failed", "Retry failed", "primary") : nothing}
      ${OPEN.includes(state) ? html`<button ?disabled=${this.busy} @click=${() => this.#ask(true)}>Cancel</button>` : nothing}`;
  }

  /** For a job that paused since its budget is used up. */
  budgetForm(progress) {
    return html`<form class="notice-form" @submit=${(event) => this.raise(event)}>
      <p>The budget is used up: nothing more can be set aside. Raise it, and the job goes on.</p>
      <label class="inline">New budget in USD
        <input type="number" step="any" min=${progress.cost.budget ?? 0} required .value=${this.budget}
          @input=${(event) => { this.budget = event.target.value; }}></label>
      <button class="primary" ?disabled=${this.busy}>Raise and go on</button>
    </form>`;
  }
}
