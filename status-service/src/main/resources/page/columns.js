// The form of a job's columns. What it says is made a job by spec.js.
import { html, nothing } from "./lit/lit-html.js";
import { live } from "./lit/directives/live.js";
import { isAsked, providerOf } from "./spec.js";

const TYPES = ["text", "number", "integer", "boolean", "date", "url", "enum", "json"];

export function newColumn() {
  return {
    name: "", provider: "", prompt: "", system: "", inputs: {}, own: [], model: "", field: "", type: "text", values: "",
    runIf: "", minConfidence: "", maxTokens: "", examples: "",
  };
}

export function columnCards(page) {
  const { form } = page;
  const add = () => {
    form.columns.push(newColumn());
    page.changed(`[data-pointer="/columns/${form.columns.length - 1}/name"]`);
  };
  return html`
    <label>Name of the job <input data-pointer="/name" .value=${live(form.name)} @input=${set(page, form, "name")}></label>
    ${form.columns.map((column, i) => card(page, column, i))}
    <button @click=${add}>Add a column</button>
    <details class="more"><summary>Options of the job</summary><div class="fields">
      <label>Budget in USD, never passed
        <input data-pointer="/budget" type="number" min="0" step="any" .value=${live(form.maxCost)} @input=${set(page, form, "maxCost")}></label>
      <label>Cells at once, at most
        <input data-pointer="/concurrency" type="number" min="1" .value=${live(form.concurrency)} @input=${set(page, form, "concurrency")}></label>
      <label>Only the first rows
        <input data-pointer="/rows" type="number" min="1" placeholder="all" .value=${live(form.rows)} @input=${set(page, form, "rows")}></label>
      <label>Which cells
        <select data-pointer="/cells" @change=${set(page, form, "cells")}>
          <option value="missing">Empty and failed ones</option><option value="failed">Failed ones</option>
          <option value="stale">Those whose prompt or inputs changed</option><option value="all">All</option>
        </select></label>
    </div></details>`;
}

const set = (page, of, name) => (event) => {
  of[name] = event.target.value;
  page.changed();
};

function card(page, column, i) {
  const at = `/columns/${i}`;
  const provider = providerOf(column, page.providers);
  const remove = () => {
    page.form.columns.splice(i, 1);
    page.changed(`[data-pointer="/columns/${Math.min(i, page.form.columns.length - 1)}"]`);
  };
  const field = (label, name, more = nothing) => html`<label>${label}
    <input data-pointer="${at}/${name}" .value=${live(column[name])} @input=${set(page, column, name)}>${more}</label>`;
  return html`<fieldset class="card" data-pointer=${at} tabindex="-1">
    <legend>${column.name || `Column ${i + 1}`}</legend>
    <div class="fields">
      <label>Name <input data-pointer="${at}/name" placeholder="e.g. industry" autocomplete="off" .value=${live(column.name)}
        @input=${set(page, column, "name")}></label>
      <label>Found by ${providerSelect(page, column, at)}</label>
      ${typeFields(page, column, at)}
    </div>
    ${provider?.health === "absent" ? html`<p class="bad">${provider.name} is absent: ${provider.missingVariable
      ? `the variable ${provider.missingVariable} is not set` : provider.absence}.</p>` : nothing}
    ${isAsked(provider) ? promptFields(page, column, at, provider, i) : inputFields(page, column, at, provider, i)}
    <details class="more"><summary>More of this column</summary><div class="fields">
      ${provider?.answers?.length ? nothing : field("Field of the answer, a name or JSON Pointer", "field")}
      ${field("Only if (CEL)", "runIf")}
      ${field("Least confidence, 0 to 1", "minConfidence")}
      ${isAsked(provider) ? html`${field("Tokens of an answer, at most", "maxTokens")}${field("Examples from confirmed cells, at most", "examples")}` : nothing}
    </div></details>
    ${page.form.columns.length > 1 ? html`<button class="link" @click=${remove}>Remove this column</button>` : nothing}
  </fieldset>`;
}

function providerSelect(page, column, at) {
  const fallback = page.providers.find((one) => one.default);
  return html`<select data-pointer="${at}/provider" .value=${live(column.provider)} @change=${set(page, column, "provider")}>
    <option value="">${fallback ? `The default, ${fallback.name}` : "Choose a provider …"}</option>
    ${page.providers.map((one) => html`<option value=${one.name} ?selected=${one.name === column.provider}>${one.name}${
      one.health === "up" ? "" : ` (${one.health})`}</option>`)}
  </select>`;
}

function typeFields(page, column, at) {
  return html`<label>Holds
      <select data-pointer="${at}/output" .value=${live(column.type)} @change=${set(page, column, "type")}>
        ${TYPES.map((type) => html`<option value=${type} ?selected=${type === column.type}>${type === "enum" ? "one of these words" : type}</option>`)}
      </select></label>
    ${column.type === "enum" ? html`<label>The words, with commas between
      <input data-pointer="${at}/output/values" placeholder="software, retail, other" .value=${live(column.values)}
        @input=${set(page, column, "values")}></label>` : nothing}`;
}

function promptFields(page, column, at, provider, i) {
  const models = Object.keys(provider?.models ?? {});
  return html`
    <label>Prompt <textarea rows="3" data-pointer="${at}/prompt" placeholder="Which industry is {{company}} in?"
      .value=${live(column.prompt)} @input=${set(page, column, "prompt")}></textarea></label>
    ${chips(page, column)}
    <div class="fields">
      <label>System message <input data-pointer="${at}/system" placeholder="Answer with one label."
        .value=${live(column.system)} @input=${set(page, column, "system")}></label>
      <label>Model
        <input data-pointer="${at}/model" list="models-${i}" placeholder=${provider?.defaultModel ?? ""}
          .value=${live(column.model)} @input=${set(page, column, "model")}></label>
      <datalist id="models-${i}">${models.map((name) => html`<option value=${name}></option>`)}</datalist>
    </div>`;
}

/** Columns that the prompt may name, each a button that adds it. */
function chips(page, column) {
  const others = page.form.columns.filter((one) => one !== column && one.name).map((one) => one.name);
  const insert = (name) => {
    column.prompt += `{{${name}}}`;
    page.changed();
  };
  return html`<div class="chips" role="group" aria-label="Add a column to the prompt">
    ${[...page.sheet.columns, ...others].map((name) => html`<button class="small" @click=${() => insert(name)}>${name}</button>`)}</div>`;
}

function inputFields(page, column, at, provider, i) {
  if (!provider) return html`<p class="quiet">Choose what finds the values.</p>`;
  const known = provider.inputs ?? [];
  const input = (name) => html`<label><span>${name}${provider.requiredInputs?.includes(name) ? nothing : html` <span class="quiet">optional</span>`}</span>
    <input data-pointer="${at}/inputs/${name}" list="given-${i}" placeholder="{{column}}" .value=${live(column.inputs[name] ?? "")}
      @input=${(event) => { column.inputs[name] = event.target.value; page.changed(); }}></label>`;
  return html`<div class="fields">
    ${known.length > 0 ? known.map(input) : html`<label>Inputs, one “name: {{column}}” a line
      <textarea rows="3" data-pointer="${at}/inputs" .value=${live(column.own.join("\n"))}
        @input=${(event) => { column.own = event.target.value.split("\n"); page.changed(); }}></textarea></label>`}
    ${provider.answers?.length ? html`<label>Field of the answer
      <select data-pointer="${at}/field" .value=${live(column.field)} @change=${set(page, column, "field")}>
        <option value="">All of it</option>
        ${provider.answers.map((name) => html`<option value=${name} ?selected=${name === column.field}>${name}</option>`)}
      </select></label>` : nothing}
    <datalist id="given-${i}">${page.sheet.columns.map((name) => html`<option value="{{${name}}}"></option>`)}</datalist>
  </div>`;
}
