import type { Database } from '../../src/store/client.js';
import { takeIn } from './filling.js';

/** A made-up part of the country. */
export interface CountrySize {
  /** From which number hubs are counted: two calls make different ones. */
  firstHub?: number;
  hubs: number;
  groupsInHub: number;
  schoolsInGroup: number;
  /** How many of a group's schools have a second head of department; none unless it is said. */
  schoolsWithTwoLeaders?: number;
}

const halfTerms = [
  ['Autumn 1', '2026-09-02', '2026-10-23'],
  ['Autumn 2', '2026-11-02', '2026-12-18'],
  ['Spring 1', '2027-01-04', '2027-02-12'],
  ['Spring 2', '2027-02-22', '2027-03-25'],
  ['Summer 1', '2027-04-12', '2027-05-28'],
  ['Summer 2', '2027-06-07', '2027-07-21'],
] as const;

const csv = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(`${rows.map((row) => row.join(',')).join('\n')}\n`);

/**
 * Fills a database with hubs, their Work Groups, schools and people, as `workgroup import` takes them in: in each school
 * a head, a head of department (in some two) and two lead teachers; in each group a specialist; in each hub one who leads it.
 */
export async function fillCountry(db: Database, now: Date, size: CountrySize): Promise<void> {
  const { firstHub = 1, hubs } = size;
  for (let hub = firstHub; hub < firstHub + hubs; hub += 1) await takeIn(db, now, filesOf(hub, size));
}

function filesOf(hub: number, { groupsInHub, schoolsInGroup, schoolsWithTwoLeaders = 0 }: CountrySize): Buffer[] {
  const hubName = `Example Hub ${hub}`;
  const roster: string[][] = [['hub', 'group', 'programme', 'school year', 'school', 'URN', 'role', 'name', 'email']];
  const dates: string[][] = [['group', 'school', 'what', 'first day', 'last day', 'note']];
  for (let number = 1; number <= groupsInHub; number += 1) {
    const group = `Work Group ${hub}-${number}`;
    const row = (school: string, urn: string, role: string, name: string): void => {
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@hub${hub}.example`;
      roster.push([hubName, group, 'primary-tfm', '2026/27', school, urn, role, name, email]);
    };
    row('', '', 'hub lead', `Lead ${hub}`);
    row('', '', 'specialist', `Specialist ${hub}-${number}`);
    for (let school = 1; school <= schoolsInGroup; school += 1) {
      const id = `${hub}-${number}-${school}`;
      const urn = String(100_000 + ((hub - 1) * groupsInHub + number - 1) * schoolsInGroup + school);
      row(`School ${id}`, urn, 'head teacher', `Head ${id}`);
      row(`School ${id}`, urn, 'head of department', `Leader ${id}`);
      if (school <= schoolsWithTwoLeaders) row(`School ${id}`, urn, 'head of department', `Deputy ${id}`);
      row(`School ${id}`, urn, 'lead teacher', `First ${id}`);
      row(`School ${id}`, urn, 'lead teacher', `Second ${id}`);
    }
    for (const [name, first, last] of halfTerms) dates.push([group, '', name, first, last, '']);
  }
  return [csv(roster), csv(dates)];
}
