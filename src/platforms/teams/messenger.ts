import {
  type Address,
  type Change,
  DeliveryError,
  type Message,
  type Messenger,
  type Taken,
} from '../../delivery/messenger.js';
import type { Accounts } from './accounts.js';
import type { Conversations } from './conversations.js';
import type { Drawing, Drawn } from './drawing.js';
import { isGone, toDeliveryError } from './errors.js';
import type { Place } from './incoming.js';
import { partsOf, threadOf } from './refs.js';
import { NoSuchMessage, type Writer } from './writer.js';

export function createTeamsMessenger(deps: {
  accounts: Accounts;
  conversations: Conversations;
  drawing: Drawing;
  writer: Writer;
}): Messenger {
  const { accounts, conversations, drawing, writer } = deps;

  async function placeOf(to: Address): Promise<Place> {
    const channel = to.channel === undefined ? undefined : partsOf(to.channel);
    if (to.kind === 'person') return accounts.directWith(to, channel?.tenant);
    if (!channel) throw new DeliveryError('person', 'the group has no channel yet', { obstacle: 'no-channel' });
    const place = await conversations.find(channel.tenant, channel.id);
    if (!place) throw new DeliveryError('person', 'not in the channel any more', { obstacle: 'not-in-channel' });
    return place;
  }

  /** `content`: what is sent, and what each member's client will ask for when it has come. */
  async function draw(
    { to, card, personal, views }: Change,
    tenant: string,
  ): Promise<{ drawn: Drawn; content: unknown }> {
    if (!personal || to.kind !== 'channel') {
      const drawn = drawing.message(card);
      return { drawn, content: drawn };
    }
    const drawn = drawing.message(card, { viewers: await accounts.membersOf(to, tenant) });
    return { drawn, content: [drawn, await views?.()] };
  }

  async function send(message: Message, taken?: Taken): Promise<string> {
    const { to } = message;
    const place = await placeOf(to);
    const under = message.under === undefined ? undefined : partsOf(message.under);
    const thread = under && (threadOf(under.id) ?? under.message);
    const { drawn, content } = await draw(message, place.tenant);
    const write = async (where: Place): Promise<string> => {
      const ref = await writer.write(where, thread, drawn, true);
      taken?.(content);
      return ref;
    };
    try {
      return await write(place);
    } catch (error) {
      if (to.kind !== 'person' || !isGone(error)) throw error;
      // A conversation that is not there any more is begun anew: that says what has become of it.
      await accounts.forgetDirect(place);
    }
    const anew = { ...to, accounts: to.accounts.map(({ ref }) => ({ ref, direct: null })) };
    return write(await placeOf(anew));
  }

  async function update(ref: string, message: Change, isNew: (content: unknown) => boolean): Promise<void> {
    const { drawn, content } = await draw(message, partsOf(ref)?.tenant ?? '');
    if (isNew(content)) await writer.rewrite(ref, drawn);
  }

  const inOurWords = async <Result>(work: Promise<Result>, to: Address): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof NoSuchMessage) throw new DeliveryError('never', error.message);
      throw toDeliveryError(error, to.kind);
    }
  };
  return {
    post: (message, taken) => inOurWords(send(message, taken), message.to),
    // A bot cannot read a conversation in Teams: whether a message arrived is known by the answer alone.
    find: async () => 'unknown',
    update: (ref, message, isNew) => inOurWords(update(ref, message, isNew), message.to),
  };
}
