import { theChannel } from './schema.js';

/** Whose messages they are: a person's id, or null for the group's channel. */
export const personOf = (to: string): string | null => (to === theChannel ? null : to);

/** What is in the way, from how the notice was planned; undefined for a fault of ours. */
export function obstacleOf(occurrence: string): string | undefined {
  const [code = 'trouble'] = occurrence.split(':');
  return code === 'trouble' ? undefined : code;
}
