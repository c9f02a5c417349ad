// feelin, asked line by line: each line is a question in JSON, and so is its answer.

import { createInterface } from "node:readline";
import { evaluate, parseExpression } from "feelin";

let context = {};
let repeats = 1;

function microseconds(work) {
  const began = process.hrtime.bigint();
  for (let turn = 0; turn < repeats; turn++) work();
  return Number(process.hrtime.bigint() - began) / 1000 / repeats;
}

// What JSON has no word for is told as text.
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value ?? null;
  if (Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

function valueOf(text) {
  try {
    return plain(evaluate(text, context).value);
  } catch {
    return null;
  }
}

function answer(question) {
  if ("context" in question) {
    ({ context, repeats } = question);
    return {};
  }
  if ("value" in question) return { value: valueOf(question.value) };
  const text = question.times;
  return {
    parse: microseconds(() => parseExpression(text, context)),
    evaluate: microseconds(() => evaluate(text, context)),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
