// Writes a job as YAML for people. JSON's own texts are YAML's double-quoted ones, so only layout is done here. Pure.

const PLAIN = /^[A-Za-z_][A-Za-z0-9_ ./-]*$/;
const WORDS = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

function scalar(value) {
  if (typeof value === "string" && PLAIN.test(value) && !value.endsWith(" ") && !WORDS.includes(value.toLowerCase())) return value;
  return JSON.stringify(value);
}

const isTree = (value) => typeof value === "object" && value !== null;

function lines(value, indent) {
  const pad = " ".repeat(indent);
  if (Array.isArray(value)) {
    return value.map((item) => isTree(item) && !Array.isArray(item)
      ? `${pad}- ${lines(item, indent + 2).trimStart()}`
      : `${pad}- ${scalar(item)}\n`).join("");
  }
  return Object.entries(value).map(([key, member]) => {
    if (!isTree(member)) return `${pad}${scalar(key)}: ${scalar(member)}\n`;
    if (Array.isArray(member) && !member.some(isTree)) return `${pad}${scalar(key)}: [${member.map(scalar).join(", ")}]\n`;
    return `${pad}${scalar(key)}:\n${lines(member, indent + 2)}`;
  }).join("");
}

export const toYaml = (job) => lines(job, 0);
