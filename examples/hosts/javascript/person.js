/**
 * What may be called a person. `--strict` has jco refuse an age that does not fit; this says so in words, and of the
 * rest too.
 *
 * @import { Person } from "./component/interfaces/wasi-py-people-people.js"
 */

export const MAX_AGE = 0xffff;

/**
 * The record `person`; a `TypeError` or a `RangeError` says why not.
 *
 * @param {unknown} value
 * @returns {Person}
 */
export function person(value) {
  if (typeof value !== "object" || value === null || Object.keys(value).sort().join() !== "age,name,tags") {
    throw new TypeError(`expected an object with \`name\`, \`age\` and \`tags\`, found ${JSON.stringify(value)}`);
  }
  const { name, age, tags } = /** @type {Record<keyof Person, unknown>} */ (value);
  if (typeof name !== "string") {
    throw new TypeError(`\`name\`: expected a string, found ${JSON.stringify(name)}`);
  }
  if (typeof age !== "number" || !Number.isInteger(age)) {
    throw new TypeError(`\`age\`: expected a whole number, found ${JSON.stringify(age)}`);
  }
  if (age < 0 || age > MAX_AGE) {
    throw new RangeError(`\`age\`: expected 0 to ${MAX_AGE}, found ${age}`);
  }
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === "string")) {
    throw new TypeError(`\`tags\`: expected a list of strings, found ${JSON.stringify(tags)}`);
  }
  return { name, age, tags };
}
