import { isDeepStrictEqual } from 'node:util';
import { readTemplate, type TemplateFault } from './reading.js';
import type { Programme } from './schema.js';

/** The editions a hub has, newest of each programme, before what comes with the product and they do not replace. */
export function offeredBy(own: readonly Programme[], builtIn: readonly Programme[]): Programme[] {
  const replaced = new Set(own.map(({ id }) => id));
  return [...own, ...builtIn.filter(({ id }) => !replaced.has(id))];
}

export type NextEdition =
  | { ok: false; faults: TemplateFault[] }
  /** `before` is the edition that it follows; `isNew` is false when that says the same already. */
  | { ok: true; isNew: boolean; programme: Programme; before: Programme | undefined };

/** What a file makes of a hub's programmes: its next edition, numbered after the one that the hub has been offered. */
export function nextEdition(text: string, offered: readonly Programme[]): NextEdition {
  const reading = readTemplate(text);
  if (!reading.ok) return reading;
  const before = offered.find(({ id }) => id === reading.programme.id);
  if (before && isDeepStrictEqual({ ...reading.programme, version: before.version }, before)) {
    return { ok: true, isNew: false, programme: before, before };
  }
  return { ok: true, isNew: true, programme: { ...reading.programme, version: (before?.version ?? 0) + 1 }, before };
}
