import { actions, bold, button, type Card, facts, quiet, type Span, text } from './model.js';
import { whoReads } from './words.js';

/** One thing that somebody did, in words. */
export interface AuditRow {
  /** "Tue 10 Nov 2026, 13:00" */
  when: string;
  by: string;
  /** "gave a role" */
  act: string;
  /** Whom it concerns. */
  person?: string;
  group?: string;
  about?: string;
}

/** "Kate Winterbourne gave a role: Sam Lee, specialist (Work Group 3, 2026/27)" */
export function auditWords({ by, act, person, about, group }: Omit<AuditRow, 'when'>): string {
  const whom = [person, about].filter((one) => one !== undefined).join(', ');
  return `${by} ${act}${whom === '' ? '' : `: ${whom}`}${group === undefined ? '' : ` (${group})`}`;
}

/** To hub leads, a page at a time, newest first. */
export function auditCard(data: {
  hub: string;
  rows: readonly AuditRow[];
  /** Of the page shown, from 1. */
  page: number;
  more: boolean;
}): Card {
  const { rows, page, more } = data;
  return {
    kind: 'card',
    title: 'Who did what',
    summary: `Who did what in ${data.hub}`,
    body: [
      text(bold(data.hub), page === 1 ? '' : `, page ${page}`),
      rows.length === 0
        ? quiet('Nothing is written down here yet.')
        : facts(...rows.map((row): readonly [string, ...Span[]] => [row.when, auditWords(row)])),
      ...(more || page > 1
        ? [
            actions(
              ...(more ? [button('Earlier', 'audit.show', { page: String(page + 1) })] : []),
              ...(page > 1 ? [button('Later', 'audit.show', { page: String(page - 1) })] : []),
            ),
          ]
        : []),
      quiet('Roles, accounts, workspaces, copies of the data; never what somebody wrote. Kept for two years.'),
      whoReads('hub leads'),
    ],
  };
}
