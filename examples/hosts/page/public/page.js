/** Filters the people that are typed into the page. */

import { People, PythonError } from "people/people.js";
import { person } from "people/person.js";

/** @import { Person } from "../../javascript/component/interfaces/wasi-py-people-people.js" */

const form = element("form", HTMLFormElement);
const typed = element("#people", HTMLTextAreaElement);
const tag = element("#tag", HTMLInputElement);
const button = element("button", HTMLButtonElement);
const status = element("#status", HTMLElement);
const failure = element("#failure", HTMLElement);
const traceback = element("#traceback", HTMLElement);
const table = element("table", HTMLTableElement);

try {
  const people = await People.load();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter(people);
  });
  status.textContent = "Python is ready.";
  button.disabled = false;
} catch (error) {
  showFailure("The component cannot be loaded", error);
}

/** @param {People} people */
function filter(people) {
  try {
    const asked = read(typed.value);
    const begun = performance.now();
    const left = people.filterByTag(asked, tag.value);
    const took = (performance.now() - begun).toFixed(1);
    showPeople(left, `${left.length} of ${asked.length} people carry “${tag.value}”. Python took ${took} ms.`);
  } catch (error) {
    showFailure(whoFailed(error), error);
  }
}

/** @param {unknown} error */
function whoFailed(error) {
  if (error instanceof PythonError) return `Python raised ${error.name}`;
  return error instanceof BadLine ? "Nobody was asked" : "The component failed, reload the page";
}

/** What is typed and no person. */
class BadLine extends Error {}

/**
 * People from lines such as `John, 21, funny student`.
 *
 * @param {string} text
 */
function read(text) {
  /** @type {Person[]} */
  const people = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [name, age = "", tags = ""] = line.split(",", 3).map((part) => part.trim());
    try {
      if (!/^-?\d+$/.test(age)) throw new TypeError(`\`age\`: expected a whole number, found “${age}”`);
      people.push(person({ name, age: Number(age), tags: tags.split(/\s+/).filter(Boolean) }));
    } catch (error) {
      throw new BadLine(`line ${index + 1}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return people;
}

/**
 * @param {Person[]} people
 * @param {string} summary
 */
function showPeople(people, summary) {
  const rows = people.map(({ name, age, tags }) => {
    const row = document.createElement("tr");
    for (const text of [name, String(age), tags.join(" ")]) row.insertCell().textContent = text;
    return row;
  });
  table.tBodies[0].replaceChildren(...rows);
  status.textContent = summary;
  show({ failed: false });
}

/**
 * @param {string} what
 * @param {unknown} error
 */
function showFailure(what, error) {
  const message = error instanceof Error ? error.message : String(error);
  element("#message", HTMLElement).textContent = `${what}: ${message}`;
  traceback.textContent = error instanceof PythonError ? error.traceback : "";
  element("details", HTMLElement).hidden = traceback.textContent === "";
  status.textContent = "";
  show({ failed: true });
}

/** @param {{ failed: boolean }} outcome */
function show({ failed }) {
  failure.hidden = !failed;
  table.hidden = failed;
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 */
function element(selector, type) {
  const found = document.querySelector(selector);
  if (found instanceof type) return found;
  throw new TypeError(`the page has no \`${selector}\``);
}
