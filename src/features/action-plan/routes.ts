import { planCard, planOverviewCard, stepForm } from '../../../cards/action-plan.js';
import { civilDate } from '../../calendar/dates.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, type Route } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { type Role, schoolName } from '../../store/groups.js';
import { addStep, changeBack, changeStep, dropStep, findOwn, gone, tickStep } from './actions.js';
import { ownersOf, viewStep } from './rules.js';
import { backArgs, schoolArgs, showArgs, stepArgs, stepValues, together } from './schema.js';
import { listSteps } from './store.js';

/** Hub leads read no school's plan. */
const who: readonly Role[] = ['specialist', 'advocate', 'headOfDepartment', 'head'];

async function showPlan(context: Context, schoolId: string | undefined, skip: number): Promise<Reply> {
  const { db, now, groupId } = context;
  const group = await context.group();
  const schools = group.schools.filter(({ id }) => maySee('actionPlan', context, { schoolId: id }));
  const [only, ...others] = schools;
  if (!only) return refused('No school of yours is in this Work Group.');
  const steps = await listSteps(db, groupId);
  if (schoolId === undefined && others.length > 0) {
    return show(
      planOverviewCard({
        groupId,
        schools: schools.map(({ id, name }) => {
          const own = steps.get(id) ?? [];
          return { id, school: name, done: own.filter(({ doneAt }) => doneAt !== null).length, of: own.length };
        }),
      }),
    );
  }
  const school = schoolId === undefined ? only : schools.find(({ id }) => id === schoolId);
  if (!school) return refused('The plan of another school is not yours to see.');
  const today = civilDate(now, group.zone);
  const views = (steps.get(school.id) ?? []).map((step) => viewStep(group, step, today));
  return show(planCard({ groupId, schoolId: school.id, school: school.name, steps: views, skip }));
}

export const planRoutes: readonly Route[] = [
  defineRoute({
    id: 'plan.show',
    who,
    command: { words: 'action plan', help: 'See the school’s next steps, and tick them off' },
    args: showArgs,
    view: (context, args) => showPlan(context, args.school, args.skip ?? 0),
  }),
  defineRoute({
    id: 'plan.add',
    who,
    args: schoolArgs,
    values: stepValues,
    view: async (context, args) => {
      const group = await context.group();
      const school = group.schools.find(({ id }) => id === args.school);
      if (!school || !maySee('actionPlan', context, { schoolId: school.id })) {
        return refused('The plan of another school is not yours to change.');
      }
      return open(
        stepForm({
          route: 'plan.add',
          args,
          school: school.name,
          text: '',
          owner: together,
          owners: ownersOf(group, school.id),
          due: '',
        }),
      );
    },
    act: (context, args, wish) => addStep(context, args.school, wish),
  }),
  defineRoute({
    id: 'plan.change',
    who,
    args: stepArgs,
    values: stepValues,
    view: async (context, args) => {
      const step = await findOwn(context, args.step);
      if (!step || step.droppedAt !== null) return refused(gone);
      const group = await context.group();
      const owners = ownersOf(group, step.schoolId);
      return open(
        stepForm({
          route: 'plan.change',
          args,
          school: schoolName(group, step.schoolId),
          text: step.text,
          owner: owners.find(({ value }) => value === step.ownerId)?.value ?? together,
          owners,
          due: step.dueOn ?? '',
        }),
      );
    },
    act: (context, args, wish) => changeStep(context, args.step, wish),
  }),
  defineRoute({
    id: 'plan.back',
    who,
    args: backArgs,
    act: (context, { step, ...before }) => changeBack(context, step, before),
  }),
  defineRoute({ id: 'plan.tick', who, args: stepArgs, act: (context, args) => tickStep(context, args.step, true) }),
  defineRoute({ id: 'plan.untick', who, args: stepArgs, act: (context, args) => tickStep(context, args.step, false) }),
  defineRoute({ id: 'plan.drop', who, args: stepArgs, act: (context, args) => dropStep(context, args.step, true) }),
  defineRoute({ id: 'plan.keep', who, args: stepArgs, act: (context, args) => dropStep(context, args.step, false) }),
];
