import { openSqlite } from '../support/databases.js';
import { startTeams, type TeamsDriver } from '../support/teams-driver.js';
import type { TeamsPerson } from '../support/teams-person.js';
import { inputsOf, labelOf } from '../support/teams-words.js';
import { faraway, importSecond } from './elsewhere.js';
import {
  anew,
  colleague,
  head,
  type Json,
  member,
  publish,
  record,
  type Setting,
  specialist,
  traceOf,
} from './raw-door.js';

/** In a reflection that its author did not share. */
export const canary = 'quokkaword';
export const otherHead = 'Stephen Blackwood';
export const otherMember = 'Aisha Rahmani';
export const hubLead = 'Rosalind Amponsah';

/** People who have no business in the group, from further and further away. */
export const neighbours = [
  { name: 'Edwin Castlemaine', email: 'edwin.castlemaine@examplemathshub.example' },
  { name: 'Hannah Abernethy', email: 'hannah.abernethy@beaconrise.example' },
  { name: 'Patricia Nwosu-Lane', email: 'patricia.nwosu-lane@beaconrise.example' },
];
export const unknown = { name: 'Somebody Else', email: 'somebody.else@nowhere.example' };
export const guest = { name: 'A Guest', email: 'a.guest@nowhere.example' };
export const strangers = [...neighbours, { name: faraway.name, email: faraway.email }, unknown, guest];

/** What a visit leaves behind: that it came, from where and whose it was, and that the specialist is asked who that is. */
const footprints = /^[-+] (InboxEntry|Installation|Conversation|Account) |^[-+] Delivery .*"kind":"who-is-this"/u;

export interface Heard {
  answers: { status: number; body: Json | undefined }[];
  /** All that was answered, and all that Teams was told meanwhile. */
  text: string;
  rows: string[];
}

/** A group that has been at work, beside another of its hub and one of another hub. */
export interface Played {
  setting: Setting;
  driver: TeamsDriver;
  otherGroup: string;
  /** Everybody in the group but the hub lead. */
  namesWithin: string[];
  /** Sends these as they are, and listens. */
  listen(activities: readonly Json[]): Promise<Heard>;
  /**
   * Everything that the group did, as though somebody else had done it: where it was done, and in a chat of their own.
   * What was written in forms is left out, because whoever writes reads it again when it cannot be taken.
   */
  asIf(who: string): Json[];
  /** The newest activity of the group's with this name and route. */
  sent(name: string, route: string): Json;
  stop(): Promise<void>;
}

export async function startPlayed(): Promise<Played> {
  const database = await openSqlite();
  const { db } = database;
  const driver = await startTeams(database, { strangers });
  const setting = { database, db, driver };
  const otherGroup = await importSecond(driver);
  await importSecond(driver, faraway.change);
  const all = record(driver);
  await play(driver);
  await driver.as(guest.name).say('Hello', 'channel');
  await db.account.updateMany({ where: { email: guest.email }, data: { guest: true } });
  const recorded = all.filter(({ type }) => type === 'invoke' || type === 'message');
  const within = await db.membership.findMany({ where: { groupId: driver.groupId }, include: { person: true } });

  return {
    setting,
    driver,
    otherGroup,
    namesWithin: within.filter(({ role }) => role !== 'hubLead').map(({ person }) => person.name),
    listen: async (activities) => {
      const answers: Heard['answers'] = [];
      const { rows, calls } = await traceOf(setting, async () => {
        for (const activity of activities) answers.push(await driver.send(activity));
      });
      // Whoever is asked who somebody is may read a name: that is said to them, and not to the stranger.
      const told = calls.map(({ body }) => body).filter((body) => !JSON.stringify(body).includes('Who is'));
      return { answers, rows, text: JSON.stringify([answers, told]) };
    },
    asIf: (who) => {
      const { user, chat } = driver.as(who);
      return recorded.flatMap((activity) => {
        const words = JSON.stringify(activity).replaceAll(
          /quokkaword|One bar model|Use one bar model twice/gu,
          'my words',
        );
        const own = anew(JSON.parse(words) as Json, { from: { id: user.id, name: user.name } });
        const { conversation } = activity as { conversation: Json };
        if (conversation.conversationType !== 'personal') return [own];
        return [{ ...own, conversation: { ...conversation, id: chat } }, anew(own)];
      });
    },
    sent: (name, route) => {
      const found = recorded.findLast(
        (one) => one.name === name && JSON.stringify(one.value).includes(`"route":"${route}"`),
      );
      if (!found) throw new Error(`nobody has sent ${route} by ${name}`);
      return found;
    },
    stop: async () => {
      await driver.stop();
      await database.close();
    },
  };
}

/** The group at its work: every kind of thing that people do. */
async function play(driver: TeamsDriver): Promise<void> {
  const [kate, priya, margaret] = [driver.as(specialist), driver.as(member), driver.as(head)];
  await publish(driver);
  await priya.press('Yes', 'Our meetings', 'channel');
  await priya.look('Our meetings');
  await priya.press('Answer for other dates', 'Our meetings', 'channel');
  await priya.submit();
  await kate.type('task set');
  await kate.submit({ Title: 'One bar model', 'What to try': 'Use one bar model twice.', 'Big Ideas': ['Fluency'] });
  await kate.submit();
  await priya.press('Reflect', 'One bar model', 'channel');
  const question = inputsOf(cardOfDialog(priya)).find(({ type }) => type === 'Input.Text') ?? {};
  await priya.leave({ [labelOf(question)]: `It goes well, ${canary}.` });
  await priya.type('reflect');
  await priya.submit();
  await driver.as(colleague).press('Not yet', 'One bar model', 'channel');
  await driver.waitUntil('2026-09-08 08:30');
  await margaret.press('Cover arranged');
  await driver.waitUntil('2026-09-15 08:30');
  await margaret.press('All as agreed');
  await margaret.type('commitments');
  await margaret.type('pause');
  await kate.type('task status');
  await kate.press('Read every reply', 'One bar model', 'direct');
  for (const command of [
    'task status',
    'digest',
    'people',
    'upcoming',
    'schedule',
    'report',
    'release',
    'commitments',
  ]) {
    await kate.type(command);
  }
  await kate.type('task status', 'channel');
  for (const person of [kate, priya, margaret]) await person.type('home');
  await driver.server.settle();
}

export const cardOfDialog = (person: TeamsPerson): Json => (person.dialog().card as Json).content as Json;

export const notTheirs = (rows: readonly string[]): string[] => rows.filter((row) => !footprints.test(row));
