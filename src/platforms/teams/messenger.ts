import { type Address, DeliveryError, type Message, type Messenger } from '../../delivery/messenger.js';
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

  async function draw(
    { to, card, personal }: Pick<Message, 'to' | 'card' | 'personal'>,
    tenant: string,
  ): Promise<Drawn> {
    const viewers = personal && to.kind === 'channel' ? await accounts.membersOf(to, tenant) : [];
    return drawing.message(card, { viewers });
  }

  async function send(message: Message): Promise<string> {
    const { to } = message;
    const place = await placeOf(to);
    const under = message.under === undefined ? undefined : partsOf(message.under);
    const thread = under && (threadOf(under.id) ?? under.message);
    const drawn = await draw(message, place.tenant);
    try {
      return await writer.write(place, thread, drawn, true);
    } catch (error) {
      if (to.kind !== 'person' || !isGone(error)) throw error;
      // A conversation that is not there any more is begun anew: that says what has become of it.
      await accounts.forgetDirect(place);
    }
    const anew = { ...to, accounts: to.accounts.map(({ ref }) => ({ ref, direct: null })) };
    return writer.write(await placeOf(anew), thread, drawn, true);
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
    post: (message) => inOurWords(send(message), message.to),
    // A bot cannot read a conversation in Teams: whether a message arrived is known by the answer alone.
    find: async () => 'unknown',
    update: (ref, message) =>
      inOurWords(
        draw(message, partsOf(ref)?.tenant ?? '').then((drawn) => writer.rewrite(ref, drawn)),
        message.to,
      ),
  };
}
