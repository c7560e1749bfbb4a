import type { ReviewAnswer } from '../../../cards/commitments.js';
import { takeBackCard } from '../../../cards/undo.js';
import { civilDate, formatFullDate } from '../../calendar/dates.js';
import { paperDayFault } from '../../calendar/record-days.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { sayTold } from '../../edge/told.js';
import { type Group, holdGroup, membersWith, schoolName } from '../../store/groups.js';
import { programmeOf } from '../programmes/of-group.js';
import {
  countSigned,
  hasSigned,
  onForm,
  owedWords,
  readOthers,
  type Signatory,
  signatoriesOf,
  signedShort,
  succeeds,
  sumUp,
} from './rules.js';
import { type EachWish, type SchoolCommitment, type SignWish, takingOn } from './schema.js';
import * as store from './store.js';

const notYours = 'That is about another school, so nothing was changed.';
const noForm = 'This programme has no form to sign. What it expects is listed all the same.';

/** Who keeps a school's form: those who lead, and its head. */
export const maySign = ({ parts }: Context, schoolId: string): boolean =>
  parts.some(
    ({ role, schoolId: own }) => role === 'specialist' || role === 'hubLead' || (role === 'head' && own === schoolId),
  );

const isHeadOf = ({ parts }: Context, schoolId: string): boolean =>
  parts.some((part) => part.role === 'head' && part.schoolId === schoolId);

/** One answer for everything that the school agreed. */
export async function answerReview(
  context: Context,
  schoolId: string,
  halfTerm: number,
  answer: 'kept' | 'partly' | 'talk',
): Promise<Reply> {
  if (!isHeadOf(context, schoolId)) return refused(notYours);
  return saveReview(context, schoolId, halfTerm, answer, new Map());
}

/** An answer for each commitment, by its key. */
export async function answerEach(
  context: Context,
  schoolId: string,
  halfTerm: number,
  wish: EachWish,
): Promise<Reply | Faults> {
  if (!isHeadOf(context, schoolId)) return refused(notYours);
  await holdGroup(context.db, context.groupId);
  const commitments = await store.holdCommitments(context.db, await context.group(), schoolId);
  const each = new Map(
    commitments.flatMap(({ id, key }): [string, ReviewAnswer][] => {
      const answer = wish[key];
      return answer === undefined ? [] : [[id, answer]];
    }),
  );
  return saveReview(context, schoolId, halfTerm, sumUp([...each.values()]), each);
}

async function saveReview(
  context: Context,
  schoolId: string,
  halfTerm: number,
  answer: ReviewAnswer,
  each: ReadonlyMap<string, ReviewAnswer>,
): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  const group = await context.group();
  await store.saveReview(db, { groupId, schoolId, halfTerm, answer, personId: actor.personId }, each, now);
  const subjectId = `${schoolId}/${halfTerm}`;
  const talk = answer === 'talk' || [...each.values()].includes('talk');
  const told = talk || [...each.values()].includes('notMe');
  await tellSpecialist(context, group, subjectId, told);
  await planner.replan(db, groupId, now, { topic: 'review', subjectId });
  await planner.refresh(db, groupId, { kinds: ['commitments-review'], subjectId });
  const [form] = onForm(group, (await store.listCommitments(db, group, [schoolId])).get(schoolId) ?? []);
  const unsigned = form && form.signatures.length === 0 ? ' Nobody has signed for the school yet.' : '';
  if (!told) return done(`Thank you. You will not be asked again this half-term.${unsigned}`);
  const said = await specialistTold(context, subjectId);
  return done(
    talk
      ? `${said} that you would like to talk.${unsigned}`
      : `Thank you. ${said} what somebody else sees to.${unsigned}`,
  );
}

/** The specialist hears at once that a head would like to talk, or no more when that has changed. */
async function tellSpecialist(context: Context, group: Group, subjectId: string, told: boolean): Promise<void> {
  const { db, now, planner, actor, groupId } = context;
  const about = { topic: 'notice', subjectId: `${subjectId}/${actor.personId}` } as const;
  await planner.withdraw(db, about, 'the head changed the answer');
  if (!told) return;
  const why = `${actor.name} answered about the commitments`;
  await planner.announce(
    db,
    groupId,
    now,
    toSpecialists(context, group, { ...about, kind: 'review-talk', prompt: true, why }),
  );
}

/** News of this moment, for each specialist. */
const toSpecialists = (
  { now }: Context,
  group: Group,
  news: Pick<Plan, 'topic' | 'subjectId' | 'kind' | 'why' | 'prompt'>,
): Plan[] =>
  membersWith(group, 'specialist').map(({ personId }) => ({
    ...news,
    personId,
    occurrence: now.toISOString(),
    late: 'send',
    dueAt: now,
  }));

/** "Kate Winterbourne is told now", made from what `tellSpecialist` has planned. */
const specialistTold = (context: Context, subjectId: string): Promise<string> =>
  sayTold(context, { kinds: ['review-talk'], subjectId: `${subjectId}/${context.actor.personId}` }, 'specialists');

/** Those of a school whom its form may name, as they are now or were this year. */
export const onPaperOf = (group: Group, schoolId: string) =>
  group.members.filter(
    (member) => member.schoolId === schoolId && programmeOf(group).signatures.some((role) => role === member.role),
  );

/** Who has signed a paper form, and when: by whoever has it in hand. */
export async function recordSignatures(context: Context, schoolId: string, wish: SignWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  if (!maySign(context, schoolId)) return refused(notYours);
  await holdGroup(db, groupId);
  const group = await context.group();
  const form = onForm(group, await store.holdCommitments(db, group, schoolId)) as Held[];
  const [first] = form;
  if (!first) return refused(noForm);
  const late = paperDayFault(group.calendar, wish.on, civilDate(now, group.zone));
  if (late !== undefined) return faults({ on: late });
  const members = onPaperOf(group, schoolId).filter(({ personId }) => wish.who.includes(personId));
  if (members.length < new Set(wish.who).size) {
    return faults({ who: `Please choose among the people of ${schoolName(group, schoolId)}.` });
  }
  const others = readOthers(wish.others);
  if (others.unclear.length > 0) {
    return faults({
      others: `Please write a name and a role on each line, such as “Ann Example, head teacher”. This is not clear: ${others.unclear.join('; ')}.`,
    });
  }
  const wanted: Signatory[] = [
    ...members.map(({ personId, name, role }) => ({ personId, name, role })),
    ...others.people,
  ];
  const added = wanted.filter(({ personId, name }) =>
    personId === null ? !first.signatures.some((one) => one.name === name) : !hasSigned(first, { personId, name }),
  );
  if (added.length === 0) return faults({ who: 'Their signatures are recorded already.' });
  const batch = await store.saveSignatures(db, form, added, wish.on, {
    how: 'onPaper',
    recordedAt: now,
    recordedById: actor.personId,
  });
  await afterSigning(context, schoolId);
  const names = new Intl.ListFormat('en-GB').format(added.map(({ name }) => name));
  const words = `Recorded for ${schoolName(group, schoolId)}, from the form of ${formatFullDate(wish.on)}: ${names}. ${await stateWords(context, schoolId)}`;
  return done(words, backCard('Signatures recorded', words, groupId, schoolId, batch));
}

type Held = SchoolCommitment & { id: string };

const backCard = (title: string, words: string, group: string, school: string, batch: string) =>
  takeBackCard(title, words, {
    label: 'Take it back',
    route: 'commitments.unsign',
    args: { group, school, batch },
  });

export async function takeSignaturesBack(context: Context, schoolId: string, batch: string): Promise<Reply> {
  const { db, groupId, actor } = context;
  await holdGroup(db, groupId);
  const signatures = await store.listBatch(db, groupId, schoolId, batch);
  if (signatures.length === 0) return refused('That is taken back already, so nothing was changed.');
  // What somebody signed by herself is hers to take back, and what was recorded from paper whoever keeps the form.
  const mine = signatures.every(({ how, personId }) => how === 'inTheBot' && personId === actor.personId);
  const kept = signatures.every(({ how }) => how !== 'inTheBot') && maySign(context, schoolId);
  if (!mine && !kept) return refused('That signature is somebody else’s, so nothing was changed.');
  await store.removeSignatures(db, groupId, schoolId, batch);
  if (isHeadOf(context, schoolId)) {
    await store.saveAnswers(
      db,
      { groupId, schoolId, halfTerm: takingOn, personId: actor.personId },
      new Map(),
      context.now,
    );
  }
  await afterSigning(context, schoolId);
  return done('Taken back. The signatures are as they were before.');
}

/** Somebody whom the form names signs for herself; a new one takes on what the school has signed. A head may ask to talk. */
export async function signOwn(context: Context, schoolId: string, answer: 'kept' | 'talk'): Promise<Reply> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  if (!context.parts.some((part) => part.schoolId === schoolId)) return refused(notYours);
  const form = onForm(group, await store.holdCommitments(db, group, schoolId)) as Held[];
  const [first] = form;
  if (!first) return refused(noForm);
  const member = signatoriesOf(group, schoolId).find(({ personId }) => personId === actor.personId);
  if (!member) {
    return refused(`The form is signed by: ${owedWords(programmeOf(group).signatures, group)}. You need not sign it.`);
  }
  if (hasSigned(first, member)) return done('You have signed already. Thank you.');
  if (isHeadOf(context, schoolId)) {
    const each = new Map(form.map(({ id }): [string, ReviewAnswer] => [id, answer]));
    await store.saveAnswers(db, { groupId, schoolId, halfTerm: takingOn, personId: actor.personId }, each, now);
    await tellSpecialist(context, group, `${schoolId}/${takingOn}`, answer === 'talk');
  } else if (answer === 'talk') return refused('Please write to your specialist about it: nothing was signed.');
  if (answer === 'talk') {
    await afterSigning(context, schoolId);
    return done(`${await specialistTold(context, `${schoolId}/${takingOn}`)} that you would like to talk.`);
  }
  const takesOn = succeeds(group, first, member);
  const { personId, name, role } = member;
  const batch = await store.saveSignatures(db, form, [{ personId, name, role }], civilDate(now, group.zone), {
    how: 'inTheBot',
    recordedAt: now,
    recordedById: null,
  });
  await afterSigning(context, schoolId);
  const thanks = takesOn
    ? `Thank you. What ${schoolName(group, schoolId)} agreed is yours now.`
    : `Thank you, you have signed for ${schoolName(group, schoolId)}.`;
  const words = `${thanks} ${await stateWords(context, schoolId)}`;
  return done(words, backCard('Commitments', words, groupId, schoolId, batch));
}

/** A teacher says that the form means somebody else: she is not asked again, and the specialist is told. Or takes it back. */
export async function doesNotSign(context: Context, schoolId: string, notMe: boolean): Promise<Reply> {
  const { db, now, planner, actor, groupId } = context;
  if (!context.parts.some((part) => part.schoolId === schoolId)) return refused(notYours);
  await holdGroup(db, groupId);
  const [form] = onForm(await context.group(), await store.holdCommitments(db, await context.group(), schoolId));
  if (form?.signatures.some(({ personId }) => personId === actor.personId)) {
    return refused('You have signed. If that was a mistake, please take it back first.');
  }
  await store.saveNotSigning(db, { groupId, schoolId, personId: actor.personId }, notMe ? now : null);
  const group = await context.group();
  const about = { topic: 'notice', subjectId: `${schoolId}/${actor.personId}/sign` } as const;
  await planner.withdraw(db, about, 'took it back');
  await afterSigning(context, schoolId, 'says that the form does not mean them');
  if (!notMe) return done('Thank you. The form is yours to sign.');
  const why = `${actor.name} does not sign`;
  await planner.announce(db, groupId, now, toSpecialists(context, group, { ...about, kind: 'not-signing', why }));
  const words = 'Thank you. You are not asked to sign again.';
  const args = { group: groupId, school: schoolId, answer: 'me' };
  return done(
    words,
    takeBackCard('Commitments', words, { label: 'It is me after all', route: 'commitments.take-on', args }),
  );
}

/** "2 of 4 have signed.", as it is recorded at this moment. */
async function stateWords({ db, group: load }: Context, schoolId: string): Promise<string> {
  const group = await load();
  const [form] = onForm(group, (await store.listCommitments(db, group, [schoolId])).get(schoolId) ?? []);
  if (!form) return noForm;
  const { done: signed, of } = countSigned(group, form);
  return signed === of ? `All ${of} have signed.` : `${signedShort(group, form)}.`;
}

async function afterSigning(
  { db, now, planner, groupId }: Context,
  schoolId: string,
  why = 'has signed',
): Promise<void> {
  await planner.replan(db, groupId, now, { topic: 'take-on', subjectId: schoolId }, why);
  await planner.replan(db, groupId, now, { topic: 'review' });
  await planner.refresh(db, groupId, { kinds: ['take-on'], subjectId: schoolId });
}
