import { civilDate, formatDate, formatInstant } from '../../calendar/dates.js';
import type { HalfTermDates } from '../../calendar/school-calendar.js';
import type { Tx } from '../../store/client.js';
import type { Group } from '../../store/groups.js';
import { countSchool, readParts, spanOf } from '../../store/taking-part.js';
import { listSteps } from '../action-plan/store.js';
import { listNotes } from '../evidence/store.js';
import { meetingsOf } from '../head-meetings/rules.js';
import type { HeadMeeting } from '../head-meetings/schema.js';
import { listHeadMeetings } from '../head-meetings/store.js';
import { listClassrooms } from '../open-classrooms/store.js';
import { advocatesLabel } from '../programmes/labels.js';
import { programmeOf } from '../programmes/of-group.js';
import type { EvidenceKind } from '../programmes/schema.js';
import { type Ledger, teachersOf, usedWords } from '../release-days/rules.js';
import { readLedgers } from '../release-days/store.js';
import { listSessions } from '../trgs/store.js';
import { visitsBySchool } from '../visits/store.js';
import {
  classroomsWords,
  communityWords,
  daysWords,
  type Finding,
  meetingsWords,
  stepsWords,
  tasksWords,
} from './rules.js';

/** What the records show of one school: a finding for each kind of evidence that its programme counts. */
export interface Evidence {
  findings: ReadonlyMap<EvidenceKind, Finding>;
  release: Ledger;
}

type Reader = (schoolId: string) => Finding;

/** Gathers what each record shows, for several schools at once: each table is read once. */
export async function gatherEvidence(
  db: Tx,
  group: Group,
  schoolIds: readonly string[],
  halfTerm: HalfTermDates | undefined,
  now: Date,
): Promise<ReadonlyMap<string, Evidence>> {
  const kinds = new Set(programmeOf(group).commitments.flatMap(({ evidence }) => evidence));
  const ledgers = await readLedgers(db, group, schoolIds, now);
  const release = new Map(ledgers.map((ledger) => [ledger.schoolId, ledger]));
  const readers = new Map<EvidenceKind, Reader>();
  // One after the other: a transaction is one connection.
  for (const kind of kinds) readers.set(kind, await readerOf(kind, { db, group, halfTerm, now, release }));
  return new Map(
    ledgers.map((ledger) => [
      ledger.schoolId,
      {
        release: ledger,
        findings: new Map([...readers].map(([kind, read]) => [kind, read(ledger.schoolId)])),
      },
    ]),
  );
}

interface Source {
  db: Tx;
  group: Group;
  halfTerm: HalfTermDates | undefined;
  now: Date;
  release: ReadonlyMap<string, Ledger>;
}

function readerOf(kind: EvidenceKind, source: Source): Promise<Reader> {
  switch (kind) {
    case 'attendance':
      return attendance(source);
    case 'release':
      return Promise.resolve((schoolId) => release(source.release.get(schoolId)));
    case 'visits':
      return visits(source);
    case 'action-plan':
      return actionPlan(source);
    case 'gap-tasks':
      return gapTasks(source);
    case 'contributions':
      return contributions(source);
    case 'trgs':
      return trgs(source);
    case 'open-classrooms':
      return openClassrooms(source);
    case 'meets-specialist':
      return headMeetings(source, 'specialist', 'Specialist', [
        'meeting with the specialist',
        'meetings with the specialist',
      ]);
    case 'meets-hub':
      return headMeetings(source, 'hub', 'The hub’s leaders', ['meeting with the hub', 'meetings with the hub']);
    case 'meets-heads':
      return headMeetings(source, 'heads', 'Other heads', ['meeting of the heads', 'meetings of the heads']);
    case 'report':
      return notes(source, kind, 'Report');
    case 'evaluation':
      return notes(source, kind, 'Evaluation');
    case 'next-year':
      return nextYear(source);
    case 'subject-leader-community':
      return notes(source, kind, 'Subject leader community');
    case 'textbooks':
      return notes(source, kind, 'Textbooks');
    default:
      return kind satisfies never;
  }
}

const release = (ledger: Ledger | undefined): Finding => ({
  label: 'Release',
  words: ledger ? usedWords(ledger) : 'not stated',
  nothing: ledger !== undefined && ledger.used + ledger.planned + ledger.apart === 0,
});

async function attendance({ db, group, now }: Source): Promise<Reader> {
  const meetings = await db.meeting.findMany({
    where: { groupId: group.id, status: 'planned', OR: [{ attendanceAt: { not: null } }, { startsAt: { lt: now } }] },
    include: { attendance: true },
  });
  const held = meetings.filter(
    ({ attendanceAt, startsAt, length }) =>
      attendanceAt !== null || startsAt.getTime() + length * 60_000 <= now.getTime(),
  );
  const unrecorded = held.filter(({ attendanceAt }) => attendanceAt === null).length;
  return (schoolId) => {
    const teachers = new Set(teachersOf(group, schoolId).map(({ personId }) => personId));
    return meetingsWords(
      held.length,
      unrecorded,
      held.flatMap((meeting) => meeting.attendance.filter(({ personId }) => teachers.has(personId))),
    );
  };
}

async function visits({ db, group, now }: Source): Promise<Reader> {
  const bySchool = await visitsBySchool(db, group.id);
  const day = (at: Date): string => formatDate(civilDate(at, group.zone));
  return (schoolId) => {
    const own = bySchool.get(schoolId) ?? [];
    const next = own.find(({ startsAt, recordedAt }) => recordedAt === null && startsAt > now);
    return daysWords(
      'Visits',
      ['visit', 'visits'],
      own.filter(({ recordedAt }) => recordedAt !== null).map(({ startsAt }) => day(startsAt)),
      next && day(next.startsAt),
    );
  };
}

async function actionPlan({ db, group }: Source): Promise<Reader> {
  const bySchool = await listSteps(db, group.id);
  return (schoolId) => {
    const own = bySchool.get(schoolId) ?? [];
    return stepsWords(own.filter(({ doneAt }) => doneAt !== null).length, own.length);
  };
}

async function gapTasks({ db, group }: Source): Promise<Reader> {
  // Who replied, and never what: no words are read here.
  const tasks = await db.gapTask.findMany({
    where: { groupId: group.id, status: 'open' },
    select: { reflections: { where: { status: { not: 'draft' } }, select: { personId: true } } },
  });
  return (schoolId) => {
    const teachers = new Set(teachersOf(group, schoolId).map(({ personId }) => personId));
    const replied = tasks.filter(({ reflections }) => reflections.some(({ personId }) => teachers.has(personId)));
    return tasksWords(tasks.length, replied.length, teachers.size);
  };
}

async function contributions({ db, group, halfTerm }: Source): Promise<Reader> {
  const parts = halfTerm ? (await readParts(db, group, spanOf(group, halfTerm))).parts : new Map();
  return (schoolId) => communityWords(countSchool(group, schoolId, parts), advocatesLabel(group));
}

async function trgs({ db, group }: Source): Promise<Reader> {
  const sessions = await listSessions(db, group.id);
  return (schoolId) =>
    daysWords(
      'TRGs',
      ['TRG session', 'TRG sessions'],
      (sessions.get(schoolId) ?? []).map(({ day }) => formatDate(day)).reverse(),
    );
}

async function openClassrooms({ db, group }: Source): Promise<Reader> {
  const classrooms = (await listClassrooms(db, group)).filter(({ cancelled }) => !cancelled);
  return (schoolId) => {
    const own = classrooms.flatMap(({ returns }) => returns.filter((one) => one.schoolId === schoolId));
    const taught = own.filter((one) => one.taughtOn !== null || one.taught !== '');
    const evaluated = own.filter(({ evaluation }) => evaluation !== '');
    return classroomsWords(classrooms.length, taught.length, evaluated.length);
  };
}

/** Meetings of a school's head: alone with the specialist or the hub's leaders, or of all heads together. */
async function headMeetings(
  { db, group, now }: Source,
  kind: HeadMeeting['kind'],
  label: string,
  words: readonly [one: string, many: string],
): Promise<Reader> {
  const meetings = await listHeadMeetings(db, group.id);
  return (schoolId) => {
    const { had, planned } = meetingsOf(group, meetings, schoolId, now)[kind];
    const [next] = planned;
    return daysWords(
      label,
      words,
      had.map(({ startsAt }) => formatDate(civilDate(startsAt, group.zone))),
      next && formatInstant(next.startsAt, group.zone),
    );
  };
}

async function notes({ db, group }: Source, kind: EvidenceKind, label: string): Promise<Reader> {
  const bySchool = await listNotes(db, group.id);
  return (schoolId) => {
    const last = bySchool.get(schoolId)?.findLast((one) => one.kind === kind);
    return last
      ? { label, words: `${label.toLowerCase()}: ${last.words} (${formatDate(last.day)})` }
      : { label, words: 'nothing noted yet', nothing: true };
  };
}

/** A school goes on when the group of the next year has it, or when somebody has noted that it will. */
async function nextYear(source: Source): Promise<Reader> {
  const { db, group } = source;
  const noted = await notes(source, 'next-year', 'Next year');
  const next = await db.group.findFirst({ where: { carriesOnId: group.id }, include: { schools: true } });
  return (schoolId) =>
    next?.schools.some((one) => one.schoolId === schoolId)
      ? { label: 'Next year', words: `goes on in ${next.schoolYear}` }
      : noted(schoolId);
}
