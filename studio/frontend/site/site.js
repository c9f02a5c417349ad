// Every page: htmx, the components that need script, and what is read from where on a submission's page.

import "htmx.org/dist/htmx.esm.js";
