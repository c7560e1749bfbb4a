import type { Item } from '../../src/edge/visibility.js';
import { newId } from '../../src/shared/ids.js';
import type { Database } from '../../src/store/client.js';
import type { Role } from '../../src/store/groups.js';

/** Words that occur nowhere else: what shows one shows the item. Where an item is no words, how it reads. */
export const marks: Readonly<Record<Exclude<Item, 'overview'>, string | RegExp>> = {
  draft: 'pangolinword',
  reflection: 'quokkaword',
  sharedReflection: 'axolotlword',
  lessonFeedback: 'narwhalword',
  visit: 'okapiword',
  visitNotes: 'tapirword',
  actionPlan: 'lemurword',
  /** The day on which the school signed: no other date of the year is like it. */
  commitments: /Fri 4 Sep 2026/u,
  commitmentAnswers: /no longer me/iu,
  commitmentNotes: 'ibexword',
  attendance: /1 of 2 places taken up/u,
  release: 'gibbonword',
  funding: 'meerkatword',
  trg: 'wombatword',
  openClassroom: 'numbatword',
  openClassroomReturn: 'dingoword',
  headsMeeting: 'caracalword',
  headMeeting: 'servalword',
  /** By itself: as a part of an id it would be chance. */
  contributions: /(?<![\w-])4711(?![\w-])/u,
};

export interface Player {
  name: string;
  /** As the hand-written table calls who they are to the school that everything is about. */
  letters: readonly string[];
}

/** Of the secondary example; everything is about Beacon Rise School, and what is anybody's own is Hannah's. */
export const players: readonly Player[] = [
  { name: 'Edwin Castlemaine', letters: ['S'] },
  { name: 'Rosalind Amponsah', letters: ['L'] },
  { name: 'Hannah Abernethy', letters: ['A', 'a'] },
  { name: 'Yusuf Karimloo', letters: ['a'] },
  { name: 'Colin Fairweather', letters: ['d'] },
  { name: 'Patricia Nwosu-Lane', letters: ['h'] },
  { name: 'Joanna Kowalczyk-Frost', letters: ['x'] },
  { name: 'Leon Baptiste-Moore', letters: ['x'] },
  { name: 'Shabnam Ellwood', letters: ['y'] },
  { name: 'Michael Trevanion', letters: ['z'] },
];

export interface Planted {
  /** Arguments with which routes may look for what was planted: one set, and what differs in others. */
  args: Readonly<Record<string, string>>;
  variants: readonly Readonly<Record<string, string>>[];
}

/** What a group has after some weeks, as its records hold it: every item of the table once. */
export async function plant(db: Database, now: Date): Promise<Planted> {
  const group = await db.group.findFirstOrThrow({
    include: { schools: { include: { school: true } }, memberships: { include: { person: true } } },
  });
  const groupId = group.id;
  const idOf = (name: string): string => {
    const found = group.schools.find(({ school }) => school.name === name)?.schoolId;
    if (found === undefined) throw new Error(name);
    return found;
  };
  const person = (name: string): string => {
    const found = group.memberships.find((one) => one.person.name === name)?.personId;
    if (found === undefined) throw new Error(name);
    return found;
  };
  const schoolId = idOf('Beacon Rise School');
  const [hannah, yusuf, edwin, patricia, michael] = [
    'Hannah Abernethy',
    'Yusuf Karimloo',
    'Edwin Castlemaine',
    'Patricia Nwosu-Lane',
    'Michael Trevanion',
  ].map(person) as [string, string, string, string, string];
  const own = { groupId, schoolId };

  const meeting = newId();
  const present = group.memberships.filter(({ role }) => role === 'advocate').map(({ personId }) => personId);
  await db.meeting.create({
    data: {
      id: meeting,
      groupId,
      halfTerm: 1,
      startsAt: new Date('2026-09-15T13:00:00+01:00'),
      length: 180,
      hostSchoolId: schoolId,
      changedAt: now,
      attendanceAt: now,
      attendance: { create: present.map((personId) => ({ personId, present: personId !== yusuf })) },
    },
  });

  const tasks = await plantTask(db, groupId, { author: hannah, setBy: edwin, drafter: hannah, sharer: yusuf }, now);

  const visit = newId();
  await db.visit.create({
    data: {
      id: visit,
      ...own,
      startsAt: new Date('2026-09-17T09:00:00+01:00'),
      length: 120,
      changedAt: now,
      bookedById: edwin,
      purpose: `To look at ${marks.visit}`,
      recordedAt: now,
      notes: `We saw ${marks.visitNotes}.`,
      kinds: { create: [{ kind: 'observation' }] },
      feedback: {
        create: [
          {
            personId: hannah,
            text: `Your ${marks.lessonFeedback} helped.`,
            writtenAt: now,
            readers: { create: [{ readerId: edwin, how: 'named', since: now }] },
          },
        ],
      },
    },
  });
  const ahead = newId();
  await db.visit.create({
    data: {
      id: ahead,
      ...own,
      startsAt: new Date('2026-11-12T09:00:00Z'),
      length: 120,
      changedAt: now,
      bookedById: edwin,
      purpose: `To look again at ${marks.visit}`,
    },
  });
  const step = newId();
  await db.actionStep.create({
    data: {
      id: step,
      ...own,
      visitId: visit,
      position: 0,
      text: `Try ${marks.actionPlan}`,
      createdAt: now,
      createdById: edwin,
    },
  });

  await db.commitment.updateMany({ where: own, data: { signedOn: '2026-09-04' } });
  const commitments = await db.commitment.findMany({ where: own, orderBy: { position: 'asc' } });
  await db.signature.createMany({
    data: commitments.map(({ id }) => ({
      id: newId(),
      commitmentId: id,
      name: 'Patricia Nwosu-Lane',
      role: 'head' as Role,
      personId: patricia,
    })),
  });
  await db.commitmentReview.create({
    data: { ...own, halfTerm: 1, answer: 'notMe', personId: patricia, answeredAt: now },
  });
  await db.commitmentAnswer.createMany({
    data: commitments.map(({ id }) => ({
      commitmentId: id,
      halfTerm: 1,
      answer: 'notMe' as const,
      personId: patricia,
      answeredAt: now,
    })),
  });
  const note = newId();
  await db.commitmentNote.create({
    data: {
      id: note,
      ...own,
      key: 'evaluation',
      kind: 'report',
      day: '2026-09-16',
      words: `Sent with ${marks.commitmentNotes}`,
      byId: patricia,
      createdAt: now,
    },
  });

  const entry = newId();
  await db.releaseEntry.create({
    data: {
      id: entry,
      ...own,
      day: '2026-09-10',
      halfDays: 1,
      purpose: 'planning',
      note: `for ${marks.release}`,
      loggedById: hannah,
      loggedAt: now,
      people: { create: [{ personId: hannah }] },
    },
  });
  await db.fundingItem.create({
    data: {
      id: newId(),
      ...own,
      key: 'grant',
      label: 'Grant for the department',
      position: 0,
      amount: 200_000,
      status: 'confirmed',
      confirmedOn: '2026-09-10',
      note: `asked for ${marks.funding}`,
      changedAt: now,
      changedById: edwin,
    },
  });
  const session = newId();
  await db.trgSession.create({
    data: {
      id: session,
      ...own,
      day: '2026-09-14',
      focus: `On ${marks.trg}`,
      tookPart: 'Six of us',
      loggedById: hannah,
      loggedAt: now,
    },
  });
  const classroom = newId();
  await db.openClassroom.create({
    data: {
      id: classroom,
      groupId,
      meetingId: meeting,
      day: '2026-09-15',
      idea: 'fluency',
      lesson: `A lesson on ${marks.openClassroom}`,
      createdAt: now,
      createdById: edwin,
      returns: {
        create: [
          {
            schoolId,
            taughtOn: '2026-09-16',
            evaluation: `It showed ${marks.openClassroomReturn}`,
            updatedAt: now,
            updatedById: hannah,
          },
        ],
      },
    },
  });

  const together = newId();
  const headMeeting = { groupId, length: 60, changedAt: now, plannedById: edwin };
  await db.headMeeting.create({
    data: {
      id: together,
      ...headMeeting,
      kind: 'heads',
      startsAt: new Date('2026-11-17T15:30:00Z'),
      place: `room ${marks.headsMeeting}`,
      people: { create: [{ personId: patricia }, { personId: michael }] },
    },
  });
  const alone = newId();
  await db.headMeeting.create({
    data: {
      id: alone,
      ...headMeeting,
      kind: 'specialist',
      schoolId,
      startsAt: new Date('2026-11-19T15:30:00Z'),
      place: `room ${marks.headMeeting}`,
      people: { create: [{ personId: patricia }] },
    },
  });
  await db.contribution.create({ data: { groupId, personId: hannah, day: '2026-09-08', messages: 4711 } });

  return {
    variants: [{}, { task: tasks.earlier }, { school: idOf('Riverbend Academy') }],
    args: {
      group: groupId,
      school: schoolId,
      meeting,
      task: tasks.latest,
      visit,
      step,
      note,
      evidence: note,
      entry,
      session,
      trg: session,
      classroom,
      item: `${schoolId}/grant`,
      person: hannah,
      teacher: hannah,
      halfTerm: '1',
    },
  };
}

async function plantTask(
  db: Database,
  groupId: string,
  people: { author: string; setBy: string; drafter: string; sharer: string },
  now: Date,
): Promise<{ earlier: string; latest: string }> {
  const write = async (
    title: string,
    setAt: Date,
    pieces: readonly [personId: string, status: 'draft' | 'done', shared: boolean, words: string][],
  ) => {
    const id = newId();
    const prompt = newId();
    await db.gapTask.create({
      data: {
        id,
        groupId,
        title,
        body: 'Ask two questions.',
        dueOn: '2026-11-17',
        setAt,
        setById: people.setBy,
        prompts: { create: [{ id: prompt, idea: 'fluency', position: 0, text: 'What did you see?' }] },
      },
    });
    for (const [personId, status, shared, words] of pieces) {
      await db.reflection.create({
        data: {
          id: newId(),
          gapTaskId: id,
          personId,
          status,
          shared,
          updatedAt: now,
          repliedAt: status === 'done' ? now : null,
          answers: { create: [{ promptId: prompt, text: words }] },
          readers: { create: [{ readerId: people.setBy, how: 'named', since: now }] },
        },
      });
    }
    return id;
  };
  const earlier = await write('An earlier task', new Date(now.getTime() - 60_000), [
    [people.drafter, 'draft', true, `I wonder about ${marks.draft}`],
  ]);
  const latest = await write('The task', now, [
    [people.author, 'done', false, `I saw ${marks.reflection}`],
    [people.sharer, 'done', true, `We saw ${marks.sharedReflection}`],
  ]);
  return { earlier, latest };
}
