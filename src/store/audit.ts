import { newId } from '../shared/ids.js';
import type { Tx } from './client.js';

/** What is written down of who did what, each with the words that a page or a printout says it in. */
export const auditActs = {
  gaveRole: 'gave a role',
  tookRole: 'ended a role',
  saidLeft: 'said that somebody has left',
  correctedAddress: 'corrected an address',
  tiedAccount: 'tied an account to a person',
  untiedAccount: 'untied an account from a person',
  tiedWorkspace: 'tied a workspace to the hub',
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
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.auditEntry.create({ data: { id: newId(), ...entry } });
}
