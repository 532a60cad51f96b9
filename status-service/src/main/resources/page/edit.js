// A person's value for a cell.
import { html, nothing } from "./lit/lit-html.js";
import { parse as exact } from "./exact.js";
import { shown } from "./words.js";

const AS_JSON = ["number", "integer", "boolean", "json"];

/**
 * What a column holds as the job has it, also one of several under `outputs`, by their schema.
 *
 * @return undefined where nothing says it
 */
export function typeOf(columns, name) {
  const column = columns?.find((one) => one.name === name || one.outputs && name in one.outputs);
  const type = column?.output?.type ?? column?.output;
  if (!column?.outputs) return type;
  const [, ...path] = (column.outputs[name].startsWith("/") ? "" : "/").concat(column.outputs[name]).split("/");
  const schema = path.reduce((at, key) => at?.properties?.[key] ?? at?.items, column.output?.schema);
  return { string: "text", object: "json", array: "json" }[schema?.type] ?? schema?.type;
}

/** Of a column of which nothing says what it holds, a value keeps the kind of the one before. */
const kindOf = (type, before) =>
  type === undefined && before !== null && before !== undefined && typeof before !== "string" ? "json" : type;

/** @return `{value}`, or `{refusal}` where the text is no value of the column's type */
export function parse(text, type) {
  if (!AS_JSON.includes(type)) return { value: text };
  if (text.trim() === "") return { value: null };
  try {
    return { value: exact(text) };
  } catch {
    return { refusal: `The column holds ${type === "json" ? "JSON" : `a ${type}`}; the text is none.` };
  }
}

export function editForm(cell, type, saved, { save, takeOut, refuse }) {
  const submit = (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    const { value, refusal } = parse(given.get("value"), kindOf(type, cell.value));
    if (refusal) refuse(refusal);
    else save(value, given.get("validated") !== null);
  };
  return html`<details class="edit">
    <summary>${cell.validated ? "Change the confirmed value" : "Edit or confirm"}</summary>
    <form @submit=${submit}>
      <label>Value <textarea name="value" rows="4" .defaultValue=${shown(cell.state === "done" ? cell.value : "")}></textarea></label>
      ${cell.truncated ? html`<p class="bad">Only the beginning is here; saving keeps no more than that.</p>` : nothing}
      <label class="check"><input type="checkbox" name="validated" .defaultChecked=${cell.validated ?? false}>
        Confirmed: never found anew, and shown to models as an example</label>
      <div class="buttons">
        <button class="primary">Save</button>
        ${takeOut ? html`<button type="button" @click=${takeOut}>Take my value out</button>` : nothing}
        <span class="quiet">${saved}</span>
      </div>
    </form>
  </details>`;
}
