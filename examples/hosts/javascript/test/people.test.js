/** The component as a program sees it: values, exceptions, and what is refused before it is asked. */

import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { COMPONENT, People, PythonError } from "../people.js";
import { person } from "../person.js";

/** The same world around an app that runs the tag as Python code. */
const LAB = new URL("../component-lab/", import.meta.url);
const JOHN = { name: "John", age: 21, tags: ["funny", "student"] };
const JANE = { name: "Jané 🐍", age: 22, tags: [] };

describe("people", () => {
  /** @type {People} */
  let people;
  before(async () => {
    people = await People.load(COMPONENT);
  });

  it("are filtered in order", () => {
    assert.deepEqual(people.filterByTag([JANE, JOHN, JANE, JOHN], "student"), [JOHN, JOHN]);
    assert.deepEqual(people.filterByTag([JANE], "student"), []);
  });

  it("are refused with an age that does not fit", () => {
    for (const age of [-1, 65536, 3.5, NaN]) {
      assert.throws(() => people.filterByTag([{ ...JOHN, age }], "student"), TypeError, String(age));
      assert.throws(() => person({ ...JOHN, age }), /^(Type|Range)Error: `age`: expected /, String(age));
    }
  });

  it("are refused when they are none", () => {
    assert.throws(() => person(7), { message: "expected an object with `name`, `age` and `tags`, found 7" });
    assert.throws(() => person(null), { message: /found null$/ });
    assert.throws(() => person({ name: "John", age: 21 }), { message: /^expected an object with / });
    assert.throws(() => person({ ...JOHN, name: 3 }), { message: "`name`: expected a string, found 3" });
    assert.throws(() => person({ ...JOHN, tags: "a" }), { message: '`tags`: expected a list of strings, found "a"' });
    assert.deepEqual(person(JOHN), JOHN);
  });
});

describe("what Python does", () => {
  /** @type {People} */
  let lab;
  beforeEach(async () => {
    lab = await People.load(LAB);
  });

  it("returns values unchanged", () => {
    const oldest = { name: "", age: 65535, tags: ["", "é\0"] };
    assert.deepEqual(lab.filterByTag([JANE, oldest], "result = people"), [JANE, oldest]);
  });

  it("raises an error with type, message and traceback", () => {
    assert.throws(
      () => lab.filterByTag([], "raise ValueError('the tag is bad')"),
      (error) => {
        assert(error instanceof PythonError);
        assert.equal(String(error), "ValueError: the tag is bad");
        assert.equal(error.name, "ValueError");
        assert.equal(error.message, "the tag is bad");
        assert.match(error.traceback, / {2}File "<lab>", line 1, in <module>\nValueError: the tag is bad\n$/);
        return true;
      },
    );
  });

  const endless = {
    "in Python": "def deeper(): deeper()\ndeeper()",
    "in C and Python": "class Deeper:\n    def __repr__(self): return repr(self)\nrepr(Deeper())",
    "in C": "nested = []\nfor _ in range(100_000): nested = [nested]\nrepr(nested)",
  };
  for (const [where, code] of Object.entries(endless)) {
    it(`recurses without end ${where}, and the instance goes on`, () => {
      assert.throws(() => lab.filterByTag([], code), { name: "RecursionError" });
      assert.deepEqual(lab.filterByTag([JOHN], "result = people"), [JOHN]);
    });
  }

  it("cannot end this process", () => {
    assert.throws(() => lab.filterByTag([], "import os; os._exit(3)"), { message: "the component wants to exit" });
  });

  const outside = {
    files: ["import os; os.listdir('/etc')", "FileNotFoundError"],
    environment: ["import os; os.environ['PATH']", "KeyError"],
    network: ["import socket; socket.socket().connect(('127.0.0.1', 1))", "PermissionError"],
  };
  for (const [what, [reach, name]] of Object.entries(outside)) {
    it(`is given no ${what}`, () => {
      assert.throws(() => lab.filterByTag([], reach), { name });
    });
  }
});
