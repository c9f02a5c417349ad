// What is wrong, told while somebody types: under the words it is about, in the margin, and counted below the editor.

import { linter } from "@codemirror/lint";

const PAUSE = 400; // milliseconds without typing before the studio is asked
const SEVERITIES = { error: "error", stop: "warning", hint: "info" };
const SILENT = "The studio does not answer just now. Your text stays here and is checked again at your next change.";

export function problemsAsYouType(form, preview) {
  const status = document.createElement("p");
  status.className = "app-editor__status";
  status.role = "status";
  form.querySelector("#mapping-text").after(status);

  return linter(async (view) => {
    try {
      const problems = await problemsOf(form);
      status.textContent = countOf(problems);
      preview.markStale(problems.some(({ severity }) => severity === "error"));
      preview.refresh();
      return problems.map((problem) => diagnostic(problem, view.state.doc));
    } catch {
      status.textContent = SILENT;
      preview.markStale(true);
      return [];
    }
  }, { delay: PAUSE });
}

async function problemsOf(form) {
  const token = document.querySelector("meta[name='csrf-token']")?.content ?? "";
  const answer = await fetch(form.dataset.problemsUrl, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`the studio answered ${answer.status}`);
  return answer.json();
}

function countOf(problems) {
  const hints = problems.filter(({ severity }) => severity === "hint").length;
  const count = (number, word) => (number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : []);
  return [...count(problems.length - hints, "problem"), ...count(hints, "hint")].join(", ") || "No problems";
}

function diagnostic(problem, doc) {
  const { from, to } = rangeOf(problem, doc);
  return {
    from,
    to: Math.max(to, Math.min(from + 1, doc.length)),
    severity: SEVERITIES[problem.severity],
    source: problem.code,
    message: problem.hint ? `${problem.message}\n${problem.hint}` : problem.message,
    actions: problem.fix ? [fixOf(problem.fix)] : [],
  };
}

function fixOf(fix) {
  return {
    name: fix.label,
    apply: (view) => view.dispatch({ changes: { ...rangeOf(fix, view.state.doc), insert: fix.text } }),
  };
}

function rangeOf({ line, column, endLine, endColumn }, doc) {
  return { from: positionOf(doc, line, column), to: positionOf(doc, endLine, endColumn) };
}

// The studio counts characters, the browser halves of the rare ones (UTF-16).
function positionOf(doc, line, column) {
  if (line > doc.lines) return doc.length;
  const { from, text } = doc.line(Math.max(1, line));
  return from + [...text].slice(0, column - 1).join("").length;
}
