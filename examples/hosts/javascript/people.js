/**
 * The interface `people` of the component, as JavaScript has it: on Node and in a page.
 *
 * @import { Person, Exception } from "./component/interfaces/wasi-py-people-people.js"
 */
import { cli } from "@bytecodealliance/preview2-shim";
import { WASIShim } from "@bytecodealliance/preview2-shim/instantiation";

/** Where `npm run transpile` puts what jco makes of the component. */
export const COMPONENT = new URL("./component/", import.meta.url);

/** What Python raised inside the component: the record `exception`, its `type-name` as the error's name. */
export class PythonError extends Error {
  /** @param {Exception} exception */
  constructor({ typeName, message, traceback }) {
    super(message);
    this.name = typeName;
    this.traceback = traceback;
  }
}

/** An instance of the component. */
export class People {
  #filterByTag;

  /** @param {import("./component/people.js").Root["people"]} exported */
  constructor({ filterByTag }) {
    this.#filterByTag = filterByTag;
  }

  /** Starts one, from a folder with what jco made. */
  static async load(folder = COMPONENT) {
    /** @type {typeof import("./component/people.js")} */
    const { instantiate } = await import(new URL("people.js", folder).href);
    // Without a function to read modules, jco reads those that lie beside its own.
    const read = /** @type {any} */ (undefined);
    const { people } = await instantiate(read, imports());
    return new People(people);
  }

  /**
   * Those who carry `tag`, in the order they were given. What Python raises is a `PythonError`.
   *
   * @param {Person[]} people
   * @param {string} tag
   */
  filterByTag(people, tag) {
    try {
      return this.#filterByTag(people, tag);
    } catch (error) {
      // The error case of a result: jco throws it with the value as its payload.
      throw error instanceof Error && "payload" in error
        ? new PythonError(/** @type {Exception} */ (error.payload))
        : error;
    }
  }
}

/** What the component is given: no files, no environment, no network, and no way to end this process. */
function imports() {
  const sandbox = { preopens: {}, env: {}, args: [], enableNetwork: false };
  const exit = { exit: refuseToExit, exitWithCode: refuseToExit };
  const shim = new WASIShim({ sandbox, cli: { ...cli, exit } });
  return /** @type {any} */ (shim.getImportObject());
}

function refuseToExit() {
  throw new Error("the component wants to exit");
}
