import { DeliveryError } from '../delivery/messenger.js';
import type { Acquaintance, Newcomer } from '../edge/newcomer.js';
import type { Clock } from '../shared/clock.js';
import type { Database } from '../store/client.js';
import { type Actor, findAccountOwner } from '../store/people.js';

/** Who somebody on a platform is to us. */
export type Known =
  | ({ kind: 'met' /** Where it is read already. */; actor?: Actor } & Acquaintance)
  /** Nobody has said which hub this workspace belongs to, so nobody in it is recognised. */
  | { kind: 'unlinked' };

/** We have not met, and the platform does not tell the bot who somebody is where they are: the bot is not there. */
export class Unseen extends DeliveryError {}

export const unseen = 'Write to me in my own chat first, so that I know who you are.';
export const stranger =
  'I do not know you yet. Say hello in your Work Group’s channel, and the specialist is asked who you are.';
export const asked = 'I do not know you yet. Those who lead the group have been asked who you are.';
export const guestWords = 'You are in this channel as a guest, so there is nothing that I would ask of you.';

type Profile = Pick<Newcomer, 'name' | 'email' | 'principalName'>;

export interface Acquaintances {
  /**
   * @param ref the platform's address of the account
   * @param profile asked when we have not met, as is `findGroup`: the group in whose channel they appeared
   */
  whoIs(
    account: { ref: string; hubId: string },
    profile: () => Promise<Profile>,
    findGroup?: () => Promise<string | undefined>,
  ): Promise<Known>;
  /**
   * Welcomes somebody who has not been welcomed: of two who hear of them at the same moment, one does. What could not be
   * said is said another time.
   * @throws whatever `say` throws
   */
  welcome(ref: string, say: () => Promise<unknown>): Promise<void>;
}

export function createAcquaintances(deps: {
  db: Database;
  clock: Clock;
  meet: (newcomer: Newcomer) => Promise<Acquaintance>;
}): Acquaintances {
  const { db, clock, meet } = deps;
  return {
    whoIs: async ({ ref, hubId }, profile, findGroup = async () => undefined) => {
      const account = await findAccountOwner(db, ref);
      const actor = account?.actor;
      if (actor && account.hubId === hubId) {
        return { kind: 'met', personId: actor.personId, actor, guest: false, isNew: !account.welcomed };
      }
      if (account?.guest && account.hubId === hubId) return { kind: 'met', guest: true, isNew: false };
      const groupId = await findGroup();
      return { kind: 'met', ...(await meet({ ref, hubId, groupId, ...(await profile()) })) };
    },
    welcome: async (ref, say) => {
      const where = { ref, welcomedAt: null };
      const { count } = await db.account.updateMany({ where, data: { welcomedAt: clock.now() } });
      if (count === 0) return;
      try {
        await say();
      } catch (error) {
        await db.account.updateMany({ where: { ref }, data: { welcomedAt: null } });
        throw error;
      }
    },
  };
}
