import type { Card } from '../../../cards/model.js';
import {
  type Address,
  DeliveryError,
  type Found,
  type Message,
  type Messenger,
  type Taken,
} from '../../delivery/messenger.js';
import { renderMessage, type SlackMessage } from '../../render/block-kit.js';
import type { Log } from '../../shared/log.js';
import type { Accounts } from './accounts.js';
import { codeOf, toDeliveryError } from './errors.js';
import { messageRef, partsOf } from './refs.js';
import type { Web } from './web.js';

/** Messages carry their key in `metadata`, under this name. */
const eventType = 'workgroup_message';
/** How many of a place's newest messages are looked through for a key. */
const lookBack = 200;

/** What Slack's methods take: the renderer's blocks are checked against Slack's limits, not its types. */
export const contentOf = (card: Card): { text: string; blocks: never[] } => {
  const { text, blocks }: SlackMessage = renderMessage(card);
  return { text, blocks: blocks as never[] };
};

export const metadataOf = (key: string) => ({ event_type: eventType, event_payload: { key } });

interface Seen {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: object };
}

/** What Slack says about a conversation that is not there any more. */
const gone = new Set(['channel_not_found', 'is_archived', 'not_in_channel']);

export function createSlackMessenger(deps: { web: Web; accounts: Accounts; log: Log }): Messenger {
  const { web, accounts, log } = deps;

  async function placeOf(to: Address): Promise<{ team: string; channel: string }> {
    const channel = to.channel === undefined ? undefined : partsOf(to.channel);
    if (to.kind === 'person') {
      const { team, user, direct } = await accounts.accountOf(to, channel?.team);
      return { team, channel: direct ?? (await accounts.directWith(team, user)) };
    }
    if (!channel) throw new DeliveryError('person', 'the group has no channel yet', { obstacle: 'no-channel' });
    return { team: channel.team, channel: channel.id };
  }

  /** A pin is a comfort: where Slack refuses it, the message stands without. */
  async function pin(team: string, channel: string, ts: string): Promise<void> {
    await web
      .call(team, 'pins.add', (client) => client.pins.add({ channel, timestamp: ts }))
      .catch((error) => log.warn({ err: error, channel }, 'a message could not be pinned'));
  }

  async function send(message: Message, taken?: Taken): Promise<string> {
    const { to, card, key, under, pin: pinned } = message;
    const { team, channel } = await placeOf(to);
    const thread = under === undefined ? undefined : partsOf(under)?.ts;
    const content = contentOf(card);
    const sent = await web.call(
      team,
      'chat.postMessage',
      (client) =>
        client.chat.postMessage({
          channel,
          ...content,
          metadata: metadataOf(key),
          unfurl_links: false,
          unfurl_media: false,
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      channel,
    );
    if (sent.ts === undefined) throw new Error('Slack named no message');
    taken?.(content);
    if (pinned) await pin(team, channel, sent.ts);
    return messageRef(team, sent.channel ?? channel, sent.ts);
  }

  /** A conversation with somebody that is not there any more is opened anew: that says what has become of them. */
  async function post(message: Message, taken?: Taken): Promise<string> {
    const { to } = message;
    try {
      return await send(message, taken);
    } catch (error) {
      if (to.kind !== 'person' || !gone.has(codeOf(error) ?? '')) throw error;
    }
    await accounts.forgetDirect(to.personId);
    const anew = { ...to, accounts: to.accounts.map(({ ref }) => ({ ref, direct: null })) };
    return send({ ...message, to: anew }, taken);
  }

  /** Slack gives a thread's oldest messages first. */
  async function repliesTo(team: string, channel: string, ts: string): Promise<Seen[]> {
    const messages: Seen[] = [];
    let cursor = '';
    do {
      const page = await web.call(team, 'conversations.replies', (client) =>
        client.conversations.replies({
          channel,
          ts,
          limit: lookBack,
          include_all_metadata: true,
          ...(cursor !== '' && { cursor }),
        }),
      );
      messages.push(...(page.messages ?? []));
      cursor = page.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    return messages;
  }

  async function newestIn(team: string, channel: string): Promise<Seen[]> {
    const { messages = [] } = await web.call(team, 'conversations.history', (client) =>
      client.conversations.history({ channel, limit: lookBack, include_all_metadata: true }),
    );
    return messages;
  }

  async function find({ to, key, under }: Parameters<Messenger['find']>[0]): Promise<Found> {
    const { team, channel } = await placeOf(to);
    const thread = under === undefined ? undefined : partsOf(under)?.ts;
    const messages = await (thread === undefined ? newestIn(team, channel) : repliesTo(team, channel, thread));
    const found = messages.find(({ metadata }) => {
      const payload = metadata?.event_payload as { key?: unknown } | undefined;
      return metadata?.event_type === eventType && payload?.key === key;
    });
    return found?.ts === undefined ? 'absent' : { ref: messageRef(team, channel, found.ts) };
  }

  async function update(ref: string, card: Card, isNew: (content: unknown) => boolean): Promise<void> {
    const message = partsOf(ref);
    if (!message) throw new DeliveryError('never', `${ref} is no message of Slack’s`);
    const { team, id: channel, ts } = message;
    const content = contentOf(card);
    if (!isNew(content)) return;
    await web.call(team, 'chat.update', (client) => client.chat.update({ channel, ts, ...content }), channel);
  }

  const inOurWords = async <Result>(work: Promise<Result>, to?: Address): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      const code = codeOf(error) ?? '';
      if (to?.kind !== 'person' || !gone.has(code)) throw toDeliveryError(error);
      throw new DeliveryError('person', `Slack: ${code}`, { obstacle: 'not-there' });
    }
  };
  return {
    post: (message, taken) => inOurWords(post(message, taken), message.to),
    find: (message) => inOurWords(find(message), message.to),
    update: (ref, { card }, isNew) => inOurWords(update(ref, card, isNew)),
  };
}
