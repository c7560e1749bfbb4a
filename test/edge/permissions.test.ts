import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../src/store/groups.js';
import { openSqlite, type TestDatabase } from '../support/databases.js';
import { startRouter, type TestRouter } from '../support/router.js';

/** Who may do what: the whole table. S specialist, A lead teacher or advocate, D head of department, H head, L hub lead. */
const table: Readonly<Record<string, string>> = {
  help: 'S A D H L',
  'home.show': 'S A D H L',
  'upcoming.show': 'S A D H L',
  'people.show': 'S A D H L',
  'calendar.renew': 'S A D H L',
  'calendar.renew-group': 'S L',
  'people.stand-down': 'D H',
  'people.stand-up': 'D H',
  'people.address': 'S L',
  'people.identify': 'S L',
  'people.unidentify': 'S L',
  'people.not-me': 'S A D H L',
  'handover.record': 'S A D H L',
  'handover.undo': 'S A D H L',
  'handover.left': 'S L',
  'handover.left-undo': 'S L',
  'carry-on.record': 'S L',
  'carry-on.undo': 'S L',
  'carry-on.channel': 'S L',
  'carry-on.channel-back': 'S L',
  'carry-on.stop': 'S L',
  'carry-on.unstop': 'S L',
  'setup.bind': 'S L',
  'setup.heads': 'S L',
  'setup.unbind': 'S L',
  'heads.show': 'S H L',
  'heads.plan': 'S L',
  'heads.take-back': 'S L',
  'heads.move': 'S L',
  'heads.move-back': 'S L',
  'heads.cancel': 'S L',
  'heads.restore': 'S L',
  'heads.record': 'S L',
  'heads.unrecord': 'S L',
  'heads.answer': 'H',
  'setup.group': 'S L',
  'setup.make': 'S L',
  'setup.unmake': 'S L',
  'setup.check': 'S L',
  'delivery.retry': 'S L',
  'reminder.snooze': 'S A D H L',
  'reminder.pause': 'S A D H L',
  'reminder.resume': 'S A D H L',
  'meeting.show': 'S A D H L',
  'schedule.show': 'S A D H L',
  'schedule.plan': 'S',
  'meeting.move': 'S',
  'meeting.cancel': 'S',
  'meeting.restore': 'S',
  'meeting.attendance': 'S',
  'meeting.answer': 'S A D H L',
  'meeting.answers': 'S A D H L',
  'meeting.cover': 'H',
  'task.show': 'S A D H L',
  'task.set': 'S',
  'task.publish': 'S',
  'task.withdraw': 'S',
  'task.restore': 'S',
  'task.status': 'S',
  'task.read': 'S',
  'task.shared': 'S A D H L',
  'task.reflect': 'A',
  'task.reply': 'A',
  'task.unshare': 'S A',
  'task.share': 'S A',
  'reflections.show': 'S A',
  'reflections.read': 'S A',
  'reflections.readers': 'S A',
  'reflections.answer': 'S A',
  'reflections.choose': 'S A',
  'reflections.undo': 'S A',
  'digest.show': 'S',
  'commitments.show': 'S A D H L',
  'commitments.answer': 'H',
  'commitments.each': 'H',
  'commitments.sign': 'S H L',
  'commitments.unsign': 'S A D H L',
  'commitments.take-on': 'A D H',
  'release.show': 'S A D H L',
  'release.log': 'S A D H',
  'release.correct': 'S A D H',
  'release.undo': 'S A D H',
  'release.redo': 'S A D H',
  'release.reading': 'S L',
  'release.reading-back': 'S L',
  'funding.show': 'S D H L',
  'funding.record': 'S L',
  'funding.back': 'S L',
  'trg.show': 'S A D H',
  'trg.log': 'S A D H',
  'trg.change': 'S A D H',
  'trg.back': 'S A D H',
  'trg.undo': 'S A D H',
  'trg.redo': 'S A D H',
  'visit.show': 'S A D H L',
  'visit.book': 'S',
  'visit.unbook': 'S',
  'visit.move': 'S',
  'visit.move-back': 'S',
  'visit.cancel': 'S',
  'visit.restore': 'S',
  'visit.record': 'S',
  'visit.record-new': 'S',
  'visit.feedback': 'S',
  'plan.show': 'S A D H',
  'plan.add': 'S A D H',
  'plan.change': 'S A D H',
  'plan.back': 'S A D H',
  'plan.tick': 'S A D H',
  'plan.untick': 'S A D H',
  'plan.drop': 'S A D H',
  'plan.keep': 'S A D H',
  'classroom.show': 'S A D H L',
  'classroom.one': 'S A D H L',
  'classroom.open': 'S',
  'classroom.back': 'S',
  'classroom.undo': 'S',
  'classroom.redo': 'S',
  'classroom.return': 'A D',
  'classroom.reply': 'A D',
  'evidence.show': 'S A D H L',
  'evidence.note': 'S A D H',
  'evidence.undo': 'S A D H',
  'evidence.redo': 'S A D H',
  'audit.show': 'L',
  'overview.show': 'L',
  'overview.group': 'L',
  'report.show': 'S A D H L',
  'words.pass-on': 'S A D H L',
  'words.keep-back': 'S A D H L',
};
const letters: Readonly<Record<Role, string>> = {
  specialist: 'S',
  advocate: 'A',
  headOfDepartment: 'D',
  head: 'H',
  hubLead: 'L',
};
const roles = Object.keys(letters) as Role[];

let database: TestDatabase;
let test: TestRouter;
beforeAll(async () => {
  database = await openSqlite();
  test = await startRouter(database, { file: 'secondary' });
});
afterAll(() => database.close());

it('names every route', () => {
  expect(test.router.routes.map((route) => route.id).sort()).toEqual(Object.keys(table).sort());
});

it.each(Object.keys(table).flatMap((route) => roles.map((role) => ({ route, role }))))(
  '$role at $route',
  async ({ route, role }) => {
    const allowed = table[route]?.split(' ').includes(letters[role]);
    const reply = await test.press(role, route, {});
    const turnedAway = reply.kind === 'refused' && reply.text.startsWith('That is for ');
    expect(turnedAway).toBe(!allowed);
  },
);

it('shows each role only its own commands in help', async () => {
  for (const role of roles) {
    const reply = await test.type(role, 'help');
    const shown = JSON.stringify(reply);
    for (const { command, who } of test.router.routes) {
      if (command) expect(shown.includes(`"text":"${command.words}"`)).toBe(who.includes(role));
    }
  }
});

it('answers for another group as if it were not there', async () => {
  const reply = await test.press('specialist', 'schedule.plan', { group: 'a-group-of-others' });
  expect(reply).toMatchObject({ kind: 'refused' });
});

it('does not know a stranger', async () => {
  const reply = await test.router.handle({
    id: 'request-of-a-stranger',
    personId: 'nobody',
    intent: { kind: 'command', text: 'help' },
  });
  expect(reply).toMatchObject({ kind: 'refused', text: expect.stringContaining('We do not know you yet') });
});
