import { takeBackCard } from '../../../cards/undo.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import type { Context } from '../../edge/route.js';
import { listConfidants } from '../../store/confidences.js';
import { holdGroup, type Member } from '../../store/groups.js';
import { agreedTo, choosable, isGiven, keptFrom } from './rules.js';
import type { Confidence } from './schema.js';
import * as store from './store.js';

export const notTheirs = 'Whoever that is does not lead this group, so there is nothing to say yes or no to.';
export const notYours = 'That is not yours, or is not there any more, so nothing was changed.';

/** Somebody who leads the group and may be given private words. */
export async function findReader({ db, actor, group }: Context, readerId: string): Promise<Member | undefined> {
  const confidants = await listConfidants(db, await group());
  return confidants.find(({ personId }) => personId === readerId && personId !== actor.personId);
}

export const listOwn = async ({ db, actor, group }: Context): Promise<Confidence[]> =>
  store.listConfidences(db, await group(), [actor.personId]);

/** What a reader could be given: private, and not theirs since it was written. */
export const onOffer = (words: readonly Confidence[], readerId: string): Confidence[] => [
  ...new Set([...keptFrom(words, readerId), ...agreedTo(words, readerId)]),
];

/**
 * An author's answer about one reader: what is chosen may be read, and of what was agreed to before nothing else.
 * @param choice items, or everything, or nothing
 */
export async function answer(
  context: Context,
  readerId: string,
  choice: 'all' | 'none' | readonly string[],
): Promise<Reply> {
  const { db, now, groupId, actor, planner } = context;
  await holdGroup(db, groupId);
  const reader = await findReader(context, readerId);
  if (!reader) return refused(notTheirs);
  const offered = onOffer(await listOwn(context), readerId);
  if (offered.length === 0) return refused(`There is nothing of yours that ${reader.name} could not read already.`);
  const chosen = offered.filter(({ item }) => choice === 'all' || (choice !== 'none' && choice.includes(item)));
  for (const words of offered) {
    const had = isGiven(words, readerId);
    if (chosen.includes(words) && !had) await store.give(db, words, readerId, now);
    if (!chosen.includes(words) && had) await store.takeAway(db, words, readerId);
  }
  const said = chosen.length === 0 ? 'none' : chosen.length === offered.length ? 'all' : 'some';
  await store.saveConsent(db, { groupId, authorId: actor.personId, readerId }, said, now);
  await planner.silence(db, { subjectId: readerId, personId: actor.personId, chain }, 'has answered');
  await show(context, readerId);
  const titles = new Intl.ListFormat('en-GB').format(chosen.map(({ title }) => `“${title}”`));
  const words =
    chosen.length === 0
      ? `Thank you. ${reader.name} does not read what you wrote before.`
      : `Thank you. ${reader.name} may read ${titles}.`;
  return done(words, takeBackCard('Your answer', words, { label: 'Take it back', ...undoOf(groupId, readerId) }));
}

/** Messages that ask the same thing. */
export const chain = 'earlier-words';

const undoOf = (groupId: string, reader: string) => ({
  route: 'reflections.undo',
  args: { group: groupId, reader },
});

/** As if nobody had asked: what was agreed to is the author's alone again. */
export async function undoAnswer(context: Context, readerId: string): Promise<Reply> {
  const { db, groupId, actor } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const reader = group.members.find(({ personId, role }) => personId === readerId && role === 'specialist');
  const key = { groupId, authorId: actor.personId, readerId };
  if (!reader || !(await store.hasAnswered(db, key))) return refused('There is no answer of yours to take back.');
  for (const words of agreedTo(await listOwn(context), readerId)) await store.takeAway(db, words, readerId);
  await store.forgetConsent(db, key);
  await show(context, readerId);
  return done(`Taken back. ${reader.name} does not read what you wrote before.`);
}

/** Who may read one reflection or one piece of feedback, as its author ticks them. */
export async function chooseReaders(context: Context, item: string, ticked: readonly string[]): Promise<Reply> {
  const { db, now, groupId } = context;
  await holdGroup(db, groupId);
  const words = (await listOwn(context)).find((one) => one.item === item);
  if (!words) return refused(notYours);
  const confidants = choosable(words, await listConfidants(db, await context.group()));
  for (const { personId } of confidants) {
    const [had, has] = [isGiven(words, personId), ticked.includes(personId)];
    if (has && !had) await store.give(db, words, personId, now);
    if (!has && had) await store.takeAway(db, words, personId);
    if (has !== had) await show(context, personId);
  }
  const names = confidants.filter(({ personId }) => ticked.includes(personId)).map(({ name }) => name);
  const who = new Intl.ListFormat('en-GB').format(['you', ...names]);
  const said = `Saved: ${words.title}. ${
    names.length === 0 ? 'Of those whom you could choose, nobody reads it.' : `It is for ${who}.`
  }`;
  const args = { group: groupId, item };
  return done(said, takeBackCard('Who may read it', said, { label: 'Change it', route: 'reflections.readers', args }));
}

/** The question, the reader's digests and the author's own feedback show what holds now. */
async function show({ db, now, groupId, actor, planner }: Context, readerId: string): Promise<void> {
  await planner.replan(db, groupId, now, { topic: 'confidence' }, 'there is nothing to ask');
  await planner.refresh(
    db,
    groupId,
    { kinds: ['earlier-words', 'lesson-feedback'], personId: actor.personId },
    { kinds: ['meeting-eve'], personId: readerId },
  );
}
