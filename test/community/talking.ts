import { randomUUID } from 'node:crypto';
import type { TestRouter } from '../support/router.js';

export const kate = 'Kate Winterbourne';
export const priya = 'Priya Nandakumar';
export const tom = 'Tom Hartwell';
export const grace = 'Grace Adeyinka';
export const margaret = 'Margaret Okonkwo';

export interface Said {
  under?: string;
  asks?: boolean;
  url?: string;
  /** Default: the clock's. */
  at?: string;
}

/** People who write in the group's channel; each message gets a name, as on a platform. */
export function createTalk(test: TestRouter) {
  return {
    /** @returns the message's name */
    async say(who: string, said: Said = {}): Promise<string> {
      const ref = `message-${randomUUID()}`;
      const at = said.at === undefined ? test.clock.now() : new Date(said.at);
      await test.hear({ asks: false, ...said, groupId: test.group.id, personId: test.personId(who), ref, at });
      return ref;
    },
    ask(who: string, said: Said = {}): Promise<string> {
      return this.say(who, { ...said, asks: true });
    },
  };
}
