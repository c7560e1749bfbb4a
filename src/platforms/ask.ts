import { type Reply, refused } from '../edge/reply.js';
import type { Intent } from '../edge/request.js';
import type { Router } from '../edge/router.js';
import { busyWords, isBusy } from '../shared/failure.js';
import type { Log } from '../shared/log.js';
import { channelAt } from '../store/channels.js';
import type { Database } from '../store/client.js';
import { greetingFor } from './greeting.js';
import { asked, guestWords, type Known, stranger, Unseen, unseen } from './known.js';

/** What somebody on a platform asks for. */
export interface Question {
  /** The same for a repeat of the same request. */
  id: string;
  intent: Intent;
  /** The channel it was asked in, by its ref; absent in direct messages. */
  channel: string | undefined;
  /** The message in whose thread it was asked, by its ref. */
  under?: string | undefined;
  /** @throws Unseen */
  whoIs(findGroup: () => Promise<string | undefined>): Promise<Known>;
}

/** Asks the product, for whoever it turns out to be. What goes wrong is said in words, and never thrown. */
export type Ask = (question: Question) => Promise<Reply>;

export function createAsk(deps: {
  db: Database;
  router: Router;
  log: Log;
  /** In the platform's own terms. */
  words: { unlinked: string; trouble: string };
}): Ask {
  const { db, router, log, words } = deps;

  async function ask({ id, intent, channel, under, whoIs }: Question): Promise<Reply> {
    const find = async () => (channel === undefined ? undefined : channelAt(db, channel));
    const known = await whoIs(async () => (await find())?.groupId);
    if (known.kind === 'unlinked') return refused(words.unlinked);
    if (known.guest) return refused(guestWords);
    const { personId, actor } = known;
    if (personId === undefined) {
      const here = await find();
      return refused(known.asked ? asked : stranger, await greetingFor(db, undefined, here, known.asked));
    }
    // What a button names goes before the channel it stands in.
    const named = 'args' in intent && intent.args.group !== undefined;
    const groupId = named ? undefined : (await find())?.groupId;
    return router.handle({
      id,
      personId,
      intent,
      ...(actor && { actor }),
      ...(groupId !== undefined && { groupId }),
      ...(channel !== undefined && { channel }),
      ...(under !== undefined && { under }),
    });
  }

  return async (question) => {
    try {
      return await ask(question);
    } catch (error) {
      if (error instanceof Unseen) return refused(unseen);
      log.error({ err: error, request: question.id }, 'a request failed');
      return refused(isBusy(error) ? busyWords : words.trouble);
    }
  };
}
