// Puts CodeMirror in the place of the editor page's text area. The text area stays in the form and always holds what
// the editor holds: saving is the plain form, and without script it is all there is.

import {
  acceptCompletion, autocompletion, closeCompletion, moveCompletionSelection, startCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";

import { completion } from "./completion.js";
import { indentation, insertLine } from "./indentation.js";
import { mappingLanguage } from "./language.js";
import { look } from "./look.js";
import { meaningAtPointer } from "./meaning.js";
import { outline } from "./outline.js";
import { goTo } from "./places.js";
import { startPreview } from "./preview.js";
import { problemsAsYouType } from "./problems.js";
import { startTools } from "./tools.js";

function startEditor(area) {
  const form = area.form;
  const preview = startPreview(form);
  const language = new Compartment();
  const tools = new Compartment();
  const contents = outline(form, (names) => view.dispatch({ effects: language.reconfigure(mappingLanguage(names)) }));
  let isSaved = true;

  const save = () => (form.requestSubmit(), true);
  // Enter takes a completion only after the arrow keys have chosen one; Tab is left alone: it leaves the editor.
  const keys = [
    { key: "Enter", run: (view) => acceptCompletion(view) || insertLine(view) },
    { key: "ArrowDown", run: moveCompletionSelection(true) },
    { key: "ArrowUp", run: moveCompletionSelection(false) },
    { key: "Escape", run: closeCompletion },
    { key: "Ctrl-Space", run: startCompletion },
    { key: "Mod-s", run: save },
  ];
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        keymap.of([...keys, ...searchKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        lineNumbers(), highlightActiveLineGutter(), lintGutter(), history(), drawSelection(), bracketMatching(),
        highlightActiveLine(), highlightSelectionMatches(), search({ top: true }), look,
        autocompletion({ defaultKeymap: false, selectOnOpen: false, interactionDelay: 0 }),
        language.of(mappingLanguage([])), completion(form), contents.extension, meaningAtPointer(form), indentation,
        tools.of([]),
        problemsAsYouType(form, preview),
        EditorView.cspNonce.of(form.dataset.nonce),
        EditorState.readOnly.of(area.readOnly),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": "Text of the mapping", spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          isSaved = false;
        }),
      ],
    }),
  });
  area.hidden = true;
  area.after(view.dom);
  form.addEventListener("submit", () => { isSaved = true; });
  window.addEventListener("beforeunload", (event) => { if (!isSaved) event.preventDefault(); });
  view.dispatch({ effects: tools.reconfigure(keymap.of(startTools(form, view).keys)) });
  contents.start(view);
  const line = Number(new URLSearchParams(window.location.search).get("line"));
  if (line) goTo(view, line, 1);
}

const area = document.getElementById("mapping-text");
if (area) startEditor(area);
