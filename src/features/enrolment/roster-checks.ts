import { schoolYearOf } from '../../calendar/school-calendar.js';
import { yearAfter } from '../../calendar/usual-terms.js';
import { fitParticipants, fitSchools, participantsWarning, sizeWarning } from '../programmes/fit.js';
import { type Place, type PlacedDraft, placeOf } from './places.js';
import type { PlannedGroup } from './roster-plan.js';
import { type Fault, type RosterDraft, rolesWithoutSchool } from './schema.js';
import type { RosterState } from './store.js';
import { keyOf, listOf, nearest, quote } from './wording.js';

/** Whether a roster's lines agree with what the database holds. */
export function checkAgainstState(drafts: readonly RosterDraft[], state: RosterState, thisYear: string): Fault[] {
  const placed = drafts
    .filter((draft): draft is PlacedDraft => draft.hub !== undefined && draft.group !== undefined)
    .map((draft) => ({ draft, place: placeOf(draft, state, thisYear) }));
  const groups = new Map<string, typeof placed>();
  for (const line of placed) {
    const key = `${line.place.hubKey}|${line.place.groupKey}`;
    const lines = groups.get(key) ?? [];
    groups.set(key, lines);
    lines.push(line);
  }
  // A line whose role cannot be read, or whose group, may be the specialist's.
  const certain = drafts.every(({ hub, group, role }) => hub && group && role);
  return [...groups.values()].flatMap((lines) => [
    ...(certain ? checkSpecialist(lines) : []),
    ...lines.flatMap(({ draft, place }) => checkProgramme(draft, place)).slice(0, 1),
    ...checkSchoolNumbers(lines),
  ]);
}

type Lines = readonly { draft: PlacedDraft; place: Place }[];

function checkSpecialist(lines: Lines): Fault[] {
  const [first] = lines;
  const known = first?.place.group?.memberships.some(
    ({ role, stoodDownAt }) => role === 'specialist' && stoodDownAt === null,
  );
  if (first === undefined || known || lines.some(({ draft }) => draft.role === 'specialist')) return [];
  return [
    {
      line: first.draft.line,
      column: 'group',
      problem: `${quote(first.draft.group)} has no specialist.`,
      remedy: 'Add a line for the specialist who leads it; school and URN may be blank there.',
    },
  ];
}

function checkProgramme(draft: PlacedDraft, { group }: Place): Fault[] {
  if (group === undefined || draft.programme === undefined || group.programme === draft.programme) return [];
  return [
    {
      line: draft.line,
      column: 'programme',
      problem: `${quote(group.name)} was set up for ${group.programme}, and its schools signed that programme’s commitments.`,
      remedy: `Write ${group.programme}, or give the new group another name.`,
    },
  ];
}

/** A known school with a new number would stand in the group twice. */
function checkSchoolNumbers(lines: Lines): Fault[] {
  const numbers = new Set(lines.map(({ draft }) => draft.urn));
  const seen = new Set<string>();
  return lines.flatMap(({ draft, place: { hub, group } }) => {
    const { school, urn, role } = draft;
    if (!hub || !group || !school || !urn || !role || rolesWithoutSchool.has(role) || seen.has(urn)) return [];
    seen.add(urn);
    const inGroup = new Set(group.schools.map(({ schoolId }) => schoolId));
    const known = hub.schools.find(({ id, name }) => inGroup.has(id) && keyOf(name) === keyOf(school));
    if (known === undefined || known.urn === urn || numbers.has(known.urn)) return [];
    return [
      {
        line: draft.line,
        column: 'URN',
        problem: `${quote(known.name)} is in this group already, with URN ${known.urn}.`,
        remedy: `Write ${known.urn}. If this is another school, give it a name that tells the two apart.`,
      },
    ];
  });
}

/** What a person should look at, and need not change. */
export function warnAbout(groups: readonly PlannedGroup[], state: RosterState, today: string): string[] {
  const newHubs = new Set(
    groups.map(({ hub }) => hub.name).filter((name) => !state.hubNames.some((known) => keyOf(known) === keyOf(name))),
  );
  const hubWarnings = [...newHubs].flatMap((name) => {
    const similar = nearest(name, state.hubNames);
    return similar
      ? [`${name} is new, and named much like ${similar}. If they are one hub, its name should be written one way.`]
      : [];
  });
  return [
    ...hubWarnings,
    ...groups.flatMap((group) => [
      ...warnAboutYear(group, today),
      ...sizeWarning(group.name, fitSchools(group.programme, group.schools.size)),
      ...warnAboutPeople(group),
    ]),
  ];
}

function warnAboutYear(group: PlannedGroup, today: string): string[] {
  const nearlyOver =
    group.isNew && group.schoolYear === schoolYearOf(today) && ['06', '07'].includes(today.slice(5, 7));
  return nearlyOver
    ? [
        `${group.name} is set up for ${group.schoolYear}, which is nearly over. For the next year, add a column “school year” with ${yearAfter(group.schoolYear)}.`,
      ]
    : [];
}

function warnAboutPeople(group: PlannedGroup): string[] {
  const names = new Map([...group.hub.people.values()].map(({ id, name }) => [id, name]));
  const name = (personId: string) => names.get(personId) ?? '';
  const active = [...group.memberships.values()].filter(({ stoodDown }) => !stoodDown);
  const bySchool = [...group.hub.schools.values()].filter(({ id }) => group.schools.has(id));

  const schoolWarnings = bySchool.flatMap((school) => {
    const of = (role: string) =>
      active.filter((membership) => membership.schoolId === school.id && membership.role === role);
    const heads = of('head');
    return [
      ...(heads.length === 0
        ? [`${school.name} has no head in ${group.name}: nobody gets its cover requests and commitments.`]
        : []),
      ...(heads.length > 1
        ? [
            `${school.name} has ${heads.length} heads in ${group.name}, ${listOf(heads.map(({ personId }) => name(personId)))}: each will be written to until they answer “not me any more”.`,
          ]
        : []),
      ...participantsWarning(group.name, fitParticipants(group.programme, school.name, of('advocate').length)),
    ];
  });
  const doubles = active
    .filter(({ isNew }) => isNew)
    .flatMap(({ personId, role }) => {
      const twin = active.find(
        (other) =>
          !other.inFile &&
          other.role === role &&
          other.personId !== personId &&
          keyOf(name(other.personId)) === keyOf(name(personId)),
      );
      return twin
        ? [
            `${name(personId)} was in ${group.name} already, under another email address; the new one makes a second person.`,
          ]
        : [];
    });
  return [...schoolWarnings, ...doubles];
}
