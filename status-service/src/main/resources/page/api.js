// Calls of the service, relative to where the page came from.

/** What the service refused, as it says it (RFC 9457), or that it was not reached. */
export class Problem extends Error {
  constructor({ status, title, detail, pointer, line, problems }) {
    super(detail);
    Object.assign(this, { status, title, detail, pointer, line });
    this.all = problems?.length ? problems : [this];
  }
}

const UNKNOWN = "The server answered in a way that this page does not know.";
const AWAY = "The server cannot be reached. Check that it runs; nothing is lost meanwhile.";
let askForKey = () => {};

/** Who is told when the server asks for a key, or for another. */
export function onKeyNeeded(ask) {
  askForKey = ask;
}

function problemOf(status, body) {
  if (status === 401) askForKey();
  if (body?.detail) return new Problem({ ...body, status });
  return new Problem({ status, title: `Answer ${status}`, detail: UNKNOWN });
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ status: 0, title: "No connection", detail: AWAY });
  }
  if (response.ok) return response;
  throw problemOf(response.status, await response.json().catch(() => null));
}

export async function get(path, { signal } = {}) {
  return (await send(path, { signal, headers: { Accept: "application/json" } })).json();
}

export async function getText(path) {
  return (await send(path, {})).text();
}

/** Sends an object as JSON, or a text as the media type says. */
export async function put(method, path, body, { type = "application/json", headers = {} } = {}) {
  const response = await send(path, {
    method,
    headers: body === undefined ? headers : { "Content-Type": type, ...headers },
    body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** Sends a file as it lies on the disk. Not by fetch, which cannot tell how far it is. */
export function upload(path, file, type, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", type);
    request.responseType = "json";
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    request.onload = () => request.status < 300
      ? resolve(request.response)
      : reject(problemOf(request.status, request.response));
    request.onerror = () => reject(new Problem({ status: 0, title: "No connection", detail: AWAY }));
    request.send(file);
  });
}

/** Other pieces of a path, whatever is in them. */
export const part = encodeURIComponent;
