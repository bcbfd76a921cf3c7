/**
 * How long the component takes, on Node and in a page.
 *
 * @import { Person } from "./component/interfaces/wasi-py-people-people.js"
 */
import { People } from "./people.js";

const ROUNDS = 5;
const CALLS = 1000;

/**
 * How long it takes to start an instance, to call it, and to call it again: the quickest of some rounds.
 *
 * @param {Person[]} asked
 * @param {string} tag
 * @param {URL} [component]
 */
export async function timing(asked, tag, component) {
  const times = [performance.now()];
  const people = await People.load(component);
  times.push(performance.now());
  people.filterByTag(asked, tag);
  times.push(performance.now());
  for (let round = 0; round < ROUNDS; round++) {
    for (let call = 0; call < CALLS; call++) people.filterByTag(asked, tag);
    times.push(performance.now());
  }
  const [start, first, ...warm] = times.slice(1).map((end, index) => end - times[index]);
  const least = Math.min(...warm) / CALLS;
  return `start ${start.toFixed(1)} ms, first call ${first.toFixed(2)} ms, warm call ${least.toFixed(4)} ms`;
}
