import { channelNames } from '../../../cards/upcoming.js';
import { type Group, personName } from '../../store/groups.js';
import type { Recipient } from './schema.js';

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
