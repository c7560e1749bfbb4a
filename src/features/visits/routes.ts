import { z } from 'zod';
import * as forms from '../../../cards/visit-forms.js';
import * as cards from '../../../cards/visits.js';
import { civilDate, clockTime, formatDate } from '../../calendar/dates.js';
import { lastSchoolDay } from '../../calendar/record-days.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { noteOpening } from '../../store/confidences.js';
import { type Group, type GroupSchool, membersWith } from '../../store/groups.js';
import * as actions from './actions.js';
import { dayOf, isOn, isTermly, proposeDate, schoolsWithout, termOn, viewVisit } from './rules.js';
import * as schema from './schema.js';
import { findVisit, hasFeedback, listVisits, readFeedback } from './store.js';

const kindChoices = schema.kinds.map(({ id, label }) => ({ value: id, label }));
const schoolChoices = (group: Group) => group.schools.map(({ id, name }) => ({ value: id, label: name }));

/** As long as a visit mostly is: a morning. */
const usual = { time: '09:00', length: 180 };

const backArgs = schema.visitArgs.extend({
  at: z.iso.datetime().transform((value) => new Date(value)),
  minutes: z.coerce.number().int().min(1),
});

/** What of a school's visits somebody reads. */
const readsOf = async (context: Context, schoolId: string, visits: readonly schema.Visit[]) => ({
  notes: maySee('visitNotes', context, { schoolId }),
  feedback: await readFeedback(
    context.db,
    await context.group(),
    context,
    visits.map(({ id }) => id),
  ),
});

const keeps = ({ roles }: Context): boolean => roles.includes('specialist');

async function showVisits(context: Context, schoolId: string | undefined): Promise<Reply> {
  const { db, now, groupId } = context;
  const group = await context.group();
  const schools = group.schools.filter(({ id }) => maySee('visit', context, { schoolId: id }));
  const [only, ...others] = schools;
  if (!only) return refused('No school of yours is in this Work Group.');
  const visits = await listVisits(db, groupId);
  const term = termOn(group.calendar, civilDate(now, group.zone));
  const due = term && isTermly(group) ? new Set(schoolsWithout(group, visits, term).map(({ id }) => id)) : new Set();
  if (schoolId === undefined && others.length > 0) {
    return show(
      cards.visitsOverviewCard({
        groupId,
        term: term?.name,
        keeps: keeps(context),
        schools: schools.map(({ id, name }) => {
          const own = visits.filter((visit) => isOn(visit) && visit.schoolId === id);
          const next = own.find(({ startsAt }) => startsAt > now);
          const last = own.findLast(({ startsAt }) => startsAt <= now);
          const day = (visit: schema.Visit | undefined) => visit && formatDate(dayOf(visit, group));
          return { id, school: name, next: day(next), last: day(last), due: due.has(id) };
        }),
      }),
    );
  }
  const school = schoolId === undefined ? only : schools.find(({ id }) => id === schoolId);
  if (!school) return refused('Visits to another school are not yours to see.');
  const own = visits.filter((visit) => visit.schoolId === school.id);
  const ahead = own.filter(({ startsAt }) => startsAt > now);
  const past = own.filter(({ startsAt }) => startsAt <= now).reverse();
  const reads = await readsOf(context, school.id, own);
  if (reads.feedback.some(({ personId }) => personId !== context.actor.personId)) await noteOpening(context);
  return show(
    cards.visitsCard({
      groupId,
      schoolId: school.id,
      school: school.name,
      visits: [...ahead, ...past].map((visit) => viewVisit(group, visit, reads)),
      due: term && due.has(school.id) ? term.name : undefined,
      may: { keep: keeps(context), teachers: teachersOf(group, school.id) },
      readsNotes: maySee('visitNotes', context, { schoolId: school.id }),
    }),
  );
}

const teachersOf = (group: Group, schoolId: string) =>
  membersWith(group, 'advocate')
    .filter((one) => one.schoolId === schoolId)
    .map(({ personId, name }) => ({ id: personId, name }));

/** The school of a button, or all of them to choose from; undefined: it is not in this group. */
async function choose(context: Context, schoolId: string | undefined) {
  const group = await context.group();
  const school = group.schools.find(({ id }) => id === schoolId);
  const [first] = group.schools;
  if ((schoolId !== undefined && !school) || !first) return undefined;
  return { group, school, first, schools: school ? [] : schoolChoices(group) };
}

const noSuchSchool = 'That school is not in this Work Group. Type “visit” to see its schools.';

const argsOf = (groupId: string, school: GroupSchool | undefined) => ({
  group: groupId,
  ...(school && { school: school.id }),
});

/** Opens a form about a visit of this group. */
async function withVisit(
  context: Context,
  id: string,
  then: (visit: schema.Visit, group: Group) => Reply | Promise<Reply>,
): Promise<Reply> {
  const visit = await findVisit(context.db, context.groupId, id);
  return visit && isOn(visit) ? then(visit, await context.group()) : refused(actions.gone);
}

const wholeView = async (context: Context, group: Group, visit: schema.Visit) =>
  viewVisit(group, visit, await readsOf(context, visit.schoolId, [visit]));

export const visitRoutes: readonly Route[] = [
  defineRoute({
    id: 'visit.show',
    who: everyone,
    command: { words: 'visit', help: 'See the specialist’s visits to the school' },
    args: schema.showArgs,
    view: (context, args) => showVisits(context, args.school),
  }),
  defineRoute({
    id: 'visit.book',
    who: ['specialist'],
    command: { words: 'visit book', help: 'Book a support visit to a school' },
    args: schema.showArgs,
    values: schema.bookValues,
    view: async (context, args) => {
      const chosen = await choose(context, args.school);
      if (!chosen) return refused(noSuchSchool);
      const { group, school, first, schools } = chosen;
      const visits = await listVisits(context.db, group.id);
      const date = proposeDate(school ?? first, visits, group, context.now);
      return open(
        forms.bookForm({
          args: argsOf(group.id, school),
          school: school?.name,
          schools,
          when: { date, ...usual },
          kinds: kindChoices,
        }),
      );
    },
    act: (context, args, wish) => actions.bookVisit(context, args.school ?? wish.school ?? '', wish),
  }),
  defineRoute({
    id: 'visit.unbook',
    who: ['specialist'],
    args: schema.visitArgs,
    act: (context, args) => actions.unbookVisit(context, args.visit),
  }),
  defineRoute({
    id: 'visit.move',
    who: ['specialist'],
    args: schema.visitArgs,
    values: schema.moveValues,
    view: (context, args) =>
      withVisit(context, args.visit, async (visit, group) =>
        open(
          forms.moveVisitForm(await wholeView(context, group, visit), {
            date: dayOf(visit, group),
            time: clockTime(visit.startsAt, group.zone),
            length: visit.length,
          }),
        ),
      ),
    act: (context, args, wish) => actions.moveVisit(context, args.visit, wish),
  }),
  defineRoute({
    id: 'visit.move-back',
    who: ['specialist'],
    args: backArgs,
    act: (context, args) => actions.moveBack(context, args.visit, args.at, args.minutes),
  }),
  defineRoute({
    id: 'visit.cancel',
    who: ['specialist'],
    args: schema.visitArgs,
    values: schema.cancelValues,
    view: (context, args) =>
      withVisit(context, args.visit, async (visit, group) =>
        open(forms.cancelVisitForm(await wholeView(context, group, visit))),
      ),
    act: (context, args, wish) => actions.cancelVisit(context, args.visit, wish.reason),
  }),
  defineRoute({
    id: 'visit.restore',
    who: ['specialist'],
    args: schema.visitArgs,
    act: (context, args) => actions.restoreVisit(context, args.visit),
  }),
  defineRoute({
    id: 'visit.record',
    who: ['specialist'],
    args: schema.visitArgs,
    values: schema.recordValues,
    view: (context, args) =>
      withVisit(context, args.visit, async (visit, group) => {
        const view = await wholeView(context, group, visit);
        return open(
          forms.recordForm({
            route: 'visit.record',
            args,
            about: `${view.school}, ${view.when}`,
            schools: [],
            when: undefined,
            kinds: kindChoices,
            done: visit.kinds.map(({ kind }) => kind),
            notes: visit.notes,
            agreed: view.steps,
          }),
        );
      }),
    act: (context, args, wish) => actions.recordVisit(context, args.visit, wish),
  }),
  defineRoute({
    id: 'visit.record-new',
    who: ['specialist'],
    command: { words: 'visit record', help: 'Record a visit that has been' },
    args: schema.showArgs,
    values: schema.recordNewValues,
    view: async (context, args) => {
      const chosen = await choose(context, args.school);
      if (!chosen) return refused(noSuchSchool);
      const { group, school, first, schools } = chosen;
      const date = lastSchoolDay((school ?? first).calendar, civilDate(context.now, group.zone));
      return open(
        forms.recordForm({
          route: 'visit.record-new',
          args: argsOf(group.id, school),
          about: school?.name,
          schools,
          when: { date, ...usual },
          kinds: kindChoices,
          done: [],
          notes: '',
          agreed: [],
        }),
      );
    },
    act: (context, args, wish) => actions.recordNewVisit(context, args.school ?? wish.school ?? '', wish),
  }),
  defineRoute({
    id: 'visit.feedback',
    who: ['specialist'],
    args: schema.feedbackArgs,
    values: schema.feedbackValues,
    view: (context, args) =>
      withVisit(context, args.visit, async (visit, group) => {
        const teacher = teachersOf(group, visit.schoolId).find(({ id }) => id === args.teacher);
        if (!teacher) return refused('Please choose a teacher of that school.');
        const view = await wholeView(context, group, visit);
        const words = view.feedback.find(({ personId }) => personId === teacher.id)?.text;
        if (words === undefined && (await hasFeedback(context.db, visit.id, teacher.id)))
          return refused(actions.feedbackOfAnother);
        return open(forms.feedbackForm(view, teacher, words ?? ''));
      }),
    act: (context, args, wish) => actions.writeFeedback(context, args.visit, args.teacher, wish.text),
  }),
];
