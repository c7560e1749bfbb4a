import type { Audience } from '../store/channels.js';
import type { Tx } from '../store/client.js';
import type { Obstacle } from './messenger.js';

/** A message that is still to go out, to a person or a channel. */
export interface Ahead {
  personId: string | null;
  audience: Audience;
  sendAt: Date;
  /** For a channel: nobody has said which it is, or the last message to it was refused. */
  obstacle?: 'unset' | 'blocked';
}

/** Messages of some kinds, about one thing, several, or whatever they are about. */
export interface About {
  kinds: readonly string[];
  subjectId?: string | string[];
}

const outside: Obstacle[] = ['no-channel', 'not-in-channel', 'channel-gone', 'channel-archived', 'missing-permission'];

/** What is planned of some kinds, as the rows in this transaction have it; soonest first. */
export async function listAhead(tx: Tx, groupId: string, about: About): Promise<Ahead[]> {
  const rows = await tx.delivery.findMany({
    where: {
      groupId,
      kind: { in: [...about.kinds] },
      status: 'planned',
      ...(about.subjectId !== undefined && { subjectId: { in: [about.subjectId].flat() } }),
    },
    orderBy: [{ sendAt: 'asc' }, { key: 'asc' }],
  });
  const ahead: Ahead[] = [];
  for (const { personId, audience, sendAt } of rows) {
    const obstacle = personId === null ? await obstacleOf(tx, groupId, audience) : undefined;
    ahead.push({ personId, audience, sendAt, ...(obstacle && { obstacle }) });
  }
  return ahead;
}

async function obstacleOf(tx: Tx, groupId: string, audience: Audience): Promise<Ahead['obstacle']> {
  const channel = await tx.channel.findUnique({ where: { groupId_audience: { groupId, audience } } });
  if (!channel) return 'unset';
  const last = await tx.delivery.findFirst({
    where: { groupId, personId: null, audience, status: { in: ['sent', 'failed'] }, sendAt: { gte: channel.boundAt } },
    orderBy: { sendAt: 'desc' },
    select: { status: true, obstacle: true },
  });
  return last?.status === 'failed' && outside.some((one) => one === last.obstacle) ? 'blocked' : undefined;
}
