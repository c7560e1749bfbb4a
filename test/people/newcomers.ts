import type { Newcomer } from '../../src/edge/newcomer.js';
import type { TestRouter } from '../support/router.js';

export const specialist = 'Kate Winterbourne';

/** An account on a platform, and somebody behind it. */
export const sam = { ref: 'chat:W1:U-sam', name: 'Sam Fletcher', email: 'sam.fletcher@home.example' };

/** Somebody appears in the group's channel, or with `groupId: undefined` writes to the bot. */
export const appear = (test: TestRouter, who: Partial<Newcomer> = {}) =>
  test.meet({ hubId: test.group.hubId, groupId: test.group.id, ...sam, ...who });

export const about = (test: TestRouter, account = sam.ref) => ({ group: test.group.id, account });

export const accountOf = (test: TestRouter, ref = sam.ref) => test.db.account.findUnique({ where: { ref } });

export const schoolOf = (test: TestRouter, name: string): string =>
  test.group.schools.find((school) => school.name === name)?.id ?? '';

/** Sends what is due. */
export const passOn = (test: TestRouter) => test.relay.run();
