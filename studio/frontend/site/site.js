// Every page: htmx, the components that need script, and where a field's value came from.

import "htmx.org/dist/htmx.esm.js";

import { MultiSelect, SortableTable } from "@ministryofjustice/frontend";
import { Button, createAll, ErrorSummary, PasswordInput, SkipLink } from "govuk-frontend";

import { markAnswers } from "./answers.js";

// GOV.UK's components start only where this class stands; its own template sets it by an inline script.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const PARTS = [Button, ErrorSummary, MultiSelect, PasswordInput, SkipLink, SortableTable];
const start = (scope) => PARTS.forEach((part) => createAll(part, {}, scope));

start(document);
document.addEventListener("htmx:after:swap", ({ target }) => start(target));
markAnswers(document);
