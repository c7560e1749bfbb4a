import type { Card } from '../../../cards/model.js';
import type { Address, Messenger } from '../../delivery/messenger.js';
import { renderCard } from '../../render/adaptive-card.js';
import { renderText } from '../../render/plain-text.js';
import type { Clock } from '../../shared/clock.js';
import type { Database } from '../../store/client.js';
import { isUniqueViolation } from '../../store/unit-of-work.js';

/** Where messages lie: a group's channel, its heads' own, or what the bot and a person say to each other. */
export type PlaceName = 'channel' | 'heads' | 'direct';

export const placeFor = (name: PlaceName, { groupId, personId }: { groupId: string; personId: string }): string =>
  `${name}:${name === 'direct' ? personId : groupId}`;

/** Who may read and write there. */
export const audiences = { channel: 'group', heads: 'heads' } as const;

const placeOf = (to: Address): string =>
  to.kind === 'person'
    ? placeFor('direct', to)
    : placeFor(to.audience === 'heads' ? 'heads' : 'channel', { groupId: to.groupId, personId: '' });

export interface NewMessage {
  place: string;
  key: string;
  text: string;
  card?: Card;
  authorId?: string;
  /** The message whose thread it belongs to. */
  underId?: number;
  onlyForId?: string;
}

/** What Slack or Teams would keep: messages by place, each written once for its key. */
export function createLocalMessenger(
  db: Database,
  clock: Clock,
): Messenger & { write(message: NewMessage): Promise<string> } {
  const find = async (key: string): Promise<string | undefined> => {
    const message = await db.localMessage.findUnique({ where: { key } });
    return message ? String(message.id) : undefined;
  };
  const write = async ({ card, ...message }: NewMessage): Promise<string> => {
    try {
      const row = await db.localMessage.create({
        data: { ...message, ...(card && { card: JSON.stringify(renderCard(card)) }), at: clock.now() },
      });
      return String(row.id);
    } catch (error) {
      const existing = isUniqueViolation(error) ? await find(message.key) : undefined;
      if (existing === undefined) throw error;
      return existing;
    }
  };
  return {
    write,
    find: async ({ key }) => {
      const ref = await find(key);
      return ref === undefined ? 'absent' : { ref };
    },
    post: ({ to, card, key, under }) =>
      write({
        place: placeOf(to),
        key,
        text: renderText(card),
        card,
        ...(under !== undefined && { underId: Number(under) }),
      }),
    update: async (ref, { card }) => {
      await db.localMessage.update({
        where: { id: Number(ref) },
        data: { card: JSON.stringify(renderCard(card)), text: renderText(card), updatedAt: clock.now() },
      });
    },
  };
}
