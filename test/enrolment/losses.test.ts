import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import {
  historyOfPerson,
  historyOfSchool,
  personRecords,
  schoolRecords,
} from '../../src/features/enrolment/history.js';
import { describeFault } from '../../src/features/enrolment/wording.js';
import { packageRoot } from '../../src/shared/package-root.js';
import { begin } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import type { TestRouter } from '../support/router.js';

const roster = readFileSync(path.join(packageRoot, 'examples/roster.csv'), 'utf8');

const take = (test: TestRouter, text: string) =>
  importFile(test.db, new TextEncoder().encode(text), importDeps(test.clock.now()));

async function faultsOf(test: TestRouter, text: string): Promise<string[]> {
  const result = await take(test, text);
  return result.ok ? [] : result.faults.map(describeFault);
}

const idOf = (test: TestRouter, school: string): string =>
  test.group.schools.find(({ name }) => name === school)?.id ?? '';

/** One record of each kind: of Priya, of Oakfield Primary, or of both. */
async function plant({ db, group, personId }: TestRouter, schoolId: string): Promise<void> {
  const at = new Date('2026-10-06T12:00:00Z');
  const day = '2026-10-06';
  const person = personId('Priya Nandakumar');
  const head = personId('Margaret Okonkwo');
  const groupId = group.id;
  const meeting = { groupId, startsAt: at, changedAt: at };
  await db.meeting.create({
    data: {
      ...meeting,
      id: 'meeting',
      halfTerm: 1,
      length: 180,
      hostSchoolId: schoolId,
      attendance: { create: { personId: person, present: true } },
      answers: { create: { personId: person, answer: 'yes', answeredAt: at } },
      covers: { create: { schoolId, answer: 'arranged', personId: person, answeredAt: at } },
    },
  });
  await db.gapTask.create({
    data: {
      id: 'task',
      groupId,
      title: 't',
      body: 'b',
      dueOn: day,
      setAt: at,
      setById: head,
      reflections: { create: { id: 'r', personId: person, status: 'done', updatedAt: at } },
    },
  });
  await db.visit.create({
    data: {
      ...meeting,
      id: 'visit',
      schoolId,
      length: 90,
      bookedById: head,
      feedback: { create: { personId: person, text: 'f', writtenAt: at } },
    },
  });
  await db.actionStep.create({
    data: { id: 'step', groupId, schoolId, position: 0, text: 's', ownerId: person, createdAt: at, createdById: head },
  });
  await db.releaseEntry.create({
    data: {
      id: 'release',
      groupId,
      schoolId,
      day,
      halfDays: 1,
      purpose: 'other',
      loggedById: head,
      loggedAt: at,
      people: { create: { personId: person } },
    },
  });
  await db.headMeeting.create({
    data: {
      ...meeting,
      id: 'heads',
      kind: 'specialist',
      schoolId,
      length: 60,
      place: 'online',
      plannedById: head,
      people: { create: { personId: person } },
    },
  });
  await db.trgSession.create({
    data: { id: 'trg', groupId, schoolId, day, focus: 'f', tookPart: 'all', loggedById: head, loggedAt: at },
  });
  await db.openClassroom.create({
    data: {
      id: 'open',
      groupId,
      day,
      idea: 'fluency',
      lesson: 'l',
      createdAt: at,
      createdById: head,
      returns: { create: { schoolId, updatedAt: at, updatedById: head } },
    },
  });
  await db.fundingItem.create({
    data: { id: 'money', groupId, schoolId, key: 'grant', label: 'Grant', position: 0, status: 'paid', changedAt: at },
  });
  await db.commitmentReview.create({
    data: { groupId, schoolId, halfTerm: 1, answer: 'kept', personId: person, answeredAt: at },
  });
  await db.commitmentNote.create({
    data: {
      id: 'note',
      groupId,
      schoolId,
      key: 'evaluation',
      kind: 'evaluation',
      day,
      words: 'w',
      byId: head,
      createdAt: at,
    },
  });
  const commitment = await db.commitment.findFirstOrThrow({ where: { groupId, schoolId } });
  await db.commitment.update({ where: { id: commitment.id }, data: { signedOn: day } });
  await db.signature.create({
    data: {
      id: 'signature',
      commitmentId: commitment.id,
      name: 'Priya Nandakumar',
      role: 'advocate',
      personId: person,
    },
  });
  await db.commitmentAnswer.create({
    data: { commitmentId: commitment.id, halfTerm: 1, answer: 'kept', personId: person, answeredAt: at },
  });
  await db.contribution.create({ data: { groupId, personId: person, day } });
  await db.question.create({ data: { id: 'question', groupId, personId: person, ref: 'ref', askedAt: at } });
}

onDatabase('what is recorded', (open) => {
  it('of a person or a school is found in every table, and nothing where nothing is', async () => {
    const test = await begin(open, { filled: 'unsigned' });
    const oakfield = idOf(test, 'Oakfield Primary');
    const priya = test.personId('Priya Nandakumar');
    expect([await historyOfPerson(test.db, priya), await historyOfSchool(test.db, oakfield)]).toEqual(['', '']);
    await plant(test, oakfield);
    for (const groupId of [undefined, test.group.id]) {
      const [ofPerson, ofSchool] = [
        await historyOfPerson(test.db, priya, groupId),
        await historyOfSchool(test.db, oakfield, groupId),
      ];
      for (const { one } of Object.values(personRecords)) expect(ofPerson).toContain(`1 ${one}`);
      for (const { one } of Object.values(schoolRecords)) expect(ofSchool).toContain(`1 ${one}`);
    }
    expect(await historyOfPerson(test.db, priya, 'another-group')).toBe('');
  });

  it('is not moved to another school: the answer names it, and nothing is changed', async () => {
    const test = await begin(open, { filled: 'unsigned' });
    await plant(test, idOf(test, 'Oakfield Primary'));
    const line = roster.split('\n').find((one) => one.includes('Priya Nandakumar')) ?? '';
    const other = roster.split('\n').find((one) => one.includes('Millpond Primary')) ?? '';
    const urn = /\b\d{6}\b/u.exec(other)?.[0] ?? '';
    const moved = line.replace('Oakfield Primary', 'Millpond Primary').replace(/\b\d{6}\b/u, urn);
    const before = await test.db.membership.findMany({ orderBy: { id: 'asc' } });
    const [fault, ...others] = await faultsOf(test, roster.replace(line, moved));
    expect(others).toEqual([]);
    expect(fault).toMatch(
      /^line \d+, school: Priya Nandakumar is at Oakfield Primary in “.+”, with 1 record of attendance, .*1 reflection/u,
    );
    expect(fault).toMatch(/Write Oakfield Primary\. If .* has left it, hand the part over in the chat \(“handover”\)/u);
    expect(await test.db.membership.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });
});

describe('a roster beside what is recorded', () => {
  it('cannot give a school’s records to another school, but a school may have a new name', async () => {
    const test = await begin(undefined, { filled: 'unsigned' });
    await plant(test, idOf(test, 'Oakfield Primary'));
    const [header] = roster.split('\n');
    const line = roster.split('\n').find((one) => one.includes('Margaret Okonkwo')) ?? '';
    const renamed = line.replace('Oakfield Primary', 'Thornhill Academy');
    const stranger = renamed.replace('Margaret Okonkwo', 'Ada Moss').replace(/[\w.]+@[\w.]+/u, 'ada@thornhill.example');
    const [fault] = await faultsOf(test, `${header}\n${stranger}\n`);
    expect(fault).toMatch(
      /URN: \d{6} is the URN of Oakfield Primary, which has 1 meeting hosted, .*1 visit.*pass to “Thornhill Academy”/u,
    );
    expect(await take(test, `${header}\n${renamed}\n`)).toMatchObject({ ok: true, updated: { schools: 1 } });
  });

  it('cannot give a person’s records to somebody else, but a person may have a new name', async () => {
    const test = await begin(undefined, { filled: 'unsigned' });
    await plant(test, idOf(test, 'Oakfield Primary'));
    const [fault] = await faultsOf(test, roster.replaceAll('Priya Nandakumar', 'Ann Lee'));
    expect(fault).toMatch(
      /name: .*@.* belongs to Priya Nandakumar, who has .*1 reflection.* They would pass to “Ann Lee”/u,
    );
    expect(await take(test, roster.replaceAll('Priya Nandakumar', 'Priya Lee'))).toMatchObject({ ok: true });
  });

  it('leaves in what it leaves out, and says what that is', async () => {
    const test = await begin(undefined, { filled: 'unsigned' });
    await plant(test, idOf(test, 'Oakfield Primary'));
    const lines = roster.split('\n');
    const withoutSchool = await take(test, lines.filter((one) => !one.includes('Oakfield Primary')).join('\n'));
    expect(withoutSchool.ok && withoutSchool.warnings.at(-1)).toMatch(
      /this file leaves out Oakfield Primary \(1 meeting hosted, .*They stay as they are/u,
    );
    const withoutPerson = await take(test, lines.filter((one) => !one.includes('Priya Nandakumar')).join('\n'));
    expect(withoutPerson.ok && withoutPerson.warnings).toEqual([
      expect.stringMatching(/leaves out Priya Nandakumar \(1 record of attendance, .*“handover”/u),
    ]);
    // A file that only adds somebody leaves nobody out.
    const [header] = lines;
    const line = lines.find((one) => one.includes('Tom Hartwell')) ?? '';
    expect(await take(test, `${header}\n${line}\n`)).toMatchObject({ ok: true, warnings: [] });
    expect(await test.db.groupSchool.count()).toBe(test.group.schools.length);
  });
});

it('knows every table that has people or schools in it', () => {
  const folder = path.join(packageRoot, 'prisma/models');
  const models = readdirSync(folder).flatMap((file) =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(/^model (\w+) \{([\s\S]*?)^\}/gmu)].map(
      ([, name = '', body = '']) => ({ name, body }),
    ),
  );
  const withField = (field: RegExp, but: readonly string[]): string[] =>
    models
      .filter(({ name, body }) => field.test(body) && !but.includes(name))
      .map(({ name }) => name)
      .sort();
  // What says where somebody is, what is sent and what is shown: nothing that a person or a school has done.
  const noRecords = ['Membership', 'GroupSchool', 'Delivery', 'Snooze', 'Account', 'Handover', 'HalfTerm', 'Closure'];
  const kept = ['LocalMessage', 'InboxEntry', 'StaleMark', 'AuditEntry', 'UnsentWords'];
  expect(withField(/^ {2}(personId|ownerId) /mu, [...noRecords, ...kept])).toEqual(Object.keys(personRecords).sort());
  expect(withField(/^ {2}(schoolId|hostSchoolId) /mu, noRecords)).toEqual(Object.keys(schoolRecords).sort());
});
