// What a name means: beside the pointer that rests on it, and below the text for the one at the cursor.

import { hoverTooltip } from "@codemirror/view";

import { ask, service } from "./ask.js";
import { rangeOf } from "./places.js";

export function meaningAtPointer(form) {
  return hoverTooltip(async ({ state: { doc } }, pos) => {
    const told = await ask(form, service(form, "meaning"), { doc, pos });
    if (!told) return null;
    const { from, to } = rangeOf(told, doc);
    return { pos: from, end: to, above: true, create: () => ({ dom: written(told) }) };
  });
}

// For the keyboard: the words stay below the text until something else is asked for, and are read aloud.
export async function explain(form, view, place) {
  const { doc, selection } = view.state;
  const told = await ask(form, service(form, "meaning"), { doc, pos: selection.main.head });
  place.replaceChildren(told ? written(told) : "Nothing is known of what stands at the cursor.");
}

function written({ title, sentences, value }) {
  const dom = document.createElement("div");
  dom.className = "app-meaning";
  const paragraphs = [...sentences, ...(value ? [`In the sample: ${value}`] : [])];
  dom.append(element("strong", title), ...paragraphs.map((words) => element("p", words)));
  return dom;
}

function element(name, words) {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}
