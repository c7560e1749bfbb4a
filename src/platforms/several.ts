import { type Address, DeliveryError, type Messenger } from '../delivery/messenger.js';
import type { Database } from '../store/client.js';

/** Messengers by the platform's name, with which its refs begin. */
type Messengers = Readonly<Record<string, Messenger>>;

const platformOf = (ref: string): string => ref.slice(0, ref.indexOf(':'));

/**
 * One messenger for a bot on several platforms. A group's messages go where its channel is; a person is written to on
 * the platform of the group, or where else she is known.
 */
export function createSeveral(db: Database, messengers: Messengers): Messenger {
  const on = (platform: string | undefined): Messenger => {
    const messenger = messengers[platform ?? ''] ?? Object.values(messengers)[0];
    if (!messenger) throw new Error('there is no platform');
    return messenger;
  };

  async function messengerFor(to: Address): Promise<Messenger> {
    const home = to.channel === undefined ? undefined : platformOf(to.channel);
    if (to.kind === 'channel' || Object.keys(messengers).length === 1) return on(home);
    const known = to.accounts.map(({ ref }) => platformOf(ref)).filter((platform) => messengers[platform]);
    return on(known.find((platform) => platform === home) ?? known[0] ?? home ?? (await platformOfHub(to.groupId)));
  }

  /** Where the group's hub is, when nobody has met the person and the group has no channel yet. */
  async function platformOfHub(groupId: string): Promise<string | undefined> {
    const places = await db.installation.findMany({
      where: { hub: { groups: { some: { id: groupId } } } },
      orderBy: { installedAt: 'asc' },
    });
    return places.map(({ ref }) => platformOf(ref)).find((platform) => messengers[platform]);
  }

  return {
    post: async (message, taken) => (await messengerFor(message.to)).post(message, taken),
    find: async (message) => (await messengerFor(message.to)).find(message),
    update: async (ref, message, isNew) => {
      const own = messengers[platformOf(ref)];
      if (!own) throw new DeliveryError('never', `nothing is set for ${platformOf(ref)} any more`);
      await own.update(ref, message, isNew);
    },
  };
}
