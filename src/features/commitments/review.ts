import type { CommitmentLine, ReviewView } from '../../../cards/commitments.js';
import { civilDate, formatDate, formatInstant } from '../../calendar/dates.js';
import { halfTermName } from '../../calendar/school-calendar.js';
import type { Tx } from '../../store/client.js';
import type { CommitmentReview } from '../../store/generated/sqlite/client.js';
import { type Group, membersWith, personName, schoolName } from '../../store/groups.js';
import { meetingsOf } from '../head-meetings/rules.js';
import { listHeadMeetings } from '../head-meetings/store.js';
import { formOf, programmeOf } from '../programmes/of-group.js';
import { findProgramme } from '../programmes/programmes.js';
import { agreedHalves, usedWords } from '../release-days/rules.js';
import { visitsBySchool } from '../visits/store.js';
import { type Evidence, gatherEvidence } from './evidence.js';
import { onForm, owedWords, recordWords, signedShort, signedWords } from './rules.js';
import type { SchoolCommitment } from './schema.js';
import { listCommitments } from './store.js';

/** What a school agreed, what the record shows and what is next. */
export async function readReview(
  db: Tx,
  group: Group,
  schoolId: string,
  halfTerm: number,
  viewerId: string,
  now: Date,
): Promise<ReviewView> {
  return viewReview(group, await readRecords(db, group, [schoolId], halfTerm, now), schoolId, viewerId);
}

/** The same of several schools, read at once. */
export async function readReviews(
  db: Tx,
  group: Group,
  schoolIds: readonly string[],
  halfTerm: number,
  viewerId: string,
  now: Date,
): Promise<ReviewView[]> {
  const records = await readRecords(db, group, schoolIds, halfTerm, now);
  return schoolIds.map((schoolId) => viewReview(group, records, schoolId, viewerId));
}

/** What reviews of a half-term are made from. */
interface Records {
  halfTerm: number;
  commitments: ReadonlyMap<string, readonly SchoolCommitment[]>;
  evidence: ReadonlyMap<string, Evidence>;
  answers: readonly CommitmentReview[];
  next: Next;
}

/** Reads each table once, for however many schools. */
export async function readRecords(
  db: Tx,
  group: Group,
  schoolIds: readonly string[],
  halfTerm: number,
  now: Date,
): Promise<Records> {
  const current = group.calendar.halfTerms.find((one) => one.number === halfTerm);
  return {
    halfTerm,
    commitments: await listCommitments(db, group, schoolIds),
    evidence: await gatherEvidence(db, group, schoolIds, current, now),
    answers: await db.commitmentReview.findMany({
      where: { groupId: group.id, schoolId: { in: [...schoolIds] }, halfTerm },
    }),
    next: await readNext(db, group, now),
  };
}

/** A school's review as one person reads it. @throws for a school whose records were not read */
export function viewReview(
  group: Group,
  { halfTerm, commitments, evidence, answers, next }: Records,
  schoolId: string,
  viewerId: string,
): ReviewView {
  const own = commitments.get(schoolId) ?? [];
  const shown = evidence.get(schoolId);
  if (!shown) throw new Error('no evidence was gathered');
  const [signed] = onForm(group, own);
  const answer = answers.find((one) => one.schoolId === schoolId);
  return {
    groupId: group.id,
    schoolId,
    halfTerm: String(halfTerm),
    halfTermName: halfTermName(halfTerm),
    school: schoolName(group, schoolId),
    teachers: membersWith(group, 'advocate')
      .filter((one) => one.schoolId === schoolId)
      .map(({ name }) => name),
    specialist: membersWith(group, 'specialist')[0]?.name ?? 'your specialist',
    lines: own.map((commitment) => lineOf(group, commitment, shown, halfTerm)),
    signed: signedWords(group, own),
    form: formName(signed?.form ?? formOf(programmeOf(group), group.schoolYear), group),
    signedShort: signed === undefined ? 'No form' : signedShort(group, signed),
    anySigned: signed !== undefined && signed.signatures.length > 0,
    released: usedWords(shown.release),
    next: [...next.common, ...next.own(schoolId)],
    differ: programmeOf(group).contradictions.map(({ about, readings, held }) => ({ about, says: readings, held })),
    answer: answer && {
      answer: answer.answer,
      by: answer.personId === viewerId ? 'you' : personName(group, answer.personId),
    },
  };
}

function lineOf(
  group: Group,
  commitment: SchoolCommitment,
  { findings, release }: Evidence,
  halfTerm: number,
): CommitmentLine {
  const known = programmeOf(group).commitments.find(({ key }) => key === commitment.key);
  const kinds = known?.evidence ?? [];
  const own = kinds.flatMap((kind) => findings.get(kind) ?? []);
  const total = kinds.every((kind) => kind === 'release') ? agreedHalves(release) : undefined;
  return {
    key: commitment.key,
    title: known?.title ?? 'Also agreed',
    wording: commitment.wording,
    owedBy: owedWords(known?.owedBy ?? ['head'], group),
    expected: known?.from === 'text',
    record: recordWords(own),
    nothing: own.every(({ nothing }) => nothing),
    ...(total !== undefined && { bar: { done: Math.min(release.used, total), total } }),
    findings: own.map(({ label, words }) => ({ label, value: words })),
    answer: commitment.answers.find((one) => one.halfTerm === halfTerm)?.answer,
  };
}

interface Next {
  common: ReviewView['next'];
  own: (schoolId: string) => ReviewView['next'];
}

/** What is ahead: for everybody, and for a school. */
async function readNext(db: Tx, group: Group, now: Date): Promise<Next> {
  const meeting = await db.meeting.findFirst({
    where: { groupId: group.id, status: 'planned', startsAt: { gt: now } },
    orderBy: { startsAt: 'asc' },
  });
  const task = await db.gapTask.findFirst({
    where: { groupId: group.id, status: 'open', dueOn: { gte: civilDate(now, group.zone) } },
    orderBy: { setAt: 'desc' },
  });
  const visits = await visitsBySchool(db, group.id);
  const heads = await listHeadMeetings(db, group.id);
  const when = (at: Date): string => formatInstant(at, group.zone);
  return {
    common: [
      ...(meeting
        ? [
            {
              label: 'Next meeting',
              value: `${when(meeting.startsAt)}, ${meeting.hostSchoolId ? `at ${schoolName(group, meeting.hostSchoolId)}` : 'online'}`,
            },
          ]
        : []),
      ...(task ? [{ label: 'Gap task', value: `${task.title}, by ${formatDate(task.dueOn)}` }] : []),
    ],
    own: (schoolId) => {
      const visit = visits.get(schoolId)?.find(({ startsAt }) => startsAt > now);
      const [meeting] = Object.values(meetingsOf(group, heads, schoolId, now))
        .flatMap(({ planned }) => planned)
        .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
      return [
        ...(visit ? [{ label: 'Next visit', value: when(visit.startsAt) }] : []),
        ...(meeting ? [{ label: 'The head’s next meeting', value: when(meeting.startsAt) }] : []),
      ];
    },
  };
}

/** "Primary Teaching for Mastery Work Group, 2026/27, version 1" */
function formName(form: string, group: Group): string {
  const [id = '', year = '', version] = form.split(' ');
  const own = programmeOf(group);
  const name = (own.id === id ? own.name : findProgramme(id)?.name) ?? id;
  return [name, year, ...(version === undefined ? [] : [version.replace(/^v/u, 'version ')])].join(', ');
}
