// The record that the sample becomes. The studio answers with the preview, the problems and the examples, or, while the
// text cannot be compiled, with the problems alone: then the last good preview stays, marked as stale.

export function startPreview(form) {
  const place = document.getElementById("preview");
  // Only the latest text matters: a new request ends the one before.
  form.setAttribute("hx-sync", "replace");

  const options = { source: form, target: place, swap: "innerHTML" };
  const refresh = () => window.htmx.ajax("POST", form.dataset.previewUrl, options);
  const markStale = (isStale) => place.classList.toggle("app-preview--stale", isStale);

  form.querySelector("#sample")?.addEventListener("change", refresh);
  return { refresh, markStale };
}
