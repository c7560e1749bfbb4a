import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { walk, withFallbacks } from '../render/check.js';
import type { Json } from './acting.js';

const require = createRequire(import.meta.url);
const schemaFile = new URL('../../../shared/schemas/adaptive-card.schema.1.5.json', import.meta.url);

export const hasSchema = existsSync(schemaFile);

/** @returns what the Adaptive Card 1.5 schema says against a card, as clients without Teams' own elements get it */
export function createSchemaCheck(): (card: Json) => string[] {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
  const { id: _, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as Json;
  const validate = ajv.compile(schema);
  return (card) =>
    validate(withFallbacks(card))
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What Microsoft's own parser finds, and drops, but for charts, which it replaces by what stands in for them. */
export function findDropped(card: Json): string[] {
  const { AdaptiveCard, SerializationContext, Versions } = require('adaptivecards/dist/adaptivecards.js');
  const context = new SerializationContext(Versions.v1_5);
  const parsed = new AdaptiveCard();
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => String(context.getEventAt(index).message));
  const [before, after] = [countParts(withFallbacks(card)), countParts(parsed.toJSON())];
  return [
    ...events.filter((message) => !/^Unknown element type "Chart\./u.test(message)),
    ...[...before].filter(([part, count]) => after.get(part) !== count).map(([part]) => `${part} is dropped`),
  ];
}

/** Elements by type, fields by id; the parser leaves out a type where only one is possible. */
function countParts(json: unknown): Map<string, number> {
  const counts = new Map<string, number>();
  walk(json, ({ type, id }) => {
    const shown = ['TableRow', 'TableCell', 'Column'].includes(String(type)) ? undefined : type;
    for (const key of [shown, id === undefined ? undefined : `id ${String(id)}`]) {
      if (key !== undefined) counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
    }
  });
  return counts;
}
