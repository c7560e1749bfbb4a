import type { Card } from '../../../cards/model.js';
import type { Address, Messenger } from '../../delivery/messenger.js';
import { renderCard } from '../../render/adaptive-card.js';
import { renderText } from '../../render/plain-text.js';
import type { Clock } from '../../shared/clock.js';
import type { Database } from '../../store/client.js';
import { isUniqueViolation } from '../../store/unit-of-work.js';

export const channelPlace = (groupId: string): string => `channel:${groupId}`;
export const directPlace = (personId: string): string => `direct:${personId}`;

const placeOf = (to: Address): string => (to.kind === 'channel' ? channelPlace(to.groupId) : directPlace(to.personId));

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
    find: ({ key }) => find(key),
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
