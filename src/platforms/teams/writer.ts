import type { Connector } from './connector.js';
import type { Conversations } from './conversations.js';
import type { Drawn } from './drawing.js';
import type { Place } from './incoming.js';
import { inThread, messageRef, partsOf } from './refs.js';

export interface Writer {
  /**
   * Writes a message: in a thread, or in a channel as the beginning of one.
   * @param thread the id of the message that began it
   * @param once see Connector
   * @returns the message's ref
   * @throws RestError; DeliveryError
   */
  write(place: Place, thread: string | undefined, message: Drawn, once?: boolean): Promise<string>;
  /** Puts another in a message's place. @throws RestError; DeliveryError */
  rewrite(ref: string, message: Drawn): Promise<void>;
}

export class NoSuchMessage extends Error {}

export function createWriter(deps: { connector: Connector; conversations: Conversations }): Writer {
  const { connector, conversations } = deps;

  async function begin(place: Place, message: Drawn, once: boolean): Promise<{ conversation: string; id: string }> {
    const { id: channel, tenant, botId } = place;
    const begun = await connector.call(
      place,
      'create',
      channel,
      (api, options) =>
        api.createConversation(
          {
            isGroup: true,
            bot: { id: botId, name: '' },
            tenantId: tenant,
            channelData: { channel: { id: channel }, tenant: { id: tenant } },
            activity: message,
          } as never,
          options,
        ),
      once,
    );
    if (!begun.activityId) throw new Error('Teams named no message');
    return { conversation: inThread(channel, begun.activityId), id: begun.activityId };
  }

  async function add(place: Place, thread: string | undefined, message: Drawn, once: boolean) {
    // Chats have no threads.
    const conversation = thread === undefined || place.kind !== 'channel' ? place.id : inThread(place.id, thread);
    const { id } = await connector.call(
      place,
      'send',
      place.id,
      (api, options) => api.sendToConversation(conversation, message as never, options),
      once,
    );
    if (!id) throw new Error('Teams named no message');
    return { conversation, id };
  }

  return {
    write: async (place, thread, message, once = false) => {
      const begins = place.kind === 'channel' && thread === undefined;
      const { conversation, id } = await (begins ? begin(place, message, once) : add(place, thread, message, once));
      return messageRef(place.tenant, conversation, id);
    },
    rewrite: async (ref, message) => {
      const parts = partsOf(ref);
      if (!parts) throw new NoSuchMessage(`${ref} is no message in Teams`);
      const { tenant, id: conversation, message: id } = parts;
      const place = (await conversations.find(tenant, conversation)) ?? (await conversations.newestIn(tenant));
      if (!place) throw new NoSuchMessage(`nothing was heard of ${tenant} yet`);
      await connector.call(place, 'send', place.id, (api, options) =>
        api.updateActivity(conversation, id, { ...message, id } as never, options),
      );
    },
  };
}
