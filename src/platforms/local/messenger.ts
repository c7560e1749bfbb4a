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

const drawn = (card: Card): string => JSON.stringify(renderCard(card));
const contentOf = (card: Card): { text: string; card: string } => ({ text: renderText(card), card: drawn(card) });

/** What Slack or Teams would keep: messages by place, each written once for its key. */
export function createLocalMessenger(
  db: Database,
  clock: Clock,
): Messenger & { write(message: NewMessage): Promise<string> } {
  const find = async (key: string): Promise<string | undefined> => {
    const message = await db.localMessage.findUnique({ where: { key } });
    return message ? String(message.id) : undefined;
  };
  const put = async (
    message: Omit<NewMessage, 'card'> & { card?: string },
  ): Promise<{ ref: string; isNew: boolean }> => {
    try {
      const row = await db.localMessage.create({ data: { ...message, at: clock.now() } });
      return { ref: String(row.id), isNew: true };
    } catch (error) {
      const existing = isUniqueViolation(error) ? await find(message.key) : undefined;
      if (existing === undefined) throw error;
      return { ref: existing, isNew: false };
    }
  };
  return {
    write: async ({ card, ...message }) => {
      const { ref } = await put({ ...message, ...(card && { card: drawn(card) }) });
      return ref;
    },
    find: async ({ key }) => {
      const ref = await find(key);
      return ref === undefined ? 'absent' : { ref };
    },
    post: async ({ to, card, key, under }, taken) => {
      const content = contentOf(card);
      const { ref, isNew } = await put({
        place: placeOf(to),
        key,
        ...content,
        ...(under !== undefined && { underId: Number(under) }),
      });
      if (isNew) taken?.(content);
      return ref;
    },
    update: async (ref, { card }, isNew) => {
      const content = contentOf(card);
      if (!isNew(content)) return;
      await db.localMessage.update({ where: { id: Number(ref) }, data: { ...content, updatedAt: clock.now() } });
    },
  };
}
