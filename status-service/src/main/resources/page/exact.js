// Numbers as they were written: those of more digits than the browser's own numbers keep are kept as text.

/** Only a text with so many digits in a row can hold one. */
const LONG = /\d[\d.]{15}/;

const digits = (number) => number.replace(/e.*$/i, "").replace(/[-.]/g, "").replace(/^0+|0+$/g, "");

/**
 * Reads JSON. A number that would change is a raw one, which `JSON.stringify` writes as it came. Browsers that know of no
 * such thing round it.
 */
export function parse(text) {
  if (!LONG.test(text) || !JSON.rawJSON) return JSON.parse(text);
  return JSON.parse(text, (key, value, context) =>
    typeof value === "number" && digits(String(value)) !== digits(context.source) ? JSON.rawJSON(context.source) : value);
}
