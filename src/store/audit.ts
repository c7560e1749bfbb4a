import { addDays, civilDate, instantAt } from '../calendar/dates.js';
import type { Tx } from './client.js';
import { listHubIds } from './hubs.js';

/** What is written down of who did what, each with the words that a page or a printout says it in. */
const auditActs = {
  gaveRole: 'gave a role',
  tookRole: 'ended a role',
  saidLeft: 'said that somebody has left',
  correctedAddress: 'corrected an address',
  tiedAccount: 'tied an account to a person',
  untiedAccount: 'untied an account from a person',
  tiedWorkspace: 'tied a workspace to the hub',
  untiedWorkspace: 'gave a workspace to another hub',
  openedPrivateWords: 'opened private words',
  renewedCalendar: 'made a calendar address new',
  exported: 'made a copy of the data',
  restored: 'restored the data from a copy',
} as const;

export type AuditAct = keyof typeof auditActs;

export interface AuditEntry {
  hubId: string;
  /** Absent: it is about the whole hub. */
  groupId?: string;
  at: Date;
  /** Absent: whoever runs the bot, on the command line. */
  byId?: string;
  act: AuditAct;
  /** Whom it concerns, if it is one person. */
  personId?: string;
  /** A role, a workspace, a file: few words, and never anything that somebody wrote. */
  about?: string;
}

/** Writes down who did what, in the transaction that does it. */
export async function recordAudit(tx: Tx, ...entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await tx.auditEntry.createMany({ data: [...entries] });
}

/** The same of every hub there is: about the whole database. */
export async function recordEverywhere(tx: Tx, entry: Omit<AuditEntry, 'hubId'>): Promise<void> {
  await recordAudit(tx, ...(await listHubIds(tx)).map((hubId) => ({ ...entry, hubId })));
}

/** How long it is kept, in days: two years, of which one may be a leap year. */
const kept = 2 * 365 + 1;

/** Forgets what was written down more than two years ago. */
export async function forgetAudit(db: Tx, now: Date): Promise<void> {
  const before = instantAt(addDays(civilDate(now, 'Europe/London'), -kept), '00:00', 'Europe/London');
  await db.auditEntry.deleteMany({ where: { at: { lt: before } } });
}

/** One entry in words: "gave a role". */
export interface AuditLine {
  id: number;
  at: Date;
  /** A name, or "whoever runs the bot". */
  by: string;
  act: string;
  /** Whom it concerns. */
  person?: string;
  group?: string;
  about?: string;
}

/** Whose name is not there any more. */
const gone = 'somebody who has been taken out';

/** What was written down in a hub, newest first. @param skip how many to leave out, for pages */
export async function readAudit(
  db: Tx,
  hubId: string,
  { skip = 0, take }: { skip?: number; take: number },
): Promise<AuditLine[]> {
  const rows = await db.auditEntry.findMany({
    where: { hubId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    skip,
    take,
  });
  const ids = rows.flatMap(({ byId, personId }) => [byId, personId].filter((id) => id !== null));
  const people = await db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const groups = await db.group.findMany({ where: { hubId }, select: { id: true, name: true, schoolYear: true } });
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const groupOf = new Map(groups.map(({ id, name, schoolYear }) => [id, `${name}, ${schoolYear}`]));
  return rows.map(({ id, at, byId, act, personId, groupId, about }) => {
    const group = groupId === null ? undefined : groupOf.get(groupId);
    return {
      id,
      at,
      by: byId === null ? 'whoever runs the bot' : (nameOf.get(byId) ?? gone),
      act: auditActs[act as AuditAct] ?? act,
      ...(personId !== null && { person: nameOf.get(personId) ?? gone }),
      ...(group !== undefined && { group }),
      ...(about !== null && { about }),
    };
  });
}
