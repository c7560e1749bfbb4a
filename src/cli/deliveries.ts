import { obstacleRemedy, obstacleWords } from '../../cards/not-delivered.js';
import { kindTitles } from '../../cards/upcoming.js';
import { capitalise } from '../../cards/words.js';
import { formatInstant } from '../calendar/dates.js';
import { reviveFailed } from '../delivery/outbox.js';
import { recipientOf } from '../delivery/plan.js';
import { findDeliveries, type Kept, listDeliveries, type Noted } from '../features/deliveries/store.js';
import type { Database } from '../store/client.js';
import type { Prisma } from '../store/generated/sqlite/client.js';
import { findGroup } from './groups.js';
import { presentOf } from './present.js';
import { print, UserError } from './print.js';

export interface DeliveryOptions {
  failed?: boolean;
  late?: boolean;
  uncertain?: boolean;
  group?: string;
  show?: string;
  limit: string;
}

/** Characters of an id that a person needs to type. */
const shortId = 8;

/** What was sent, or could not be; with `show` one of them, word for word. @throws UserError */
export async function printDeliveries(db: Database, options: DeliveryOptions, json: boolean): Promise<void> {
  if (options.show !== undefined) return printOne(await findOne(db, options.show), json);
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UserError(`--limit: “${options.limit}” is not a whole number above 0.`);
  const rows = await listDeliveries(db, await whereOf(db, options), limit);
  if (json) {
    print(JSON.stringify(rows.map(viewOf)));
    return;
  }
  if (rows.length === 0) print(`${options.failed ? 'Nothing failed' : 'There is nothing to show'}.`);
  for (const row of rows) print(inWords(row));
  if (rows.length === limit) print(`These are the newest ${limit}; --limit shows more.`);
}

async function whereOf(db: Database, options: DeliveryOptions): Promise<Prisma.DeliveryWhereInput> {
  return {
    ...(options.group !== undefined && { groupId: (await findGroup(db, options.group)).id }),
    ...(options.failed ? { status: 'failed' } : { status: { in: ['sent', 'failed', 'sending'] } }),
    ...(options.late && { missedAt: { not: null }, status: { not: 'planned' } }),
    ...(options.uncertain && { status: 'sent', unanswered: true }),
  };
}

async function findOne(db: Database, id: string): Promise<Kept> {
  const [found, another] = /^[\w-]{4,}$/u.test(id) ? await findDeliveries(db, id) : [];
  if (!found) throw new UserError(`There is no message “${id}”. “workgroup deliveries” lists them with their ids.`);
  if (another) throw new UserError(`Several messages begin with “${id}”. Please give more of the id.`);
  return found;
}

/** On the clocks of the group's schools. */
const moment = ({ group }: Noted, at: Date): string => formatInstant(at, group.zone);

/** What a machine reads of it. */
const viewOf = (row: Noted) => ({
  id: row.id,
  group: row.group.name,
  kind: row.kind,
  title: kindTitles[row.kind] ?? row.kind,
  to: row.to,
  why: row.why,
  status: row.status,
  reason: row.reason,
  obstacle: row.obstacle,
  whatToDo: row.status === 'failed' ? obstacleRemedy(row.obstacle ?? undefined, recipientOf(row)) : null,
  dueAt: row.dueAt,
  sentAt: row.sentAt,
  lateSince: row.missedAt,
  perhapsTwice: row.status === 'sent' && row.unanswered,
  attempts: row.attempts,
  platformRef: row.messageRef,
});

function inWords(row: Noted): string {
  const { title, to, group } = viewOf(row);
  const id = row.id.slice(0, shortId);
  return [
    `${id}  ${row.sentAt ? `sent ${moment(row, row.sentAt)}` : `${row.status}, due ${moment(row, row.dueAt)}`}  ${title}  to ${to} (${group})`,
    ...remarks(row).map((words) => `          ${words}`),
  ].join('\n');
}

function remarks(row: Noted): string[] {
  const to = recipientOf(row);
  const code = row.obstacle ?? undefined;
  return [
    ...(row.missedAt ? [`Late: it should have gone out on ${moment(row, row.missedAt)}.`] : []),
    ...(row.status === 'sent' && row.unanswered
      ? ['It may be there twice: nobody said whether the first try had arrived.']
      : []),
    ...(row.status === 'failed' ? [`Not delivered: ${obstacleWords(code, to)}. ${obstacleRemedy(code, to)}`] : []),
    ...(row.status === 'failed' && row.reason ? [`Said by the platform: ${row.reason}`] : []),
  ];
}

function printOne(row: Kept, json: boolean): void {
  if (json) {
    print(JSON.stringify({ ...viewOf(row), text: row.text }));
    return;
  }
  const view = viewOf(row);
  print(`${view.title}\n${'='.repeat(view.title.length)}`);
  print(`To       ${row.to}, ${view.group}`);
  print(`Why      ${capitalise(row.why)}`);
  print(`Due      ${moment(row, row.dueAt)}`);
  print(
    row.sentAt ? `Sent     ${moment(row, row.sentAt)}` : `Status   ${row.status}${row.reason ? `: ${row.reason}` : ''}`,
  );
  if (row.messageRef) print(`Where    ${row.messageRef}`);
  print(`Id       ${row.id}`);
  for (const words of remarks(row)) print(words);
  if (row.sentAt) print(`\n${row.text ?? 'What it said is not kept any more: the group’s time for that is over.'}`);
}

/** What could not be delivered is tried again by the running bot. @throws UserError */
export async function resend(
  db: Database,
  ids: readonly string[],
  options: { failed?: boolean; group?: string },
  json: boolean,
): Promise<void> {
  if ((ids.length === 0) === !options.failed) {
    throw new UserError('Say which: “workgroup resend --failed” for all that failed, or “workgroup resend ID”.');
  }
  const now = await presentOf(db);
  const rows = await Promise.all(ids.map((id) => findOne(db, id)));
  const wrong = rows.find(({ status }) => status !== 'failed');
  if (wrong) {
    throw new UserError(
      `“${wrong.id.slice(0, shortId)}” has not failed (it is ${wrong.status}), so nothing was changed: nobody should get it twice.`,
    );
  }
  const group = options.group === undefined ? undefined : await findGroup(db, options.group);
  const where: Prisma.DeliveryWhereInput = {
    ...(ids.length > 0 && { id: { in: rows.map(({ id }) => id) } }),
    ...(group && { groupId: group.id }),
  };
  const failed = await db.delivery.count({ where: { ...where, status: 'failed' } });
  const count = await reviveFailed(db, where, now);
  if (json) {
    print(JSON.stringify({ again: count, passed: failed - count }));
    return;
  }
  const words = (n: number, one: string, many: string): string => (n === 1 ? one : `${n} ${many}`);
  if (failed === 0) print('Nothing failed, so there is nothing to send again.');
  if (count > 0)
    print(
      `${words(count, 'One message', 'messages')} will be tried again within a minute, by the running bot and within school hours.`,
    );
  if (failed > count)
    print(`${words(failed - count, 'One stays', 'stay')} as it is: the moment has passed, and nobody needs it now.`);
}
