import { civilDate } from '../../calendar/dates.js';
import type { Planner } from '../../delivery/planner.js';
import type { Heard } from '../../edge/heard.js';
import type { Database, Tx } from '../../store/client.js';
import type { Question } from '../../store/generated/sqlite/client.js';
import { loadGroup } from '../../store/groups.js';
import { runOnce } from '../../store/unit-of-work.js';
import * as store from './store.js';

/** Counts what somebody wrote in the group's channel, once, and remembers a question until it is answered. */
export async function hear(deps: { db: Database; planner: Planner; now: Date }, heard: Heard): Promise<void> {
  const { db, planner, now } = deps;
  await runOnce(db, `heard:${heard.ref}`, now, async (tx) => {
    await hearWithin(tx, planner, now, heard);
    return 'heard';
  });
}

async function hearWithin(tx: Tx, planner: Planner, now: Date, heard: Heard): Promise<void> {
  const { groupId, personId, at } = heard;
  const group = await loadGroup(tx, groupId);
  const roles = group.members.filter((member) => member.personId === personId).map(({ role }) => role);
  if (roles.length === 0) return;
  const under = heard.under === heard.ref ? undefined : heard.under;
  const thread = under === undefined ? undefined : await store.findAsked(tx, groupId, under);
  const answered = await answeredBy(tx, { ...heard, under }, thread);
  const isReply = answered !== undefined || (under !== undefined && thread?.personId !== personId);
  await store.countMessage(tx, { groupId, personId, day: civilDate(at, group.zone) }, isReply);

  if (answered?.repliedAt === null) {
    await store.saveReplied(tx, answered.id, at);
    await planner.replan(tx, groupId, now, { topic: 'question', subjectId: answered.id });
    await planner.refresh(tx, groupId, { kinds: ['question-unanswered'], subjectId: answered.id });
  }
  // What a specialist asks the group is an invitation, not something to remind the specialist of.
  if (heard.asks && under === undefined && !roles.includes('specialist')) {
    const subjectId = await store.saveQuestion(tx, heard);
    await planner.replan(tx, groupId, now, { topic: 'question', subjectId });
  }
}

/**
 * The question that a message answers: that of its thread; in the channel, the last one asked, if it has had no reply
 * and the message asks nothing itself. Nobody answers themselves.
 */
async function answeredBy(tx: Tx, heard: Heard, thread: Question | undefined): Promise<Question | undefined> {
  const { groupId, personId, at } = heard;
  if (heard.under !== undefined) return thread?.personId === personId ? undefined : thread;
  if (heard.asks) return undefined;
  const last = await store.lastQuestion(tx, groupId, at);
  return last?.repliedAt === null && last.personId !== personId ? last : undefined;
}
