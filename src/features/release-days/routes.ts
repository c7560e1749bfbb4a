import {
  correctReleaseForm,
  logReleaseForm,
  type ReleaseView,
  readingForm,
  releaseCard,
  releaseOverviewCard,
} from '../../../cards/release.js';
import { civilDate } from '../../calendar/dates.js';
import { lastSchoolDay } from '../../calendar/record-days.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, everyone, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { maySee } from '../../edge/visibility.js';
import { type Group, schoolName } from '../../store/groups.js';
import { programmeOf, releaseOf } from '../programmes/of-group.js';
import { chooseReading, logRelease, mayUndo, undoEntry } from './actions.js';
import { teachersOf, usedWords, viewLedger } from './rules.js';
import {
  correctValues,
  entryArgs,
  logValues,
  maybeSchoolArgs,
  purposes,
  readingArgs,
  readingValues,
  schoolArgs,
} from './schema.js';
import { lastPurpose, readLedger, readLedgers } from './store.js';

/** Schools whose ledger somebody may read. */
const schoolsOf = (context: Context, group: Group): string[] =>
  group.schools.filter(({ id }) => maySee('release', context, { schoolId: id })).map(({ id }) => id);

const leads = ({ roles }: Context): boolean => roles.some((role) => role === 'specialist' || role === 'hubLead');

async function showRelease(context: Context, schoolId: string | undefined): Promise<Reply> {
  const { db, now, groupId } = context;
  const group = await context.group();
  const schools = schoolsOf(context, group);
  const [only, ...others] = schools;
  if (only === undefined) return refused('No school of yours is in this Work Group.');
  const choose = programmeOf(group).release.readings.length > 1 && leads(context);
  if (schoolId === undefined && others.length > 0) {
    const ledgers = await readLedgers(db, group, schools, now);
    return show(
      releaseOverviewCard({
        groupId,
        agreed: releaseOf(group).words,
        mayChoose: choose,
        schools: ledgers.map((ledger) => ({
          id: ledger.schoolId,
          school: schoolName(group, ledger.schoolId),
          used: usedWords(ledger),
        })),
      }),
    );
  }
  const chosen = schoolId ?? only;
  if (!schools.includes(chosen)) return refused('That school’s ledger is not yours to see.');
  const log = context.roles.some((role) => role !== 'hubLead');
  return show(releaseCard(groupId, await viewFor(context, group, chosen), { log, choose }));
}

/** A school's ledger as somebody may read it, with what they may take back. */
async function viewFor(context: Context, group: Group, schoolId: string): Promise<ReleaseView> {
  const ledger = await readLedger(context.db, group, schoolId, context.now);
  return viewLedger(group, ledger, ({ loggedById }) => mayUndo(context, { schoolId, loggedById: loggedById ?? '' }));
}

export const releaseRoutes: readonly Route[] = [
  defineRoute({
    id: 'release.show',
    who: everyone,
    command: { words: 'release', help: 'See how many days of release are used, and log some' },
    args: maybeSchoolArgs,
    view: (context, args) => showRelease(context, args.school),
  }),
  defineRoute({
    id: 'release.log',
    who: ['advocate', 'headOfDepartment', 'head', 'specialist'],
    args: maybeSchoolArgs,
    values: logValues,
    view: async (context, args) => {
      const { db, actor, groupId, now } = context;
      const group = await context.group();
      const schoolId = args.school ?? context.schoolIds[0];
      const school = group.schools.find(({ id }) => id === schoolId);
      if (!school || !maySee('release', context, { schoolId })) {
        return refused('Please open the school’s ledger first: type “release”.');
      }
      const teachers = teachersOf(group, school.id).filter(({ stoodDown }) => !stoodDown);
      if (teachers.length === 0) return refused(`${school.name} has no teachers in this Work Group at the moment.`);
      const own = teachers.filter(({ personId }) => personId === actor.personId);
      return open(
        logReleaseForm({
          groupId,
          schoolId: school.id,
          school: school.name,
          day: lastSchoolDay(school.calendar, civilDate(now, group.zone)),
          people: teachers.map(({ personId, name }) => ({ value: personId, label: name })),
          chosen: (own.length > 0 ? own : teachers).map(({ personId }) => personId),
          purposes: purposes.map(({ id, label }) => ({ value: id, label })),
          purpose: (await lastPurpose(db, groupId, actor.personId)) ?? purposes[0].id,
        }),
      );
    },
    act: (context, args, wish) => logRelease(context, args.school ?? context.schoolIds[0] ?? '', wish),
  }),
  defineRoute({
    id: 'release.correct',
    who: ['advocate', 'headOfDepartment', 'head', 'specialist'],
    args: schoolArgs,
    values: correctValues,
    view: async (context, args) => {
      const group = await context.group();
      if (!schoolsOf(context, group).includes(args.school)) return refused('That school’s ledger is not yours to see.');
      const view = await viewFor(context, group, args.school);
      if (!view.lines.some(({ entryId }) => entryId !== undefined))
        return refused('There is no entry that you can take back.');
      return open(correctReleaseForm(context.groupId, view));
    },
    act: (context, _args, { entry }) => undoEntry(context, entry, true),
  }),
  defineRoute({
    id: 'release.undo',
    who: ['advocate', 'headOfDepartment', 'head', 'specialist'],
    args: entryArgs,
    act: (context, args) => undoEntry(context, args.entry, true),
  }),
  defineRoute({
    id: 'release.redo',
    who: ['advocate', 'headOfDepartment', 'head', 'specialist'],
    args: entryArgs,
    act: (context, args) => undoEntry(context, args.entry, false),
  }),
  defineRoute({
    id: 'release.reading',
    who: ['specialist', 'hubLead'],
    args: maybeGroupArgs,
    values: readingValues,
    view: async (context) => {
      const group = await context.group();
      const { readings } = programmeOf(group).release;
      if (readings.length < 2)
        return refused('This programme’s papers say one thing about release, so there is nothing to choose.');
      return open(readingForm({ groupId: group.id, readings, chosen: releaseOf(group).key }));
    },
    act: (context, _args, { reading }) => chooseReading(context, reading),
  }),
  defineRoute({
    id: 'release.reading-back',
    who: ['specialist', 'hubLead'],
    args: readingArgs,
    act: (context, args) => chooseReading(context, args.reading),
  }),
];
