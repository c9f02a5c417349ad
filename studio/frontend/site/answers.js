// A click on a record's value shows the answers it was made from. The link names them in `data-reads`, by the names of
// the questions, or one in its address (`#answer-phone`), which is all that is left of it without script.

const MARK = "app-answer--read";
const LINKS = "a[data-reads], a[href^='#answer-']";

export function markAnswers(page) {
  page.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    const answers = link ? answersOf(link, page) : [];
    if (!answers.length) return;
    event.preventDefault();
    unmark(page);
    answers.forEach((answer) => answer.classList.add(MARK));
    show(answers[0]);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") unmark(page);
  });
}

function answersOf(link, page) {
  const ids = link.dataset.reads
    ? link.dataset.reads.split(/\s+/).map((name) => `answer-${name}`)
    : [decodeURIComponent(link.hash.slice(1))];
  return ids.map((id) => page.getElementById(id)).filter(Boolean);
}

// The focus stays on the link, so that whoever works by keyboard goes on from there with the next field.
function show(answer) {
  answer.closest("details")?.setAttribute("open", "");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  answer.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function unmark(page) {
  page.querySelectorAll(`.${MARK}`).forEach((answer) => answer.classList.remove(MARK));
}
