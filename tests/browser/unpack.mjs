// Unpacks Chromium and the libraries it needs into $TMPDIR, with the package's own function, which it does not export.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

const packed = fileURLToPath(new URL("node_modules/@sparticuz/chromium", import.meta.url));
const { inflate } = await import(join(packed, "build", "lambdafs.js"));

for (const archive of ["chromium.br", "al2023.tar.br", "fonts.tar.br"]) await inflate(join(packed, "bin", archive));
