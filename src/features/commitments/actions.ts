import type { ReviewAnswer } from '../../../cards/commitments.js';
import { takeBackCard } from '../../../cards/undo.js';
import { civilDate, formatInstant } from '../../calendar/dates.js';
import { nextSendable } from '../../calendar/quiet-hours.js';
import { paperDayFault } from '../../calendar/record-days.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { type Group, holdGroup, membersWith, schoolName } from '../../store/groups.js';
import { programmeOf } from '../programmes/of-group.js';
import { hasSigned, isSigned, onForm, readOthers, type Signatory, sumUp } from './rules.js';
import { type EachWish, type SchoolCommitment, type SignWish, takingOn } from './schema.js';
import * as store from './store.js';

const notYours = 'That is about another school, so nothing was changed.';
const noForm = 'This programme has no form to sign. What it expects is listed all the same.';

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
  const told = answer === 'talk' || [...each.values()].includes('notMe');
  await tellSpecialist(context, group, subjectId, told);
  await planner.replan(db, groupId, now, { topic: 'review', subjectId });
  await planner.refresh(db, groupId, { kinds: ['commitments-review'], subjectId });
  const form = onForm(group, (await store.listCommitments(db, group, [schoolId])).get(schoolId) ?? []);
  const unsigned =
    form.length > 0 && !form.some(isSigned) ? ' No signature is recorded here yet: your specialist can add it.' : '';
  if (!told) return done(`Thank you. You will not be asked again this half-term.${unsigned}`);
  return done(`${toldWords(group, now, answer === 'talk')}${unsigned}`);
}

/** The specialist hears at once that a head would like to talk, or no more when that has changed. */
async function tellSpecialist(context: Context, group: Group, subjectId: string, told: boolean): Promise<void> {
  const { db, now, planner, actor, groupId } = context;
  const about = { topic: 'notice', subjectId: `${subjectId}/${actor.personId}` } as const;
  await planner.withdraw(db, about, 'the head changed the answer');
  if (!told) return;
  await planner.announce(
    db,
    groupId,
    now,
    membersWith(group, 'specialist').map(
      ({ personId }): Plan => ({
        ...about,
        kind: 'review-talk',
        personId,
        occurrence: now.toISOString(),
        late: 'send',
        prompt: true,
        dueAt: now,
        why: `${actor.name} answered about the commitments`,
      }),
    ),
  );
}

function toldWords(group: Group, now: Date, talk: boolean): string {
  const at = nextSendable(group.calendar, now);
  const when = at > now ? `on ${formatInstant(at, group.zone)}` : 'now';
  const who = membersWith(group, 'specialist')[0]?.name ?? 'Your specialist';
  return talk
    ? `${who} is told ${when} that you would like to talk.`
    : `Thank you. ${who} is told ${when} what somebody else sees to.`;
}

/** Those of a school who may sign its form, as they are now or were this year. */
export const signatoriesOf = (group: Group, schoolId: string) =>
  group.members.filter(
    (member) => member.schoolId === schoolId && programmeOf(group).signatures.some((role) => role === member.role),
  );

/** Who signed the form, and when: once, or later those who were missing. */
export async function recordSignatures(context: Context, schoolId: string, wish: SignWish): Promise<Reply | Faults> {
  const { db, now, groupId } = context;
  if (!maySee('commitments', context, { schoolId })) return refused(notYours);
  await holdGroup(db, groupId);
  const group = await context.group();
  const form = onForm(group, await store.holdCommitments(db, group, schoolId)) as Held[];
  const [first] = form;
  if (!first) return refused(noForm);
  const late = paperDayFault(group.calendar, wish.on, civilDate(now, group.zone));
  if (late !== undefined) return faults({ on: late });
  if (first.signedOn !== null && wish.on < first.signedOn && first.signatures.length > 0) {
    return faults({ on: 'The school’s first signature is of a later day. Please look at the date again.' });
  }
  const members = signatoriesOf(group, schoolId).filter(({ personId }) => wish.who.includes(personId));
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
  const batch = await store.saveSignatures(db, form, added, wish.on);
  await afterSigning(context, schoolId);
  const names = new Intl.ListFormat('en-GB').format(added.map(({ name }) => name));
  const words = `Recorded for ${schoolName(group, schoolId)}: signed by ${names}.`;
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
  if (!maySee('commitments', context, { schoolId })) return refused(notYours);
  await holdGroup(db, groupId);
  const count = await store.removeSignatures(db, groupId, schoolId, batch);
  if (count === 0) return refused('That is taken back already, so nothing was changed.');
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

/** A new head takes on what the school has signed, or signs what nobody has; or would like to talk first. */
export async function takeOn(context: Context, schoolId: string, answer: 'kept' | 'talk'): Promise<Reply> {
  const { db, now, actor, groupId } = context;
  if (!isHeadOf(context, schoolId)) return refused(notYours);
  await holdGroup(db, groupId);
  const group = await context.group();
  const form = onForm(group, await store.holdCommitments(db, group, schoolId)) as Held[];
  const [first] = form;
  if (!first) return refused(noForm);
  if (hasSigned(first, actor)) return done('You have signed already. Thank you.');
  const each = new Map(form.map(({ id }): [string, ReviewAnswer] => [id, answer]));
  await store.saveAnswers(db, { groupId, schoolId, halfTerm: takingOn, personId: actor.personId }, each, now);
  await tellSpecialist(context, group, `${schoolId}/${takingOn}`, answer === 'talk');
  if (answer === 'talk') {
    await afterSigning(context, schoolId);
    return done(toldWords(group, now, true));
  }
  const today = civilDate(now, group.zone);
  const batch = await store.saveSignatures(db, form, [{ ...actorOf(context), role: 'head' }], today);
  await afterSigning(context, schoolId);
  const words = isSigned(first)
    ? `Thank you. What ${schoolName(group, schoolId)} agreed is yours now.`
    : `Thank you. ${schoolName(group, schoolId)} has signed.`;
  return done(words, backCard('Commitments', words, groupId, schoolId, batch));
}

const actorOf = ({ actor: { personId, name } }: Context) => ({ personId, name });

async function afterSigning({ db, now, planner, groupId }: Context, schoolId: string): Promise<void> {
  await planner.replan(db, groupId, now, { topic: 'take-on', subjectId: schoolId });
  await planner.refresh(db, groupId, { kinds: ['take-on'], subjectId: schoolId });
}
