import type { Card, Form } from '../../../cards/model.js';
import { openFormCard, wordsCard } from '../../../cards/open-form.js';
import type { Reply } from '../../edge/reply.js';
import { renderCardModal, renderModal } from '../../render/block-kit.js';
import type { Log } from '../../shared/log.js';
import type { Accounts } from './accounts.js';
import { codeOf } from './errors.js';
import type { Home } from './home.js';
import type { Incoming, Origin } from './incoming.js';
import { contentOf, metadataOf } from './messenger.js';
import type { Web } from './web.js';

/** The form as a modal that remembers where it was opened: what is answered in the end is shown there. */
export function modalOf(form: Form, origin: Origin): never {
  const modal = renderModal(form);
  return { ...modal, private_metadata: JSON.stringify({ args: form.submit.args, origin }) } as never;
}

export interface Answerer {
  /** Shows the person, and nobody else, what came of it. */
  show(incoming: Incoming, reply: Reply): Promise<void>;
  /** A card for one person's eyes, where they are. */
  whisper(incoming: Incoming, card: Card): Promise<void>;
}

/** What makes a trigger useless: it was too long ago, or has opened something already. */
const spent = new Set(['expired_trigger_id', 'invalid_trigger_id', 'exchanged_trigger_id', 'trigger_expired']);
/** Milliseconds for Slack to take an answer at a response URL. */
const timeout = 5000;

export function createAnswerer(deps: {
  web: Web;
  accounts: Accounts;
  home: Home;
  log: Log;
  /** Slack's own API answers at Slack's own addresses only. */
  isOwnAddress: (url: string) => boolean;
}): Answerer {
  const { web, accounts, home, log, isOwnAddress } = deps;

  async function openModal(incoming: Incoming, view: never): Promise<boolean> {
    const { team, trigger } = incoming;
    if (trigger === undefined) return false;
    try {
      await web.call(team, 'views.open', (client) => client.views.open({ trigger_id: trigger, view }));
      return true;
    } catch (error) {
      if (!spent.has(codeOf(error) ?? '')) log.error({ err: error }, 'a modal could not be opened');
      return false;
    }
  }

  /** By the address that came with the payload: works in channels that the bot is not in. */
  async function respond(incoming: Incoming, card: Card, replace: boolean): Promise<boolean> {
    const { responseUrl } = incoming;
    if (responseUrl === undefined || !isOwnAddress(responseUrl)) return false;
    const body = JSON.stringify({
      response_type: 'ephemeral',
      replace_original: replace,
      ...contentOf(card),
    });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    }).catch((error: unknown) => {
      log.warn({ err: error }, 'a response URL did not answer');
      return undefined;
    });
    return response?.ok === true;
  }

  async function ephemeral(incoming: Incoming, card: Card): Promise<boolean> {
    const { team, user, origin } = incoming;
    if (origin.kind === 'home') return false;
    const { channel, thread } = origin;
    try {
      await web.call(team, 'chat.postEphemeral', (client) =>
        client.chat.postEphemeral({
          channel,
          user,
          ...contentOf(card),
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      );
      return true;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      return false;
    }
  }

  async function direct(incoming: Incoming, card: Card): Promise<void> {
    const { team, user, origin, id } = incoming;
    const channel = origin.kind === 'direct' ? origin.channel : await accounts.directWith(team, user);
    const thread = origin.kind === 'direct' ? origin.thread : undefined;
    await web.call(
      team,
      'chat.postMessage',
      (client) =>
        client.chat.postMessage({
          channel,
          ...contentOf(card),
          metadata: metadataOf(id),
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      channel,
    );
  }

  async function whisper(incoming: Incoming, card: Card, replace = false): Promise<void> {
    if (await respond(incoming, card, replace)) return;
    if (incoming.origin.kind === 'home' && (await openModal(incoming, renderCardModal(card) as never))) return;
    // In a direct conversation everything is between the two: what was asked in words stays to be read again.
    const asked = incoming.origin.kind === 'direct' && incoming.intent?.kind === 'command';
    if (!asked && (await ephemeral(incoming, card))) return;
    await direct(incoming, card);
  }

  async function showForm(incoming: Incoming, form: Form): Promise<void> {
    if (await openModal(incoming, modalOf(form, incoming.origin))) return;
    await whisper(incoming, openFormCard(form));
  }

  /** A modal cannot be closed from a press in it: it shows what came of it instead. */
  async function showInModal(incoming: Incoming, viewId: string, reply: Reply): Promise<void> {
    const words = 'text' in reply ? wordsCard(reply.text, reply.kind === 'done' ? 'Done' : '') : wordsCard('');
    const view = (
      reply.kind === 'form' ? modalOf(reply.form, incoming.origin) : renderCardModal(reply.card ?? words)
    ) as never;
    await web.call(incoming.team, 'views.update', (client) => client.views.update({ view_id: viewId, view }));
  }

  return {
    whisper: (incoming, card) => whisper(incoming, card),
    show: async (incoming, reply) => {
      const { view, intent, origin, team, user } = incoming;
      const pressedInModal = view !== undefined && (intent?.kind !== 'submit' || intent.keep === true);
      if (pressedInModal) await showInModal(incoming, view.id, reply);
      if (origin.kind === 'home' && (reply.kind === 'done' || reply.kind === 'refused')) {
        // On their own page people see what was done, and how everything stands now.
        if (reply.card && !pressedInModal) await whisper(incoming, reply.card);
        return home.publish(team, user, reply.card ? undefined : reply);
      }
      if (pressedInModal) return;
      if (reply.kind === 'form') return showForm(incoming, reply.form);
      if (reply.kind === 'card') return whisper(incoming, reply.card);
      return whisper(incoming, reply.card ?? wordsCard(reply.text), incoming.onlyYou === true && reply.kind === 'done');
    },
  };
}
