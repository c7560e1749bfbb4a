import { isConflict } from '../shared/failure.js';
import type { Database, Tx } from './client.js';

/** How often something is done before its conflicts are somebody's to hear of. */
const tries = 5;

/**
 * Does something in the database, and again when PostgreSQL has given it up for another transaction: of two that wait
 * for each other's rows, it ends one.
 */
export async function untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried === tries || !isConflict(error)) throw error;
    }
  }
}

/** Runs `work` in one transaction, and {@link untilDone} anew in another. */
export const transact = <Result>(db: Database, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  untilDone(() => db.$transaction(work));

/** The key is there already. */
class RepeatError extends Error {}

/**
 * Runs `work` in one transaction, once per key: a repeat of the key changes nothing and gets the first answer.
 * The key is written with the answer; of two repeats at the same moment, the later one undoes its work.
 * @param key the platform's id of the request
 */
export async function runOnce<Answer>(
  db: Database,
  key: string,
  now: Date,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await transact(db, async (tx) => {
      const answer = await work(tx);
      const added = await tx.$executeRaw`
        INSERT INTO "InboxEntry" ("key", "receivedAt", "reply") VALUES (${key}, ${now}, ${JSON.stringify(answer)})
        ON CONFLICT DO NOTHING`;
      if (added === 0) throw new RepeatError();
      return answer;
    });
  } catch (error) {
    if (!(error instanceof RepeatError || isUniqueViolation(error))) throw error;
    const first = await recallAnswer<Answer>(db, key);
    if (first === undefined) throw error;
    return first;
  }
}

/** The first answer to a request that has been through `runOnce`. */
export async function recallAnswer<Answer>(db: Database, key: string): Promise<Answer | undefined> {
  const first = await db.inboxEntry.findUnique({ where: { key } });
  return first?.reply == null ? undefined : (JSON.parse(first.reply) as Answer);
}

/** Forgets requests older than `before`: no platform repeats one after days. */
export async function forgetRequests(db: Database, before: Date): Promise<void> {
  await db.inboxEntry.deleteMany({ where: { receivedAt: { lt: before } } });
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}
