// What is wrong, told while somebody types: under the words it is about, in the margin, counted below the editor, and
// in the list beside it.

import { linter } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";

import { ask } from "./ask.js";
import { applyFix, rangeOf } from "./places.js";
import { startProblemList } from "./problem_list.js";

const PAUSE = 400; // milliseconds without typing before the studio is asked
const SEVERITIES = { error: "error", stop: "warning", hint: "info" };
const SILENT = "The studio does not answer just now. Your text stays here and is checked again at your next change.";

export function problemsAsYouType(form, preview) {
  const area = form.querySelector("#mapping-text");
  const status = document.createElement("p");
  status.className = "app-editor__status";
  status.role = "status";
  area.after(status);

  let checked = null;
  const list = startProblemList(form, {
    isCurrent: () => area.value === checked,
    whenShown: (words) => { status.textContent = words; },
  });
  const check = async (view) => {
    const text = area.value;
    const problems = await ask(form, form.dataset.problemsUrl);
    if (!problems) {
      status.textContent = SILENT;
      preview.markStale(true);
      return [];
    }
    checked = text;
    list.know(problems, view);
    preview.markStale(problems.some(({ severity }) => severity === "error"));
    preview.refresh();
    return problems.map((problem) => diagnostic(problem, view.state));
  };
  const whenTyped = EditorView.updateListener.of(({ docChanged }) => docChanged && list.markStale());
  return [linter(check, { delay: PAUSE }), whenTyped];
}

function diagnostic(problem, { doc, readOnly }) {
  const { from, to } = rangeOf(problem, doc);
  const { fix, hint, message, severity } = problem;
  return {
    from,
    to: Math.max(to, Math.min(from + 1, doc.length)),
    severity: SEVERITIES[severity],
    message: hint ? `${message}\n${hint}` : message,
    actions: fix && !readOnly ? [{ name: fix.label, apply: (view) => applyFix(view, fix) }] : [],
  };
}
