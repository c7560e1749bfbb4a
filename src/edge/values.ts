import { z } from 'zod';
import { type CivilDate, parseDate, parseTime } from '../calendar/dates.js';

/** What arguments of buttons and values of forms are made of: each fault says in words what to do. */

export const groupArgs = z.object({ group: z.string() });
/** A command names no group; a button does. */
export const maybeGroupArgs = z.object({ group: z.string().optional() });

function readDate(value: string, context: z.RefinementCtx): CivilDate {
  const date = parseDate(value);
  if (date !== undefined) return date;
  const message =
    value === '' ? 'Please choose a date.' : `“${value.slice(0, 40)}” is not a date. Write it as 10/11/2026.`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** A date as people write it, as "2026-11-10". */
export const dateValue = z.string().transform(readDate);

/** The same, or nothing: "". */
export const maybeDateValue = z.string().transform((value, context) => (value === '' ? '' : readDate(value, context)));

/** A time within the day, as "13:00". */
export const timeValue = z.string().transform((value, context) => {
  const time = parseTime(value);
  if (time !== undefined && time >= '07:00' && time <= '20:00') return time;
  context.addIssue({ code: 'custom', message: 'Please give a time between 07:00 and 20:00, such as 13:00.' });
  return z.NEVER;
});

/** Minutes. */
export const lengthValue = z.coerce
  .number('Please choose how long.')
  .int('Please give whole minutes.')
  .min(30, 'At least half an hour, please.')
  .max(480, 'At most eight hours, please.');

export function tooLong(length: number, limit: number): string {
  const count = (n: number): string => n.toLocaleString('en-GB');
  return `That is ${count(length)} characters; please keep it to ${count(limit)}. Nothing you wrote is lost.`;
}

/**
 * Words of at most `limit` characters.
 * @param missing what to say when there are none; absent: there may be none
 */
export const textValue = (limit: number, missing?: string) =>
  z.string().superRefine((value, context) => {
    if (value === '' && missing !== undefined) context.addIssue({ code: 'custom', message: missing });
    if (value.length > limit) context.addIssue({ code: 'custom', message: tooLong(value.length, limit) });
  });

const money = /^£? ?(\d{1,3}(?:,\d{3})*|\d{1,6})(?:\.(\d{2}))?$/u;

/** Pence from "£180", "180.50" or "1,200"; nothing is undefined. */
export const moneyValue = z.string().transform((value, context) => {
  if (value.trim() === '') return undefined;
  const [, pounds, pence = '00'] = money.exec(value.trim()) ?? [];
  if (pounds !== undefined) return Number(pounds.replaceAll(',', '')) * 100 + Number(pence);
  context.addIssue({ code: 'custom', message: 'Please write an amount such as 180 or 180.50, or leave it empty.' });
  return z.NEVER;
});
