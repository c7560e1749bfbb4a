import type { GroupChoice } from '../../../cards/channels.js';
import type { Audience } from '../../store/channels.js';
import type { LedGroup } from './schema.js';

/** "slack:T0123" for "slack:T0123:C0456": the workspace that a channel is in. */
export const workspaceOf = (channel: string): string => channel.split(':').slice(0, 2).join(':');

/** "Primary Work Group 1", "the heads of Primary Work Group 1" */
export const whose = (audience: Audience, name: string): string =>
  audience === 'group' ? name : `the heads of ${name}`;

/** With its school year where a name occurs twice. */
export function nameOf(group: LedGroup, all: readonly LedGroup[]): string {
  const twice = all.some((other) => other.id !== group.id && other.name === group.name);
  return twice ? `${group.name}, ${group.schoolYear}` : group.name;
}

export const choicesOf = (groups: readonly LedGroup[], channel: string): GroupChoice[] =>
  groups.map((group) => ({
    id: group.id,
    name: nameOf(group, groups),
    moves: group.channel !== undefined && group.channel !== channel,
  }));
