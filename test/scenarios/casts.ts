import { readFileSync } from 'node:fs';
import path from 'node:path';
import { programmes } from '../../src/features/programmes/programmes.js';
import { packageRoot } from '../../src/shared/package-root.js';
import { type Fill, takeIn } from '../support/filling.js';

/** Whom a scenario is about, by name. */
export interface Cast {
  specialist: string;
  hubLead: string;
  /** Of one school. */
  advocate: string;
  colleague: string;
  head: string;
  school: string;
  /** Of another. */
  otherHead: string;
  otherAdvocate: string;
  otherSchool: string;
  /** The button that records the programme's grant. */
  grant: string;
}

export const primaryCast: Cast = {
  specialist: 'Kate Winterbourne',
  hubLead: 'Rosalind Amponsah',
  advocate: 'Priya Nandakumar',
  colleague: 'Tom Hartwell',
  head: 'Margaret Okonkwo',
  school: 'Oakfield Primary',
  otherHead: 'Stephen Blackwood',
  otherAdvocate: 'Aisha Rahmani',
  otherSchool: 'Millpond Primary',
  grant: 'Record: Grant towards release',
};

export const secondaryCast: Cast = {
  specialist: 'Edwin Castlemaine',
  hubLead: 'Rosalind Amponsah',
  advocate: 'Hannah Abernethy',
  colleague: 'Yusuf Karimloo',
  head: 'Patricia Nwosu-Lane',
  school: 'Beacon Rise School',
  otherHead: 'Michael Trevanion',
  otherAdvocate: 'Joanna Kowalczyk-Frost',
  otherSchool: 'Riverbend Academy',
  grant: 'Record: Grant for the department',
};

/** The secondary example's people and dates as a group of another programme. */
export const fillProgramme =
  (id: string): Fill =>
  async (db, now) => {
    const programme = programmes.find((one) => one.id === id);
    if (!programme) throw new Error(`there is no programme ${id}`);
    const read = (name: string): string => readFileSync(path.join(packageRoot, 'examples', name), 'utf8');
    const roster = read('secondary-roster.csv').replaceAll(',secondary-tfm,', `,${id},`);
    await takeIn(db, now, [Buffer.from(roster), Buffer.from(read('secondary-term-dates.csv'))]);
  };
