import { type Field, type Form, type FormValues, isField } from '../../cards/model.js';
import type { Faults } from './route.js';

/** Platforms send some values as text; a field's kind tells what was meant. Values of no field are left out. */
export function readValues(form: Form, sent: FormValues): Record<string, unknown> {
  return Object.fromEntries(form.body.filter(isField).map((field) => [field.name, readValue(field, sent[field.name])]));
}

function readValue(field: Field, sent: unknown): unknown {
  switch (field.kind) {
    case 'toggle':
      return sent === true || sent === 'true';
    case 'multi-select':
    case 'people': {
      const values = Array.isArray(sent) ? sent.map(String) : splitChoices(String(sent ?? ''));
      return values.map((value) => value.trim()).filter((value) => value !== '');
    }
    case 'number': {
      const number = typeof sent === 'number' ? sent : Number.parseFloat(String(sent ?? ''));
      return Number.isFinite(number) ? number : undefined;
    }
    default:
      return typeof sent === 'string' || typeof sent === 'number' ? String(sent).trim() : '';
  }
}

/** Several choices in one string, as `joinChoices` of render/adaptive-fields.ts writes them: a comma separates. */
export const splitChoices = (answer: string): string[] =>
  answer === '' ? [] : answer.split(',').map((value) => value.replaceAll('%2C', ',').replaceAll('%25', '%'));

/** What was sent for fields that the form no longer has: it has changed since the person opened it. */
export function goneValues(form: Form, sent: FormValues): string[] {
  const names = new Set(form.body.filter(isField).map((field) => field.name));
  return Object.entries(sent).flatMap(([name, value]) =>
    names.has(name) || typeof value !== 'string' || value.trim() === '' ? [] : [value.trim()],
  );
}

/** The same form with what the person wrote, and each fault beside its field. */
export function refillForm(form: Form, values: Record<string, unknown>, faults: Faults): Form {
  const unplaced = Object.entries(faults.fields).filter(
    ([name]) => !form.body.some((part) => isField(part) && part.name === name),
  );
  const whole = [faults.whole, ...unplaced.map(([, fault]) => fault)].filter((fault) => fault !== undefined);
  return {
    ...form,
    body: form.body.map((part) => (isField(part) ? refillField(part, values[part.name], faults) : part)),
    ...(whole.length > 0 && { fault: whole.join(' ') }),
  };
}

function refillField(field: Field, value: unknown, { fields }: Faults): Field {
  const fault = fields[field.name];
  const { value: _, ...bare } = field;
  // The value was read by this very field's kind.
  return { ...bare, ...(value !== undefined && { value }), ...(fault !== undefined && { fault }) } as Field;
}
