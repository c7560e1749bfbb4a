import type { Window } from '../gate.js';
import type { Rules } from '../pace.js';

/**
 * What Teams counts together in one conversation. A channel with its threads is one conversation; what begins a
 * conversation counts for the person or the channel that it is with. Answers in a thread, updates and deletions are
 * sent too: Microsoft's page does not name them.
 */
export type Operation = 'send' | 'create' | 'members' | 'conversations';

const second = 1000;

const writing: readonly Window[] = [
  { most: 7, within: second },
  { most: 8, within: 2 * second },
  { most: 60, within: 30 * second },
  { most: 1800, within: 3600 * second },
];
const reading = writing.map(({ most, within }) => ({ most: 2 * most, within }));

/** https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit, its first table */
const perConversation: ReadonlyMap<string, readonly Window[]> = new Map<Operation, readonly Window[]>([
  ['send', writing],
  ['create', writing],
  ['members', reading],
  // The channels of a team too.
  ['conversations', reading],
]);

/** Methods are operations. All of a tenant's calls count together: 50 a second, from the same page. */
export const teamsRules: Rules = {
  lane: () => ({ name: 'all', windows: [{ most: 50, within: second }] }),
  place: (operation) => {
    const windows = perConversation.get(operation);
    return windows && { name: operation, windows };
  },
};
