import type { ReviewAnswer } from '../../../cards/commitments.js';
import { formatFullDate } from '../../calendar/dates.js';
import { tellsOnSomebody } from '../../edge/visibility.js';
import { groupBy } from '../../shared/group-by.js';
import { type Group, type Member, membersWith, personName, type Role } from '../../store/groups.js';
import { advocatesLabel } from '../programmes/labels.js';
import { programmeOf } from '../programmes/of-group.js';
import { notStated } from '../programmes/schema.js';
import type { SchoolCommitment } from './schema.js';

const list = new Intl.ListFormat('en-GB');

/** What one kind of record shows of a school. */
export interface Finding {
  /** "Visits" */
  label: string;
  words: string;
  /** There is nothing to show yet. */
  nothing?: boolean;
}

const nothingYet = 'nothing on record yet';

/** Several findings in one breath: what there is, or that there is nothing. */
export function recordWords(findings: readonly Finding[]): string {
  const some = findings.filter(({ nothing }) => !nothing);
  if (some.length > 0) return some.map(({ words }) => words).join('; ');
  const [only, ...others] = findings;
  return only && others.length === 0 ? only.words : nothingYet;
}

/** @param held meetings that have taken place @param unrecorded those of them of which nobody has recorded who came */
export function meetingsWords(held: number, unrecorded: number, places: readonly { present: boolean }[]): Finding {
  const label = 'Meetings';
  if (held === 0) return { label, words: 'none held so far', nothing: true };
  if (unrecorded === held) return { label, words: `${held} held; who came is not recorded yet` };
  const present = places.filter((place) => place.present).length;
  const words = `${held} held; ${present} of ${places.length} places taken up`;
  return { label, words: unrecorded === 0 ? words : `${words}; who came to ${unrecorded} of them is not recorded` };
}

export function communityWords({ took, of }: { took: number; of: number }, teachers: string): Finding {
  const label = 'Online community';
  return took === 0
    ? { label, words: 'none so far this half-term', nothing: true }
    : { label, words: `${took} of ${of} ${teachers} took part this half-term` };
}

/**
 * Replies of the school, whoever of its teachers wrote: no head can tell from it who did not.
 * @param teachers of the school, whose replies are counted together
 */
export function tasksWords(set: number, replied: number, teachers: number): Finding {
  const label = 'Gap tasks';
  if (set === 0) return { label, words: 'none set so far', nothing: true };
  if (tellsOnSomebody(replied, teachers)) return { label, words: `${set} set` };
  const replies = replied === set ? (set === 1 ? 'it' : 'all of them') : `${replied} of them`;
  return { label, words: `${set} set; replies to ${replies}` };
}

/** What happens on days: what there was, and what is ahead. @param what "visit", "session" */
export function daysWords(
  label: string,
  [one, many]: readonly [one: string, many: string],
  past: readonly string[],
  next?: string,
): Finding {
  const ahead = next === undefined ? '' : `the next ${one} on ${next}`;
  const last = past.at(-1);
  if (last === undefined) {
    return ahead === '' ? { label, words: `no ${one} yet`, nothing: true } : { label, words: ahead };
  }
  const had = past.length === 1 ? `1 ${one}, on ${last}` : `${past.length} ${many}, the last on ${last}`;
  return { label, words: ahead === '' ? had : `${had}; ${ahead}` };
}

export function stepsWords(done: number, all: number): Finding {
  const label = 'Action plan';
  if (all === 0) return { label, words: 'no steps agreed yet', nothing: true };
  return { label, words: `${done} of ${all} ${all === 1 ? 'step' : 'steps'} of the action plan done` };
}

export function classroomsWords(all: number, taught: number, evaluated: number): Finding {
  const label = 'Open classrooms';
  if (all === 0) return { label, words: 'none so far', nothing: true };
  const so = all === 1 ? '1 open classroom' : `${all} open classrooms`;
  return { label, words: `${so}; taught at home after ${taught}, evaluated after ${evaluated}` };
}

/** The form's signatories of a school, as they are now, without those who say that it does not mean them. */
export const signatoriesOf = (group: Group, schoolId: string): Member[] =>
  membersWith(group, ...programmeOf(group).signatures).filter(
    (member) => member.schoolId === schoolId && !member.notSigning,
  );

/**
 * How many of those whom the form names have signed for a school. Of leaders it names one each; of teachers as many as
 * the programme asks of a school, or as take part where that is more. Whoever signed and left since has signed.
 */
export function countSigned(
  group: Group,
  { schoolId, signatures }: Pick<SchoolCommitment, 'schoolId' | 'signatures'>,
): { done: number; of: number } {
  const { signatures: roles, participants } = programmeOf(group);
  const stated = participants.count === notStated ? 1 : participants.count;
  return roles.reduce(
    ({ done, of }, role) => {
      const members = signatoriesOf(group, schoolId).filter((member) => member.role === role);
      const needed = role === 'advocate' ? Math.max(stated, members.length) : 1;
      const signed = signatures.filter(
        (one) => one.role === role || members.some((member) => hasSigned({ signatures: [one] }, member)),
      );
      const people = new Set(signed.map(({ personId, name }) => personId ?? name));
      return { done: done + Math.min(people.size, needed), of: of + needed };
    },
    { done: 0, of: 0 },
  );
}

/** Whether everybody whom the form names has signed. */
function isSigned(group: Group, commitment: Pick<SchoolCommitment, 'schoolId' | 'signatures'>): boolean {
  const { done, of } = countSigned(group, commitment);
  return of > 0 && done === of;
}

/** "Signed", "2 of 4 have signed" */
export function signedShort(group: Group, commitment: Pick<SchoolCommitment, 'schoolId' | 'signatures'>): string {
  const { done, of } = countSigned(group, commitment);
  if (done === of) return 'Signed';
  return done === 0 ? 'Nobody has signed yet' : `${done} of ${of} ${done === 1 ? 'has' : 'have'} signed`;
}

/** A school whose form somebody has still to sign: "2 of 4 have signed". */
export interface Unsigned {
  school: string;
  stands: string;
}

/** Of each school's commitments, those whose form somebody has still to sign. */
export const listUnsigned = (group: Group, commitments: ReadonlyMap<string, readonly SchoolCommitment[]>): Unsigned[] =>
  group.schools.flatMap(({ id, name }) => {
    const [form] = onForm(group, commitments.get(id) ?? []);
    return form && !isSigned(group, form) ? [{ school: name, stands: signedShort(group, form) }] : [];
  });

/** "Signatures are missing: Oakfield and Millpond (nobody has signed yet); Hazel Lane (2 of 3 have signed)" */
export function unsignedWords(unsigned: readonly Unsigned[]): string {
  const alike = [...groupBy(unsigned, ({ stands }) => stands)];
  const words = alike.map(
    ([stands, some]) => `${list.format(some.map(({ school }) => school))} (${stands.toLowerCase()})`,
  );
  return `Signatures are missing: ${words.join('; ')}`;
}

/** Whether somebody comes to a promise that others of the same role signed who have left. */
export const succeeds = (
  group: Group,
  { signatures }: Pick<SchoolCommitment, 'signatures'>,
  { personId, role, schoolId }: Pick<Member, 'personId' | 'role' | 'schoolId'>,
): boolean => {
  const there = membersWith(group, role).filter((one) => one.schoolId === schoolId && one.personId !== personId);
  return signatures.some((one) => one.role === role && !there.some((other) => hasSigned({ signatures: [one] }, other)));
};

/** Those of the form, in its order. */
export function onForm(group: Group, commitments: readonly SchoolCommitment[]): SchoolCommitment[] {
  const expected = new Set(
    programmeOf(group)
      .commitments.filter(({ from }) => from === 'text')
      .map(({ key }) => key),
  );
  return commitments.filter(({ key }) => !expected.has(key));
}

/**
 * How many have signed, who, when and how: "2 of 4 have signed. Ann Example signed here on Thu 3 Sep 2026. Recorded by
 * Kate Winterbourne from the form of Wed 2 Sep 2026: Bo Example."
 */
export function signedWords(group: Group, commitments: readonly SchoolCommitment[]): string {
  const [first] = onForm(group, commitments);
  if (!first) return 'The programme has no form to sign.';
  const { done, of } = countSigned(group, first);
  if (first.signatures.length === 0) return `No signature is recorded here yet: ${of} are to sign.`;
  const alike = groupBy(first.signatures, ({ how, signedOn, recordedById }) =>
    [how === 'inTheBot', signedOn ?? first.signedOn, recordedById].join(' '),
  );
  const counted = done === of ? `Signed: all ${of} have signed.` : `${signedShort(group, first)}.`;
  return [
    counted,
    ...[...alike.values()].map((some) => {
      const [one] = some;
      const names = list.format(some.map(({ name }) => name));
      const day = formatFullDate(one?.signedOn ?? first.signedOn ?? '');
      if (one?.how === 'inTheBot') return `${names} signed here on ${day}.`;
      const by = one?.recordedById ? ` by ${personName(group, one.recordedById)}` : '';
      return `Recorded${by} from the form of ${day}: ${names}.`;
    }),
  ].join(' ');
}

/** "head teacher and lead teachers" */
export function owedWords(roles: readonly Role[], group: Group): string {
  const words: Readonly<Record<Role, string>> = {
    head: 'head teacher',
    headOfDepartment: 'head of department',
    advocate: advocatesLabel(group),
    specialist: 'specialist',
    hubLead: 'hub lead',
  };
  return list.format(roles.map((role) => words[role]));
}

/** One answer for all of them, from one answer each. */
export function sumUp(answers: readonly ReviewAnswer[]): ReviewAnswer {
  const [first] = answers;
  return first !== undefined && answers.every((answer) => answer === first) ? first : 'partly';
}

/** Whether somebody's own signature is among them. Signatures from paper have a name alone. */
export const hasSigned = (
  { signatures }: Pick<SchoolCommitment, 'signatures'>,
  { personId, name }: { personId: string; name: string },
): boolean => signatures.some((one) => one.personId === personId || (one.personId === null && one.name === name));

export interface Signatory {
  name: string;
  role: Role;
  personId: string | null;
}

const roleNames: readonly (readonly [RegExp, Role])[] = [
  [/^(head of (department|maths|mathematics)|subject leader|hod)$/iu, 'headOfDepartment'],
  [/^(head( ?teacher)?|principal|senior leader|deputy head|executive head)$/iu, 'head'],
  [/^((mastery )?advocate|lead (teacher|participant)|participant|teacher)$/iu, 'advocate'],
];

/** "Ann Example, head teacher": a line each. @returns the lines that say no role, as faults */
export function readOthers(lines: string): { people: Signatory[]; unclear: string[] } {
  const people: Signatory[] = [];
  const unclear: string[] = [];
  for (const line of lines.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [name = '', role = ''] = line.split(',').map((one) => one.trim());
    const found = roleNames.find(([pattern]) => pattern.test(role))?.[1];
    if (name === '' || found === undefined) unclear.push(line);
    else people.push({ name, role: found, personId: null });
  }
  return { people, unclear };
}
