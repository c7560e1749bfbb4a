import { expect } from 'vitest';
import { formatInstant } from '../../src/calendar/dates.js';
import type { Database } from '../../src/store/client.js';
import type { Driver } from './driver.js';

const zone = 'Europe/London';
const claim = /([^.;,]+?)(?: (?:is|are) (?:told|asked))? (now|on \w{3} \d{1,2} \w{3}, \d\d:\d\d)(?=[ .,;])/gu;

/** The same scenario, in which each line that says who is told and when is compared with the messages in the database. */
export function holdToItsWord(driver: Driver, db: Database): Driver {
  return {
    waitUntil: (moment) => driver.waitUntil(moment),
    as: (name) => {
      const person = driver.as(name);
      return {
        ...person,
        press: async (...args) => checked(await person.press(...args), db),
        submit: async (...args) => checked(await person.submit(...args), db),
      };
    },
  };
}

async function checked(words: string, db: Database): Promise<string> {
  for (const one of await faultsOf(words, db)) expect.fail(`“${words}”: ${one}`);
  return words;
}

/**
 * What a reply says of who is told or asked, and the messages do not bear out: of those that belong to what was done last.
 * @returns faults in words
 */
export async function faultsOf(words: string, db: Database): Promise<string[]> {
  const said = /[^.]*\b(?:is|are) (?:told|asked) (?:now|on )[^.]*\./u.exec(words)?.[0];
  if (said === undefined) return [];
  const { receivedAt: now } = await db.inboxEntry.findFirstOrThrow({ orderBy: { receivedAt: 'desc' } });
  const rows = await db.delivery.findMany({
    where: { dueAt: { gte: now }, status: { in: ['planned', 'sending', 'sent'] } },
  });
  const people = await db.person.findMany({ select: { id: true, name: true } });
  const whenOf = (row: (typeof rows)[number]): string =>
    row.sendAt <= now || (row.sentAt !== null && row.sentAt <= now) ? 'now' : `on ${formatInstant(row.sendAt, zone)}`;
  const faults: string[] = [];
  for (const [, who = '', when = ''] of said.matchAll(claim)) {
    const there = rows.filter((row) => whenOf(row) === when);
    const persons = new Set(there.flatMap(({ personId }) => personId ?? []));
    const count = Number(/(\d+) (?:heads|people|specialists)/u.exec(who)?.[1] ?? 0);
    if (count > persons.size) faults.push(`${count} are told ${when}, and messages go to ${persons.size}`);
    if (/everybody/iu.test(who) && rows.some((row) => whenOf(row) !== when)) faults.push(`not everybody ${when}`);
    if (/channel/iu.test(who) && there.every(({ personId }) => personId !== null)) faults.push(`no channel ${when}`);
    for (const { id, name } of people) {
      if (who.includes(name) && !persons.has(id)) faults.push(`nothing goes to ${name} ${when}`);
    }
  }
  return faults;
}
