import type { HubDayView } from '../../../cards/hub-day.js';
import { obstacleWords } from '../../../cards/not-delivered.js';
import { channelNames, kindTitles } from '../../../cards/upcoming.js';
import { capitalise } from '../../../cards/words.js';
import { formatInstant } from '../../calendar/dates.js';
import { recipientOf as toOf } from '../../delivery/plan.js';
import { groupBy } from '../../shared/group-by.js';
import { type Group, personName } from '../../store/groups.js';
import type { Recipient } from './schema.js';
import type { Noted } from './store.js';

/** Whose messages they are. @param to a person's id, "channel" or "heads-channel" */
export function recipientOf(to: string): Recipient {
  if (to === 'channel') return { personId: null, audience: 'group' };
  return to === 'heads-channel' ? { personId: null, audience: 'heads' } : { personId: to };
}

export const nameOf = (group: Group, to: Recipient): string =>
  to.personId === null ? channelNames[to.audience] : personName(group, to.personId);

/** What is in the way, from how the notice was planned; undefined for a fault of ours. */
export function obstacleOf(occurrence: string): string | undefined {
  const [code = 'trouble'] = occurrence.split(':');
  return code === 'trouble' ? undefined : code;
}

/** What a hub lead reads of a day on which something did not go as planned. */
export function viewDay(noted: readonly Noted[], zone: string): HubDayView {
  const late = noted.filter(({ missedAt }) => missedAt !== null);
  const failed = groupBy(
    noted.filter(({ status }) => status === 'failed'),
    (row) => JSON.stringify([row.to, row.groupId, row.obstacle]),
  );
  return {
    ...(late.length > 0 && { late: viewLate(late, zone) }),
    failed: [...failed.values()].flatMap((rows) =>
      rows.slice(0, 1).map((row) => ({
        to: row.to,
        group: row.group.name,
        count: rows.length,
        why: capitalise(obstacleWords(row.obstacle ?? undefined, toOf(row))),
      })),
    ),
    unsure: noted
      .filter(({ status, unanswered }) => status === 'sent' && unanswered)
      .map((row) => ({ to: row.to, group: row.group.name, title: kindTitles[row.kind] ?? row.kind })),
  };
}

function viewLate(late: readonly Noted[], zone: string): NonNullable<HubDayView['late']> {
  const moment = (times: readonly (Date | null)[], pick: (...values: number[]) => number): string =>
    formatInstant(new Date(pick(...times.flatMap((time) => time?.getTime() ?? []))), zone);
  const withStatus = (...statuses: readonly string[]): number =>
    late.filter(({ status }) => statuses.includes(status)).length;
  return {
    from: moment(
      late.map(({ missedAt }) => missedAt),
      Math.min,
    ),
    until: moment(
      late.map(({ notedAt }) => notedAt),
      Math.max,
    ),
    sent: withStatus('sent'),
    waiting: withStatus('planned', 'sending'),
    notNeeded: withStatus('skipped'),
  };
}
