import { onTestFinished } from 'vitest';
import { type Field, type Form, isField } from '../../cards/model.js';
import type { Reply } from '../../src/edge/reply.js';
import { type Open, openSqlite } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';
import type { Filled } from '../support/template.js';

/** An example group in a database of its own, until the test has finished: its schools have signed, unless told otherwise. */
export async function begin(
  open: Open = openSqlite,
  { filled = 'example', ...options }: Parameters<typeof startRouter>[1] & { filled?: Filled } = {},
): Promise<TestRouter> {
  const asUsual = options.file === undefined && options.start === undefined;
  const database = await open(asUsual ? filled : 'empty');
  onTestFinished(() => database.close());
  return startRouter(database, options);
}

export function formOf(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(`no form, but: ${JSON.stringify(reply)}`);
  return reply.form;
}

export const fieldsOf = (reply: Reply): Field[] => formOf(reply).body.filter(isField);

export const valuesOf = (reply: Reply): Record<string, unknown> =>
  Object.fromEntries(fieldsOf(reply).map((field) => [field.name, field.value]));

/** Faults by field, and that of the whole form. */
export const faultsOf = (reply: Reply): Record<string, string> =>
  Object.fromEntries([
    ...fieldsOf(reply).flatMap(({ name, fault }) => (fault === undefined ? [] : [[name, fault]])),
    ...(formOf(reply).fault === undefined ? [] : [['form', formOf(reply).fault]]),
  ]);

/** Hands in an open form as it stands, but for `changes`. */
export function handIn(
  test: TestRouter,
  who: string,
  opened: Reply,
  changes: Record<string, unknown> = {},
  channel?: string,
): Promise<Reply> {
  const { route, args } = formOf(opened).submit;
  return test.submit(who, route, args, { ...valuesOf(opened), ...changes }, channel);
}

/** Types a command and hands in the form that it opens. */
export const fill = async (
  test: TestRouter,
  who: string,
  command: string,
  changes?: Record<string, unknown>,
): Promise<Reply> => handIn(test, who, await test.type(who, command), changes);

/** The specialist publishes the proposed dates, and whoever is told now is told. @returns the meetings in order */
export async function publish(test: TestRouter, changes?: Record<string, unknown>) {
  const reply = await fill(test, 'specialist', 'schedule plan', changes);
  if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
  await test.relay.run();
  const meetings = await test.db.meeting.findMany({ where: { groupId: test.group.id }, orderBy: { startsAt: 'asc' } });
  const [first, second] = meetings;
  if (!first || !second) throw new Error('nothing was published');
  return { first, second, meetings };
}

/** The specialist sets a gap task with the proposed questions. */
export async function setTask(test: TestRouter, changes: Record<string, unknown> = {}) {
  const wish = { title: 'One bar model', body: 'Use one bar model twice.', ideas: ['fluency'], ...changes };
  const reply = await handIn(test, 'specialist', await fill(test, 'specialist', 'task set', wish));
  if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
  await test.relay.run();
  return test.db.gapTask.findFirstOrThrow({ orderBy: { setAt: 'desc' }, include: { prompts: true } });
}

export const advocate = 'Priya Nandakumar';
export const colleague = 'Tom Hartwell';
export const head = 'Margaret Okonkwo';
