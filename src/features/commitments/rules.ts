import type { ReviewAnswer } from '../../../cards/commitments.js';
import { formatFullDate } from '../../calendar/dates.js';
import { tellsOnSomebody } from '../../edge/visibility.js';
import type { Group, Role } from '../../store/groups.js';
import { advocatesLabel } from '../programmes/labels.js';
import { programmeOf } from '../programmes/of-group.js';
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

export function meetingsWords(held: number, places: readonly { present: boolean }[]): Finding {
  const label = 'Meetings';
  if (held === 0) return { label, words: 'none held so far', nothing: true };
  const present = places.filter((place) => place.present).length;
  return { label, words: `${held} held; ${present} of ${places.length} places taken up` };
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

/** Whether a commitment is signed by somebody; what no form has is expected, and signed by nobody. */
export const isSigned = ({ signedOn, signatures }: SchoolCommitment): boolean =>
  signedOn !== null && signatures.length > 0;

/** Those of the form, in its order. */
export function onForm(group: Group, commitments: readonly SchoolCommitment[]): SchoolCommitment[] {
  const expected = new Set(
    programmeOf(group)
      .commitments.filter(({ from }) => from === 'text')
      .map(({ key }) => key),
  );
  return commitments.filter(({ key }) => !expected.has(key));
}

/** "Signed on Thu 3 Sep 2026 by … Taken on by … on …", or that there is no signature. */
export function signedWords(group: Group, commitments: readonly SchoolCommitment[]): string {
  const form = onForm(group, commitments);
  const [first] = form;
  if (!first) return 'The programme has no form to sign.';
  if (!isSigned(first)) return 'No signature is recorded here yet.';
  const atFirst = first.signatures.filter((one) => one.signedOn === null || one.signedOn === first.signedOn);
  const later = first.signatures.filter((one) => one.signedOn !== null && one.signedOn !== first.signedOn);
  return [
    `Signed on ${formatFullDate(first.signedOn ?? '')} by ${list.format(atFirst.map(({ name }) => name))}.`,
    ...later.map(({ name, signedOn }) => `Taken on by ${name} on ${formatFullDate(signedOn ?? '')}.`),
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
  if (answers.includes('talk')) return 'talk';
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
