/**
 * Filters people by a tag: `node filter.js [--tag TAG] [--component FOLDER] [--time] [people.json]`. Without a file,
 * those of standard input.
 */

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { COMPONENT, People, PythonError } from "./people.js";
import { person } from "./person.js";
import { timing } from "./timing.js";

async function main() {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      component: { type: "string" },
      tag: { type: "string", default: "student" },
      time: { type: "boolean", default: false },
    },
  });
  const component = options.component === undefined ? COMPONENT : pathToFileURL(`${options.component}/`);
  const asked = await read(positionals[0] ?? "-");
  if (options.time) {
    console.log(await timing(asked, options.tag, component));
    return;
  }
  const people = await load(component);
  console.log(JSON.stringify(people.filterByTag(asked, options.tag)));
}

/** @param {string} file  JSON; standard input when it is called `-` */
async function read(file) {
  const json = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  const values = parse(file, json);
  if (!Array.isArray(values)) {
    throw new TypeError(`\`${file}\`: expected a list of people, found ${JSON.stringify(values)}`);
  }
  return values.map((value, index) => {
    try {
      return person(value);
    } catch (error) {
      throw new TypeError(`person ${index + 1}: ${message(error)}`);
    }
  });
}

/**
 * @param {string} file
 * @param {string} json
 * @returns {unknown}
 */
function parse(file, json) {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new TypeError(`\`${file}\` is not JSON: ${message(error)}`);
  }
}

/** @param {unknown} error */
const message = (error) => (error instanceof Error ? error.message : String(error));

/** @param {URL} component */
async function load(component) {
  try {
    return await People.load(component);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error(`nothing in ${component.pathname}: \`npm run transpile -- people.wasm\` makes it`);
  }
}

try {
  await main();
} catch (error) {
  // Whose fault it is: of the component's Python, or of what was given.
  const raised = error instanceof PythonError;
  console.error(`error: ${raised ? `Python raised in the component\n${error.traceback.trimEnd()}` : message(error)}`);
  process.exitCode = raised ? 1 : 2;
}
