// What a person can do to a job, and what came of it.
import { html, nothing } from "./lit/lit-html.js";
import { put } from "./api.js";
import { announce } from "./parts.js";
import { receipt } from "./words.js";

const OPEN = ["queued", "processing", "paused"];
const QUESTIONS = {
  cancel: { word: "Cancel", question: "Cancel for good?", label: "Cancel the job for good?", yes: "Yes, cancel" },
  delete: { word: "Delete", question: "Delete it and what it found?", label: "Delete the job and what it found?", yes: "Yes, delete" },
};

export class JobActions {
  busy = false;
  said = "";
  problem = null;
  budget = "";
  /** What is to be confirmed. */
  asks = null;
  #isDeleted = false;

  /** @param changed is told after every change, whether it may have changed the job, and where the focus belongs now */
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

  /** Where it was nothing is any more. */
  async remove() {
    await this.#try(async () => {
      await put("DELETE", `v1/jobs/${this.job}`);
      this.said = "The job is deleted.";
      this.#isDeleted = true;
      location.hash = "#/";
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
    if (this.busy) return;
    Object.assign(this, { busy: true, problem: null, said: "", asks: null });
    this.changed(false);
    try {
      await change();
      announce(this.said);
    } catch (problem) {
      this.problem = problem;
    }
    this.busy = false;
    if (!this.#isDeleted) this.changed(true);
  }

  /** The question begins at the answer that does no harm, and leads back to where it came from. */
  #ask(what) {
    this.asks = what;
    this.changed(false, what ? ".actions .safe" : ".actions .ask");
  }

  /** A button that is pressed stays, and with it the focus, while it means something else. */
  buttons(state, progress) {
    const button = (action, word, kind) => html`
      <button class=${kind} aria-disabled=${this.busy} @click=${() => this.run(action)}>${word}</button>`;
    if (this.asks) {
      const { question, label, yes } = QUESTIONS[this.asks];
      const confirm = this.asks === "delete" ? () => this.remove() : () => this.run("cancel");
      return html`<span role="group" aria-label=${label}>${question}
        <button class="danger" aria-disabled=${this.busy} @click=${confirm}>${yes}</button>
        <button class="safe" @click=${() => this.#ask(null)}>No</button></span>`;
    }
    const [action, word] = this.#main(state, progress);
    const last = OPEN.includes(state) ? "cancel" : "delete";
    return html`
      ${action ? button(action, word, "primary") : nothing}
      <button class="ask" aria-disabled=${this.busy} @click=${() => this.busy || this.#ask(last)}>${QUESTIONS[last].word}</button>`;
  }

  #main(state, progress) {
    if (state === "processing") return ["pause", "Pause"];
    if (state === "paused") return ["resume", "Resume"];
    return (state === "completed" || state === "failed") && progress?.failedCells > 0 ? ["retry-failed", "Retry failed"] : [];
  }

  /** For a job that paused since its budget is used up. */
  budgetForm(progress) {
    return html`<form class="notice-form" @submit=${(event) => this.raise(event)}>
      <p>The budget is used up: nothing more can be set aside. Raise it, and the job goes on.</p>
      <label class="inline">New budget in USD
        <input type="number" step="any" min=${progress.cost.budget ?? 0} required .value=${this.budget}
          @input=${(event) => { this.budget = event.target.value; }}></label>
      <button class="primary" aria-disabled=${this.busy}>Raise and go on</button>
    </form>`;
  }
}
