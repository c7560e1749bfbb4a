import { eachForm, signForm } from '../../../cards/commitment-forms.js';
import {
  commitmentsCard,
  noCommitmentsCard,
  type ReviewView,
  schoolCommitmentsCard,
} from '../../../cards/commitments.js';
import { civilDate } from '../../calendar/dates.js';
import { latestHalfTerm } from '../../calendar/school-calendar.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { type Group, schoolName } from '../../store/groups.js';
import { programmeOf } from '../programmes/of-group.js';
import {
  answerEach,
  answerReview,
  doesNotSign,
  maySign,
  onPaperOf,
  recordSignatures,
  signOwn,
  takeSignaturesBack,
} from './actions.js';
import { readReview, readReviews } from './review.js';
import { hasSigned, onForm, owedWords, signatoriesOf } from './rules.js';
import {
  answerArgs,
  batchArgs,
  eachArgs,
  eachValues,
  maybeSchoolArgs,
  schoolArgs,
  signArgs,
  signValues,
} from './schema.js';
import { listCommitments } from './store.js';

/** What a head answered is for those whom the question named. */
function withoutAnswers(context: Context, review: ReviewView): ReviewView {
  if (maySee('commitmentAnswers', context, { schoolId: review.schoolId })) return review;
  return { ...review, answer: undefined, lines: review.lines.map((line) => ({ ...line, answer: undefined })) };
}

async function showCommitments(context: Context, schoolId: string | undefined): Promise<Reply> {
  const { db, now, actor } = context;
  const group = await context.group();
  const schools = group.schools
    .filter(({ id }) => maySee('commitments', context, { schoolId: id }))
    .map(({ id }) => id);
  const [only, ...others] = schools;
  if (only === undefined) return refused('No school of yours is in this Work Group.');
  const { name, commitments, expectations } = programmeOf(group);
  if (commitments.length === 0) return show(noCommitmentsCard(name, expectations));
  const halfTerm = currentHalfTerm(group, now);
  if (schoolId === undefined && others.length > 0) {
    const reviews = await readReviews(db, group, schools, halfTerm, actor.personId, now);
    return show(commitmentsCard({ groupId: group.id, schools: reviews.map((one) => withoutAnswers(context, one)) }));
  }
  const chosen = schoolId ?? only;
  if (!schools.includes(chosen)) return refused('What another school agreed is not yours to see.');
  const review = await readReview(db, group, chosen, halfTerm, actor.personId, now);
  const form = onForm(group, (await listCommitments(db, group, [chosen])).get(chosen) ?? []);
  const mine = signatoriesOf(group, chosen).find(({ personId }) => personId === actor.personId);
  return show(
    schoolCommitmentsCard(withoutAnswers(context, review), {
      answer: context.parts.some((part) => part.role === 'head' && part.schoolId === chosen),
      sign: form.length > 0 && mine !== undefined && !form.some((one) => hasSigned(one, mine)),
      record: form.length > 0 && maySign(context, chosen),
    }),
  );
}

const currentHalfTerm = (group: Group, now: Date): number =>
  latestHalfTerm(group.calendar, civilDate(now, group.zone))?.number ?? 1;

async function openSignForm(context: Context, schoolId: string): Promise<Reply> {
  const { db, now, actor } = context;
  const group = await context.group();
  if (!group.schools.some(({ id }) => id === schoolId) || !maySign(context, schoolId)) {
    return refused('That school’s form is not yours to keep.');
  }
  const form = onForm(group, (await listCommitments(db, group, [schoolId])).get(schoolId) ?? []);
  const [first] = form;
  if (!first) return refused('This programme has no form to sign. What it expects is listed all the same.');
  const review = await readReview(db, group, schoolId, currentHalfTerm(group, now), actor.personId, now);
  const missing = onPaperOf(group, schoolId).filter((member) => !hasSigned(first, member));
  return open(
    signForm({
      groupId: group.id,
      schoolId,
      school: schoolName(group, schoolId),
      form: review.form,
      signed: review.signed,
      on: civilDate(now, group.zone),
      people: missing.map(({ personId, name }) => ({ value: personId, label: name })),
      roles: owedWords(programmeOf(group).signatures, group),
    }),
  );
}

export const commitmentRoutes: readonly Route[] = [
  defineRoute({
    id: 'commitments.show',
    who: everyone,
    command: { words: 'commitments', help: 'See what the school agreed, and how it stands' },
    args: maybeSchoolArgs,
    view: (context, args) => showCommitments(context, args.school),
  }),
  defineRoute({
    id: 'commitments.answer',
    who: ['head'],
    answers: { by: 'answer', means: { kept: ['yes'], talk: ['talk'] } },
    args: answerArgs,
    act: (context, args) => answerReview(context, args.school, args.halfTerm, args.answer),
  }),
  defineRoute({
    id: 'commitments.each',
    who: ['head'],
    args: eachArgs,
    values: eachValues,
    view: async (context, args) => {
      const { db, now, actor, parts } = context;
      if (!parts.some((part) => part.role === 'head' && part.schoolId === args.school)) {
        return refused('That is about another school.');
      }
      return open(
        eachForm(await readReview(db, await context.group(), args.school, args.halfTerm, actor.personId, now)),
      );
    },
    act: (context, args, wish) => answerEach(context, args.school, args.halfTerm, wish),
  }),
  defineRoute({
    id: 'commitments.sign',
    who: ['specialist', 'hubLead', 'head'],
    args: schoolArgs,
    values: signValues,
    view: (context, args) => openSignForm(context, args.school),
    act: (context, args, wish) => recordSignatures(context, args.school, wish),
  }),
  defineRoute({
    id: 'commitments.unsign',
    who: everyone,
    args: batchArgs,
    act: (context, args) => takeSignaturesBack(context, args.school, args.batch),
  }),
  defineRoute({
    id: 'commitments.take-on',
    who: ['head', 'headOfDepartment', 'advocate'],
    answers: { by: 'answer', means: { talk: ['talk'] } },
    args: signArgs,
    act: (context, { school, answer }) =>
      answer === 'kept' || answer === 'talk'
        ? signOwn(context, school, answer)
        : doesNotSign(context, school, answer === 'notMe'),
  }),
];
