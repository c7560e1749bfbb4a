import type { CheckLine, CheckView } from '../../../cards/setting-up.js';
import { halfTermName, schoolYearOf } from '../../calendar/school-calendar.js';
import { type Group, membersWith } from '../../store/groups.js';
import { type Unsigned, unsignedWords } from '../commitments/rules.js';
import { urnSchema } from '../enrolment/schema.js';
import { fitMeetings, fitParticipants, fitSchools, type Point } from '../programmes/fit.js';
import { roleLabel } from '../programmes/labels.js';
import { programmeOf, releaseOf } from '../programmes/of-group.js';
import type { Programme } from '../programmes/schema.js';

const labelLimit = 75;

/** A programme in a menu, with its year whatever its length: Slack cuts at 75 characters. */
export function programmeLabel({ name, year, version }: Programme, own: boolean): string {
  const end = `, ${year}${own ? `, your edition ${version}` : ''}`;
  const room = labelLimit - end.length;
  return `${name.length > room ? `${name.slice(0, room - 1).trimEnd()}…` : name}${end}`;
}

const lastYear = ({ year }: Programme): string => year.match(/\d{4}/gu)?.at(-1) ?? '';

/** The hub's own first, and of the others those of the latest year. */
export const newestFirst = (offered: readonly Programme[], isOwn: (programme: Programme) => boolean): Programme[] =>
  offered.toSorted(
    (a, b) => Number(isOwn(b)) - Number(isOwn(a)) || lastYear(b).localeCompare(lastYear(a)) || a.id.localeCompare(b.id),
  );

export const editionKey = ({ id, version }: Pick<Programme, 'id' | 'version'>): string => `${id}@${version}`;

/** This school year and the next one, the likelier first: from June on the next. */
export function yearsFrom(today: string): string[] {
  const years = [schoolYearOf(today), schoolYearOf(`${Number(today.slice(0, 4)) + 1}${today.slice(4)}`)];
  return ['06', '07'].includes(today.slice(5, 7)) ? years.reverse() : years;
}

export interface KnownSchool {
  id: string;
  name: string;
  urn: string;
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Reads “Name, URN” a line each. Schools that the hub knows are found again by their number. */
export function readNewSchools(
  text: string,
  known: readonly KnownSchool[],
): { known: string[]; fresh: { name: string; urn: string }[] } | { fault: string } {
  const found = { known: [] as string[], fresh: [] as { name: string; urn: string }[] };
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, name = '', urn = ''] = /^(.*?)[\s,;]+(\d+)$/u.exec(line) ?? [];
    if (name === '' || name.length > 100 || !urnSchema.safeParse(urn).success) {
      return {
        fault: `“${line.slice(0, 60)}”: please write the name and the six digits of the URN, such as “Oakfield Primary, 900001”.`,
      };
    }
    const numbered = [...known, ...found.fresh].find((school) => school.urn === urn);
    if (numbered && !same(numbered.name, name)) {
      return { fault: `${urn} is the URN of ${numbered.name}. Please correct the number, or take ${name} out.` };
    }
    const named = [...known, ...found.fresh].find((school) => same(school.name, name) && school.urn !== urn);
    if (named) {
      return {
        fault: `${named.name} has URN ${named.urn}. If ${name}, ${urn}, is another school, please add its town to the name.`,
      };
    }
    if (numbered && 'id' in numbered) found.known.push(String(numbered.id));
    else if (!numbered) found.fresh.push({ name, urn });
  }
  return found;
}

/** What a check knows of a group besides the group. */
export interface Facts {
  /** Of the meetings planned and held, in minutes. */
  lengths: readonly number[];
  hasChannel: boolean;
  unsigned: readonly Unsigned[];
  workCode: string | null;
  projectCode: string | null;
}

const lineOf = ({ about, stated, found, verdict }: Point): CheckLine => ({ about, stated, found, verdict });

/** The group beside its template, point by point, and what is missing. */
export function viewCheck(group: Group, facts: Facts, leads: boolean): CheckView {
  const programme = programmeOf(group);
  const active = (schoolId: string, role: 'advocate' | 'head'): number =>
    membersWith(group, role).filter((member) => member.schoolId === schoolId).length;
  const people = group.schools.map((school) => fitParticipants(programme, school.name, active(school.id, 'advocate')));
  const fitting = people.filter(({ verdict }) => verdict === 'fits');
  const all: Point[] =
    fitting.length > 0 && fitting.length === people.length
      ? [{ ...(fitting[0] as Point), about: 'From each school', found: `${fitting[0]?.found} from each of them` }]
      : people;
  return {
    groupId: group.id,
    groupName: group.name,
    schoolYear: group.schoolYear,
    programme: `${programme.name}, ${programme.year}${programme.version > 1 ? `, edition ${programme.version}` : ''}`,
    theme: programme.themes.length === 1 ? programme.themes[0] : undefined,
    codes: [facts.workCode, facts.projectCode].filter((code) => code !== null && code !== '').join(', '),
    lines: [fitSchools(programme, group.schools.length), ...all, fitMeetings(programme, facts.lengths)].map(lineOf),
    states: statesOf(programme, releaseOf(group).words),
    missing: missingOf(group, programme, facts),
    canPlan: leads && facts.lengths.length === 0 && group.calendar.halfTerms.length > 0,
  };
}

/** What a template states that no record of ours can be compared with at once. */
export const statesOf = (programme: Programme, release = programme.release.words) => [
  { label: 'In-school support', value: programme.support.words },
  { label: 'Release', value: release },
  { label: 'Funding for each school', value: programme.funding.words },
];

function missingOf(group: Group, programme: Programme, { hasChannel, unsigned }: Facts): string[] {
  const headed = new Set(membersWith(group, 'head').map(({ schoolId }) => schoolId));
  const headless = group.schools.filter(({ id }) => !headed.has(id));
  const terms = group.calendar.halfTerms.map(({ number }) => number);
  const without = [1, 2, 3, 4, 5, 6].filter((number) => !terms.includes(number)).map(halfTermName);
  const list = new Intl.ListFormat('en-GB');
  return [
    ...(group.schools.length === 0 ? ['There is no school yet. A roster brings schools and people.'] : []),
    ...(membersWith(group, 'specialist').length === 0
      ? ['Nobody leads the group: without a specialist there are no dates and no gap tasks.']
      : []),
    ...(headless.length === 0
      ? []
      : [
          `${list.format(headless.map(({ name }) => name))} ${headless.length === 1 ? 'has' : 'have'} no ${roleLabel('head', group).toLowerCase()}: nobody gets cover requests and commitments there.`,
        ]),
    ...(terms.length === 0
      ? ['There are no term dates, so no date can be proposed. Import them: workgroup import term-dates.csv']
      : without.length > 0
        ? [`There are no dates for ${list.format(without)}.`]
        : []),
    ...(programme.themes.length > 1 ? ['The programme has a group work on one theme; none is chosen.'] : []),
    ...(unsigned.length > 0 ? [`${unsignedWords(unsigned)}.`] : []),
    ...(hasChannel ? [] : ['No channel is the group’s own yet: schedule and gap tasks have nowhere to go.']),
  ];
}
