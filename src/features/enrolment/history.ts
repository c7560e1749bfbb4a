import type { Tx } from '../../store/client.js';
import { listOf } from './wording.js';

/** Whose records: a person's or a school's, in one group or in all. */
interface Whose {
  id: string;
  groupId?: string | undefined;
}

interface RecordKind {
  one: string;
  many: string;
  count: (tx: Tx, whose: Whose) => Promise<number>;
}

const inGroup = ({ groupId }: Whose) => (groupId === undefined ? {} : { groupId });

/** What the database records of a person, by model. */
export const personRecords: Readonly<Record<string, RecordKind>> = {
  Attendance: {
    one: 'record of attendance',
    many: 'records of attendance',
    count: (tx, whose) => tx.attendance.count({ where: { personId: whose.id, meeting: inGroup(whose) } }),
  },
  MeetingAnswer: {
    one: 'answer about a meeting',
    many: 'answers about meetings',
    count: (tx, whose) => tx.meetingAnswer.count({ where: { personId: whose.id, meeting: inGroup(whose) } }),
  },
  CoverAnswer: {
    one: 'answer about cover',
    many: 'answers about cover',
    count: (tx, whose) => tx.coverAnswer.count({ where: { personId: whose.id, meeting: inGroup(whose) } }),
  },
  Reflection: {
    one: 'reflection',
    many: 'reflections',
    count: (tx, whose) => tx.reflection.count({ where: { personId: whose.id, gapTask: inGroup(whose) } }),
  },
  LessonFeedback: {
    one: 'piece of lesson feedback',
    many: 'pieces of lesson feedback',
    count: (tx, whose) => tx.lessonFeedback.count({ where: { personId: whose.id, visit: inGroup(whose) } }),
  },
  ReleasePerson: {
    one: 'entry of release',
    many: 'entries of release',
    count: (tx, whose) =>
      tx.releasePerson.count({ where: { personId: whose.id, entry: { ...inGroup(whose), undoneAt: null } } }),
  },
  HeadMeetingPerson: {
    one: 'head’s meeting',
    many: 'heads’ meetings',
    count: (tx, whose) => tx.headMeetingPerson.count({ where: { personId: whose.id, meeting: inGroup(whose) } }),
  },
  Signature: {
    one: 'signature',
    many: 'signatures',
    count: (tx, whose) => tx.signature.count({ where: { personId: whose.id, commitment: inGroup(whose) } }),
  },
  CommitmentReview: {
    one: 'commitments review',
    many: 'commitments reviews',
    count: (tx, whose) => tx.commitmentReview.count({ where: { personId: whose.id, ...inGroup(whose) } }),
  },
  CommitmentAnswer: {
    one: 'answer on a commitment',
    many: 'answers on commitments',
    count: (tx, whose) => tx.commitmentAnswer.count({ where: { personId: whose.id, commitment: inGroup(whose) } }),
  },
  ActionStep: {
    one: 'step of the action plan',
    many: 'steps of the action plan',
    count: (tx, whose) => tx.actionStep.count({ where: { ownerId: whose.id, ...inGroup(whose) } }),
  },
  Contribution: {
    one: 'day with contributions',
    many: 'days with contributions',
    count: (tx, whose) => tx.contribution.count({ where: { personId: whose.id, ...inGroup(whose) } }),
  },
  Question: {
    one: 'question in the channel',
    many: 'questions in the channel',
    count: (tx, whose) => tx.question.count({ where: { personId: whose.id, ...inGroup(whose) } }),
  },
};

/** What the database records of a school, by model. */
export const schoolRecords: Readonly<Record<string, RecordKind>> = {
  Meeting: {
    one: 'meeting hosted',
    many: 'meetings hosted',
    count: (tx, whose) => tx.meeting.count({ where: { hostSchoolId: whose.id, ...inGroup(whose) } }),
  },
  CoverAnswer: {
    one: 'answer about cover',
    many: 'answers about cover',
    count: (tx, whose) => tx.coverAnswer.count({ where: { schoolId: whose.id, meeting: inGroup(whose) } }),
  },
  Commitment: {
    one: 'signed commitment',
    many: 'signed commitments',
    count: (tx, whose) =>
      tx.commitment.count({ where: { schoolId: whose.id, signatures: { some: {} }, ...inGroup(whose) } }),
  },
  CommitmentReview: {
    one: 'commitments review',
    many: 'commitments reviews',
    count: (tx, whose) => tx.commitmentReview.count({ where: { schoolId: whose.id, ...inGroup(whose) } }),
  },
  CommitmentNote: {
    one: 'note of evidence',
    many: 'notes of evidence',
    count: (tx, whose) => tx.commitmentNote.count({ where: { schoolId: whose.id, undoneAt: null, ...inGroup(whose) } }),
  },
  ReleaseEntry: {
    one: 'entry of release',
    many: 'entries of release',
    count: (tx, whose) => tx.releaseEntry.count({ where: { schoolId: whose.id, undoneAt: null, ...inGroup(whose) } }),
  },
  Visit: {
    one: 'visit',
    many: 'visits',
    count: (tx, whose) => tx.visit.count({ where: { schoolId: whose.id, ...inGroup(whose) } }),
  },
  ActionStep: {
    one: 'step of the action plan',
    many: 'steps of the action plan',
    count: (tx, whose) => tx.actionStep.count({ where: { schoolId: whose.id, ...inGroup(whose) } }),
  },
  TrgSession: {
    one: 'TRG session',
    many: 'TRG sessions',
    count: (tx, whose) => tx.trgSession.count({ where: { schoolId: whose.id, undoneAt: null, ...inGroup(whose) } }),
  },
  OpenClassroomReturn: {
    one: 'open classroom taken home',
    many: 'open classrooms taken home',
    count: (tx, whose) =>
      tx.openClassroomReturn.count({ where: { schoolId: whose.id, classroom: { ...inGroup(whose), undoneAt: null } } }),
  },
  HeadMeeting: {
    one: 'head’s meeting',
    many: 'heads’ meetings',
    count: (tx, whose) => tx.headMeeting.count({ where: { schoolId: whose.id, ...inGroup(whose) } }),
  },
  FundingItem: {
    one: 'record of funding',
    many: 'records of funding',
    count: (tx, whose) => tx.fundingItem.count({ where: { schoolId: whose.id, ...inGroup(whose) } }),
  },
};

/** "3 records of attendance and 2 reflections"; nothing where nothing is recorded. */
async function describe(tx: Tx, kinds: Readonly<Record<string, RecordKind>>, whose: Whose): Promise<string> {
  const parts: string[] = [];
  for (const { one, many, count } of Object.values(kinds)) {
    const found = await count(tx, whose);
    if (found > 0) parts.push(`${found} ${found === 1 ? one : many}`);
  }
  return listOf(parts);
}

export const historyOfPerson = (tx: Tx, id: string, groupId?: string): Promise<string> =>
  describe(tx, personRecords, { id, groupId });

/** A school's own records, and those of its people in the group. */
export async function historyOfSchool(tx: Tx, id: string, groupId?: string): Promise<string> {
  const own = await describe(tx, schoolRecords, { id, groupId });
  if (own !== '') return own;
  const people = await tx.membership.findMany({
    where: { schoolId: id, ...(groupId !== undefined && { groupId }) },
    select: { personId: true },
  });
  for (const { personId } of people) {
    const theirs = await historyOfPerson(tx, personId, groupId);
    if (theirs !== '') return `${theirs} of its people`;
  }
  return '';
}
