// Questions to the studio about the text as it stands and a place in it.

import { cursorOf } from "./places.js";

// The answer as JSON, or null where there is none: the editor works all the same.
export async function ask(form, address, { doc, pos, fields = {} } = {}) {
  const body = new FormData(form);
  if (doc) body.set("text", doc.toString());
  if (pos !== undefined) for (const [name, value] of Object.entries(cursorOf(doc, pos))) body.set(name, value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const token = document.querySelector("meta[name='csrf-token']")?.content ?? "";
  try {
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const answer = await fetch(address, { method: "POST", body, headers });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export const service = (form, name) => `${form.dataset.services}/${name}`;
