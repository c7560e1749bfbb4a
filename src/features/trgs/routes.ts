import { trgCard, trgForm, trgOverviewCard } from '../../../cards/trgs.js';
import { civilDate } from '../../calendar/dates.js';
import { lastSchoolDay } from '../../calendar/record-days.js';
import { open, type Reply, refused, show } from '../../edge/reply.js';
import { type Context, defineRoute, type Route } from '../../edge/route.js';
import { maySee } from '../../edge/visibility.js';
import { type GroupSchool, type Role, schoolName } from '../../store/groups.js';
import { changeBack, changeSession, findOwn, logSession, undoSession } from './actions.js';
import { countWords, viewSession } from './rules.js';
import { changeArgs, logValues, maybeSchoolArgs, sessionArgs, showArgs } from './schema.js';
import { listSessions } from './store.js';

/** Hub leads read nothing of what a school's teachers work on among themselves. */
const who: readonly Role[] = ['specialist', 'advocate', 'headOfDepartment', 'head'];

const notYours = 'What another school’s TRG worked on is not yours to see.';
const noSchool = 'No school of yours is in this Work Group.';

async function schoolsOf(context: Context): Promise<readonly GroupSchool[]> {
  const { schools } = await context.group();
  return schools.filter(({ id }) => maySee('trg', context, { schoolId: id }));
}

async function showTrgs(context: Context, schoolId: string | undefined, skip: number): Promise<Reply> {
  const { db, groupId } = context;
  const group = await context.group();
  const schools = await schoolsOf(context);
  const sessions = await listSessions(db, groupId);
  const [only, ...others] = schools;
  if (!only) return refused(noSchool);
  if (schoolId === undefined && others.length > 0) {
    return show(
      trgOverviewCard({
        groupId,
        schools: schools.map(({ id, name }) => {
          const [latest, ...earlier] = sessions.get(id) ?? [];
          return {
            id,
            school: name,
            count: countWords(latest ? earlier.length + 1 : 0),
            latest: latest && viewSession(group, latest),
          };
        }),
      }),
    );
  }
  const school = schoolId === undefined ? only : schools.find(({ id }) => id === schoolId);
  if (!school) return refused(notYours);
  const own = sessions.get(school.id) ?? [];
  return show(
    trgCard({
      groupId,
      schoolId: school.id,
      school: school.name,
      count: countWords(own.length),
      skip,
      sessions: own.map((session) => viewSession(group, session)),
    }),
  );
}

async function openLog(context: Context, schoolId: string | undefined): Promise<Reply> {
  const { db, now, groupId } = context;
  const group = await context.group();
  const schools = await schoolsOf(context);
  const [first, ...others] = schools;
  if (!first) return refused(noSchool);
  const school = schools.find(({ id }) => id === schoolId) ?? (others.length === 0 ? first : undefined);
  if (schoolId !== undefined && school?.id !== schoolId) return refused(notYours);
  const latest = school && (await listSessions(db, groupId)).get(school.id)?.[0];
  return open(
    trgForm({
      route: 'trg.log',
      args: { group: groupId, ...(school && { school: school.id }) },
      school: school?.name,
      schools: school ? [] : schools.map(({ id, name }) => ({ value: id, label: name })),
      day: lastSchoolDay(school?.calendar ?? group.calendar, civilDate(now, group.zone)),
      focus: '',
      tookPart: latest?.tookPart ?? '',
      asLastTime: latest !== undefined,
      decided: '',
    }),
  );
}

export const trgRoutes: readonly Route[] = [
  defineRoute({
    id: 'trg.show',
    who,
    command: { words: 'trg', help: 'See the sessions of your teacher research group (TRG)' },
    args: showArgs,
    view: (context, args) => showTrgs(context, args.school, args.skip ?? 0),
  }),
  defineRoute({
    id: 'trg.log',
    who,
    command: { words: 'trg log', help: 'Log a session of your teacher research group' },
    args: maybeSchoolArgs,
    values: logValues,
    view: (context, args) => openLog(context, args.school),
    act: async (context, args, wish) => {
      const [first] = await schoolsOf(context);
      return logSession(context, args.school ?? wish.school ?? first?.id ?? '', wish);
    },
  }),
  defineRoute({
    id: 'trg.change',
    who,
    args: sessionArgs,
    values: logValues,
    view: async (context, args) => {
      const session = await findOwn(context, args.session);
      if (!session || session.undoneAt !== null) return refused('That session is not there any more.');
      return open(
        trgForm({
          route: 'trg.change',
          args,
          school: schoolName(await context.group(), session.schoolId),
          schools: [],
          day: session.day,
          focus: session.focus,
          tookPart: session.tookPart,
          asLastTime: false,
          decided: session.decided,
        }),
      );
    },
    act: (context, args, wish) => changeSession(context, args.session, wish),
  }),
  defineRoute({
    id: 'trg.back',
    who,
    args: changeArgs,
    act: (context, args) => changeBack(context, args.session, args.before),
  }),
  defineRoute({
    id: 'trg.undo',
    who,
    args: sessionArgs,
    act: (context, args) => undoSession(context, args.session, true),
  }),
  defineRoute({
    id: 'trg.redo',
    who,
    args: sessionArgs,
    act: (context, args) => undoSession(context, args.session, false),
  }),
];
