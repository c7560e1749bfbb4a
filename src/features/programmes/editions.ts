import type { Programme } from './schema.js';

/** The editions a hub has, newest of each programme, before what comes with the product and they do not replace. */
export function offeredBy(own: readonly Programme[], builtIn: readonly Programme[]): Programme[] {
  const replaced = new Set(own.map(({ id }) => id));
  return [...own, ...builtIn.filter(({ id }) => !replaced.has(id))];
}
