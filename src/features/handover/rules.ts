import type { Choice } from '../../../cards/model.js';
import type { Context } from '../../edge/route.js';
import { type Group, type Member, type Role, schoolName } from '../../store/groups.js';
import { handedKey } from '../../store/people.js';
import { roleWord } from '../programmes/labels.js';
import { type Before, type Place, somebodyNew } from './schema.js';

export const leads = ({ roles }: Pick<Context, 'roles'>): boolean =>
  roles.some((role) => role === 'specialist' || role === 'hubLead');

export const placeKey = ({ personId, role }: Pick<Place, 'personId' | 'role'>): string => `${personId}:${role}`;

/** "lead teacher of Oakfield Primary", "specialist" */
export const placeWords = (group: Group, { role, schoolId }: Pick<Place, 'role' | 'schoolId'>): string =>
  `${roleWord(role, group)}${schoolId === undefined ? '' : ` of ${schoolName(group, schoolId)}`}`;

/**
 * The places that somebody may hand over: who leads the group everybody's, a head those of the school's teachers and
 * head of department, and everybody their own. Hub leads are the roster's business.
 * @param handed those that were handed over, by `handedKey`
 */
export function placesFor(
  viewer: Pick<Context, 'roles' | 'parts' | 'actor'>,
  group: Group,
  handed: ReadonlySet<string>,
): Place[] {
  const led = viewer.parts.flatMap(({ role, schoolId }) => (role === 'head' ? [schoolId] : []));
  const may = ({ personId, role, schoolId, stoodDown }: Member): boolean =>
    leads(viewer) ||
    (personId === viewer.actor.personId && !stoodDown) ||
    (led.includes(schoolId) && (role === 'advocate' || role === 'headOfDepartment'));
  return group.members
    .filter((member) => member.role !== 'hubLead' && may(member) && !handed.has(handedKey(member)))
    .map(({ personId, name, role, schoolId }) => ({ personId, name, role, schoolId }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'));
}

/** The viewer's own places first: most people hand over their own. */
export function placeChoices(group: Group, places: readonly Place[], actorId: string): Choice[] {
  const own = places.filter(({ personId }) => personId === actorId);
  const others = places.filter(({ personId }) => personId !== actorId);
  return [...own, ...others].map((place) => ({
    value: placeKey(place),
    label: `${place.name}, ${placeWords(group, place)}`,
  }));
}

/** Somebody new, the group's people, then others of the hub. */
export function successorChoices(group: Group, others: readonly { id: string; name: string }[]): Choice[] {
  const people = new Map<string, string>();
  for (const { personId, name } of group.members) people.set(personId, name);
  const known = [...people].map(([value, name]) => {
    const held = group.members.filter((one) => one.personId === value && !one.stoodDown);
    const words = held.length === 0 ? 'was in the group' : held.map((one) => placeWords(group, one)).join(', ');
    return { value, label: `${name}, ${words}` };
  });
  return [
    { value: somebodyNew, label: 'Somebody new: write their name below' },
    ...known.sort((a, b) => a.label.localeCompare(b.label, 'en-GB')),
    ...others.map(({ id, name }) => ({ value: id, label: `${name}, of your hub` })),
  ];
}

/** What is wrong with a successor who is somebody of the group already, in words. */
export function successorFault(group: Group, leaver: Place, successorId: string): string | undefined {
  if (successorId === leaver.personId) return 'That is who leaves. Please choose somebody else.';
  const held = group.members.find((one) => one.personId === successorId && one.role === leaver.role && !one.stoodDown);
  if (!held) return undefined;
  const words = `${held.name} is ${placeWords(group, held)} already`;
  return held.schoolId === leaver.schoolId
    ? `${words}. Please choose somebody else.`
    : `${words}, and one person can be that of one school in a group. Please choose somebody else.`;
}

/** Every role of somebody's in a group that has not ended. */
export const placesOf = (group: Group, personId: string): Place[] =>
  group.members
    .filter((one) => one.personId === personId && !one.left)
    .map(({ name, role, schoolId }) => ({ personId, name, role, schoolId }));

/** Of whom somebody who leads the group may say that they have left; of a hub lead, another hub lead. */
export function leaverChoices({ actor, roles }: Pick<Context, 'actor' | 'roles'>, group: Group): Choice[] {
  const leadHub = new Set(group.members.flatMap((one) => (one.role === 'hubLead' ? [one.personId] : [])));
  const people = new Map(group.members.filter(({ left }) => !left).map(({ personId, name }) => [personId, name]));
  return [...people]
    .filter(([id]) => id !== actor.personId && (roles.includes('hubLead') || !leadHub.has(id)))
    .map(([value, name]) => ({
      value,
      label: `${name}, ${placesOf(group, value)
        .map((place) => placeWords(group, place))
        .join(', ')}`,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en-GB'));
}

const stamp = (at: Date | undefined): string => (at === undefined ? '' : String(at.getTime()));
const instant = (stamped: string | undefined): Date | undefined =>
  stamped === undefined || stamped === '' ? undefined : new Date(Number(stamped));

/** Kept with the successor's welcome, so that a handover can be taken back. */
export const writeBefore = ({ made, leftAt, stood, steps }: Before): string =>
  [made, stamp(leftAt), stamp(stood?.at), stood?.schoolId ?? '', steps.join(' ')].join(':');

export function readBefore(occurrence: string): Before | undefined {
  const [made, leftAt, stoodAt, schoolId, steps] = occurrence.split(':');
  if (made !== 'person' && made !== 'membership' && made !== 'back') return undefined;
  const at = instant(stoodAt);
  return {
    made,
    leftAt: instant(leftAt),
    stood: at && { at, schoolId: schoolId || undefined },
    steps: steps === undefined || steps === '' ? [] : steps.split(' '),
  };
}

/** Who is told of a handover: those who lead the group, and for a teacher or head of department the school's head. */
export function whoIsTold(
  group: Group,
  { role, schoolId }: Pick<Place, 'role' | 'schoolId'>,
  but: readonly string[],
): string[] {
  const holders = (wanted: Role): Member[] =>
    group.members.filter((one) => one.role === wanted && !one.stoodDown && !but.includes(one.personId));
  const specialists = holders('specialist');
  const leaders =
    specialists.length > 0 && role !== 'specialist' ? specialists : [...specialists, ...holders('hubLead')];
  const heads = role === 'advocate' || role === 'headOfDepartment' ? holders('head') : [];
  return [
    ...new Set([...leaders, ...heads.filter((one) => one.schoolId === schoolId)].map(({ personId }) => personId)),
  ];
}
