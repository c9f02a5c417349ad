// JSONata, asked line by line: each line is a question in JSON, and so is its answer.

import { createInterface } from "node:readline";
import jsonata from "jsonata";

const expressions = new Map();
const documents = new Map();

async function run(name) {
  const made = [];
  for (const document of documents.get(name)) made.push(await expressions.get(name).evaluate(document));
  return made;
}

// Microseconds of this process's own time for each document.
async function microseconds(name, repeats) {
  const began = process.cpuUsage();
  for (let turn = 0; turn < repeats; turn++) await run(name);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / repeats / documents.get(name).length;
}

async function answer({ name, text, submissions, repeats, document }) {
  if (text !== undefined) expressions.set(name, jsonata(text));
  if (submissions !== undefined) documents.set(name, submissions);
  if (document !== undefined) return expressions.get(name).evaluate(document);
  return repeats === undefined ? run(name) : microseconds(name, repeats);
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify((await answer(JSON.parse(line))) ?? null)}\n`);
}
