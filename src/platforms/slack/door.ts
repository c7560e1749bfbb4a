import { wordsCard } from '../../../cards/open-form.js';
import { type Reply, refused } from '../../edge/reply.js';
import type { Router } from '../../edge/router.js';
import { renderCardModal, renderFaults } from '../../render/block-kit.js';
import type { Log } from '../../shared/log.js';
import { channelAt } from '../../store/channels.js';
import type { Database } from '../../store/client.js';
import { createAsk } from '../ask.js';
import { greetingFor } from '../greeting.js';
import type { Accounts } from './accounts.js';
import { type Answerer, modalOf } from './answer.js';
import { codeOf } from './errors.js';
import { unlinked } from './home.js';
import type { Incoming } from './incoming.js';
import { keepOpen } from './receiver.js';
import { channelRef, messageRef } from './refs.js';
import type { Web } from './web.js';

const trouble =
  'Slack and the bot cannot reach each other just now, and nothing was changed. Please try again in a minute.';

const outside =
  'I am not in this channel yet, so I could post nothing here. Please add me to it (/invite, then my name), and type "setup" again.';

export interface Door {
  /** Does what somebody asked for; the answer is shown by `finish`. */
  perform(incoming: Incoming): Promise<Reply | undefined>;
  /** Shows the person what came of it. */
  finish(incoming: Incoming, reply: Reply | undefined): Promise<void>;
  /** What Slack is told about a modal that was sent: close it, or what is wrong. */
  verdict(incoming: Incoming, reply: Reply): object | undefined;
  /** Welcomes somebody who has joined a group's channel, once. */
  welcome(incoming: Incoming): Promise<void>;
}

export function createDoor(deps: {
  db: Database;
  router: Router;
  accounts: Accounts;
  answerer: Answerer;
  web: Web;
  log: Log;
}): Door {
  const { db, router, accounts, answerer, web, log } = deps;

  const ask = createAsk({ db, router, log, words: { unlinked, trouble } });

  /** Whether the bot cannot write in a channel, as far as Slack says. */
  async function isOutside(team: string, channel: string): Promise<boolean> {
    try {
      const found = await web.call(team, 'conversations.info', (client) => client.conversations.info({ channel }));
      return found.channel?.is_member === false;
    } catch (error) {
      return codeOf(error) === 'channel_not_found';
    }
  }

  return {
    perform: async ({ id, team, user, origin, intent }) => {
      if (!intent) return undefined;
      const channel = origin.kind === 'channel' ? channelRef(team, origin.channel) : undefined;
      const thread = origin.kind === 'home' ? undefined : origin.thread;
      const under =
        origin.kind === 'home' || thread === undefined ? undefined : messageRef(team, origin.channel, thread);
      const reply = await ask({
        id,
        intent,
        channel,
        under,
        whoIs: (findGroup) => accounts.whoIs(team, user, findGroup),
      });
      // A slash command is heard in any channel, also in one that the bot was not added to.
      const setsUp = reply.kind === 'form' && reply.form.submit.route.startsWith('setup.') && intent.kind === 'command';
      if (setsUp && origin.kind === 'channel' && (await isOutside(team, origin.channel))) return refused(outside);
      return reply;
    },
    finish: async (incoming, reply) => {
      if (!reply) return;
      try {
        await answerer.show(incoming, reply);
      } catch (error) {
        log.error({ err: error, request: incoming.id }, 'an answer could not be shown');
      }
    },
    verdict: (incoming, reply) => {
      if (reply.kind === 'refused') {
        const kept = keepOpen(incoming, reply.text);
        if ('errors' in kept) return kept;
        return { response_action: 'update', view: renderCardModal(wordsCard(reply.text, 'Not done')) };
      }
      if (reply.kind !== 'form') return undefined;
      const faults = renderFaults(reply.form);
      const same = incoming.intent?.kind === 'submit' && incoming.intent.route === reply.form.submit.route;
      return same && !reply.form.fault && Object.keys(faults).length > 0
        ? { response_action: 'errors', errors: faults }
        : { response_action: 'update', view: modalOf(reply.form, incoming.origin) };
    },
    welcome: async (incoming) => {
      const { team, user, origin } = incoming;
      if (origin.kind !== 'channel') return;
      const here = await channelAt(db, channelRef(team, origin.channel));
      if (!here) return;
      const known = await accounts.whoIs(team, user, async () => here.groupId);
      if (known.kind === 'unlinked' || known.guest || !known.isNew) return;
      const greeting = await greetingFor(db, known.personId, here);
      await accounts.welcome(team, user, () => answerer.whisper(incoming, greeting));
    },
  };
}
