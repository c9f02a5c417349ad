// The list of problems beside the text. The studio sends it with each preview; here its places lead into the text and
// its proposals can be taken by a button. While the text is ahead of the list, the list claims nothing.

import { applyFix, goTo } from "./places.js";

const CHECKING = "Checking…";
const OWN_PLACE = /^Line (\d+)(?:,|$)/; // "Line 3 of modules/…" stands in another text

// `isCurrent` says whether what was checked last is what stands in the text; `whenShown` gets the list's count.
export function startProblemList(form, { isCurrent, whenShown }) {
  let view = null;
  let problems = [];

  const panel = () => document.getElementById("problems");
  const markStale = () => {
    for (const claim of panel().querySelectorAll("h2, .app-problems--none")) claim.textContent = CHECKING;
    for (const button of panel().querySelectorAll(".app-problems__fix")) button.disabled = true;
    whenShown(CHECKING);
  };
  form.addEventListener("htmx:after:swap", () => {
    if (!view) return;
    if (!isCurrent()) return markStale();
    for (const row of panel().querySelectorAll(".app-problems li")) dress(row, problems, view);
    whenShown(countOf(panel()));
  });
  return { markStale, know: (found, editor) => { [problems, view] = [found, editor]; } };
}

function dress(row, problems, view) {
  const place = row.querySelector("b");
  const line = Number(place?.textContent.match(OWN_PLACE)?.[1]);
  if (!line) return;
  const problem = problems.find((one) => one.line === line && row.textContent.includes(one.message));
  place.replaceWith(button("app-problems__place", place.textContent, () => goTo(view, line, problem?.column ?? 1)));
  if (!problem?.fix || view.state.readOnly) return;
  row.append(" ", button("app-problems__fix", problem.fix.label, () => applyFix(view, problem.fix)));
}

function button(name, words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function countOf(panel) {
  const all = panel.querySelectorAll(".app-problems li:not(.app-problems--none)").length;
  const hints = panel.querySelectorAll(".app-problems--hint").length;
  const count = (number, word) => (number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : []);
  return [...count(all - hints, "problem"), ...count(hints, "hint")].join(", ") || "No problems";
}
