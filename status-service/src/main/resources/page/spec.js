// Makes a job of what the form says. Pure.

/** Kinds that take a prompt; the others take inputs. */
const ASKED = ["openai", "anthropic"];
const NUMBERS = ["minConfidence", "maxTokens"];

/** What a column is found by; undefined if nothing is chosen and there is no default. */
export function providerOf(column, providers) {
  return providers.find((one) => (column.provider ? one.name === column.provider : one.default));
}

/** Whether it is asked by a prompt rather than given inputs. */
export function isAsked(provider) {
  return provider !== undefined && ASKED.includes(provider.kind);
}

export function jobOf(form, providers) {
  return given({
    name: form.name,
    columns: form.columns.map((column) => columnOf(column, providerOf(column, providers))),
    cells: form.cells === "missing" ? undefined : form.cells,
    rows: form.rows ? { limit: Number(form.rows) } : undefined,
    concurrency: form.concurrency ? Number(form.concurrency) : undefined,
    budget: form.maxCost ? { maxCost: Number(form.maxCost) } : undefined,
  });
}

function columnOf(column, provider) {
  const asked = isAsked(provider);
  const step = given({
    provider: column.provider || provider?.name,
    model: asked ? column.model : undefined,
    ...Object.fromEntries(NUMBERS.map((name) => [name, column[name] === "" ? undefined : Number(column[name])])),
  });
  const isPlain = Object.keys(step).every((key) => key === "provider");
  return given({
    name: column.name,
    ...(isPlain ? { provider: step.provider } : { steps: [step] }),
    prompt: asked ? column.prompt : undefined,
    system: asked ? column.system : undefined,
    inputs: asked ? undefined : inputsOf(column, provider),
    field: column.field,
    output: outputOf(column),
    runIf: column.runIf,
    examples: column.examples === "" ? undefined : Number(column.examples),
  });
}

function inputsOf(column, provider) {
  const own = column.own.map((line) => line.match(/^\s*([^:]+?)\s*:\s*(.*)$/)).filter(Boolean).map((m) => [m[1], m[2]]);
  const known = Object.entries(column.inputs).filter(([name, text]) => text && provider?.inputs?.includes(name));
  const all = provider?.inputs?.length ? known : own;
  return all.length > 0 ? Object.fromEntries(all) : undefined;
}

function outputOf({ type, values }) {
  if (type === "enum") return { type, values: values.split(",").map((word) => word.trim()).filter(Boolean) };
  return type === "text" ? undefined : type;
}

/** Without what says nothing. */
function given(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== ""));
}

/** The YAML of a job on these rows, unless it names some itself. */
export function withSheet(yaml, sheet) {
  if (/^\s*\{/.test(yaml)) return /[{,]\s*"?sheet"?\s*:/.test(yaml) ? yaml : yaml.replace("{", `{"sheet": "${sheet}", `);
  if (/^sheet\s*:/m.test(yaml)) return yaml;
  // a document may begin with its mark, behind comments
  const [begin] = yaml.match(/^(?:\s*(?:#.*)?\n)*---.*\n/) ?? [""];
  return `${begin}sheet: ${sheet}\n${yaml.slice(begin.length)}`;
}
