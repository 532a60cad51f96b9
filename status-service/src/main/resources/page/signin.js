// Signing in with a key. A cookie that no script can read keeps it, so links and streams show it too.
import { html, nothing, render } from "./lit/lit-html.js";
import { put } from "./api.js";
import { announce, problemBox } from "./parts.js";

/** @param done called once signed in, with who that is */
export function signInPage(place, done) {
  const page = { problem: null, busy: false };
  const draw = () => render(view(page, submit), place);

  async function submit(event) {
    event.preventDefault();
    const field = place.querySelector("[name=key]");
    page.problem = null;
    page.busy = true;
    draw();
    try {
      const session = await put("POST", "v1/session", { key: field.value.trim() });
      field.value = "";
      announce("Signed in");
      done(session);
    } catch (problem) {
      page.problem = problem;
      page.busy = false;
      draw();
      field.focus();
      field.select();
    }
  }

  draw();
  place.querySelector("[name=key]").focus();
}

const view = (page, submit) => html`
  <div class="heading"><h1>Sign in</h1></div>
  <form class="panel sign-in" @submit=${submit}>
    <p id="key-hint">This server asks for a key. It begins with <code>cm_</code>; whoever runs the server makes one with
      <code>./cellmill keys create</code>.</p>
    <label>Key
      <input type="password" name="key" class="code" autocomplete="current-password" spellcheck="false" required
        aria-describedby="key-hint" aria-invalid=${page.problem ? "true" : nothing}>
    </label>
    ${problemBox(page.problem)}
    <button class="primary" ?disabled=${page.busy}>Sign in</button>
  </form>`;
