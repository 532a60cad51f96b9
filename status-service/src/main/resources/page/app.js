// Which page is shown: the part of the address after the # says it.
import { get, onKeyNeeded, put } from "./api.js";
import { jobsPage } from "./jobs.js";
import { announce } from "./parts.js";

const main = document.getElementById("main");
let leave = () => {};
let turn = 0;
let asksForKey = false;
const session = document.getElementById("session");

async function openPage(path) {
  const [, name, id] = path.split("/");
  if (name === "jobs" && id) {
    return { title: "Job", page: "jobs", open: (await import("./job.js")).jobPage, arg: decodeURIComponent(id) };
  }
  if (name === "new") {
    return { title: "New job", page: "new", open: (await import("./newjob.js")).newJobPage };
  }
  return { title: "Jobs", page: "jobs", open: jobsPage };
}

async function show(isFirst) {
  const path = location.hash.slice(1);
  const mine = ++turn;
  const found = asksForKey ? await signIn() : await openPage(path);
  if (mine !== turn) return;
  leave();
  main.replaceChildren();
  // the template library keeps what it knows of a place on it, so each page has a place of its own
  const place = document.createElement("div");
  place.className = "page";
  main.append(place);
  document.title = `${found.title} · Cellmill`;
  for (const link of document.querySelectorAll("[data-page]")) {
    link.toggleAttribute("data-here", link.dataset.page === found.page);
    if (link.dataset.page === found.page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  leave = found.open(place, found.arg) ?? (() => {});
  if (!isFirst && !asksForKey) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
    announce(found.title);
  }
}

async function signIn() {
  const { signInPage } = await import("./signin.js");
  return { title: "Sign in", open: (place) => signInPage(place, (who) => {
    asksForKey = false;
    showSession(who);
    show(false);
  }) };
}

/** Who is signed in, if anybody need be. */
function showSession(who) {
  session.hidden = !who?.key;
  session.querySelector("span").textContent = who?.key ? `${who.keyName ?? who.key} · ${who.tenant}` : "";
}

/** Whatever is shown is left, since nothing of it is answered any more. */
onKeyNeeded(() => {
  if (asksForKey) return;
  asksForKey = true;
  showSession(null);
  show(false);
});

session.querySelector("button").addEventListener("click", async () => {
  await put("DELETE", "v1/session");
  location.hash = "#/";
  location.reload();
});

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", () => show(false));
try {
  showSession(await get("v1/session"));
} catch {
  // what is shown next says what is wrong
}
if (!asksForKey) show(true);
