import type { Choice } from '../../../cards/model.js';
import type { Identity, NewcomerView } from '../../../cards/newcomers.js';
import type { Newcomer } from '../../edge/newcomer.js';
import { withoutControls } from '../../edge/request.js';
import { plainAddress } from '../../shared/address.js';
import { type Group, type Member, membersWith, type Role, schoolName } from '../../store/groups.js';
import { roleLabel, roleWord } from '../programmes/labels.js';
import { type Account, aGuest, type NewRole, somebodyNew } from './schema.js';

/** Characters of a name as a platform shows it. */
const longestName = 100;

/** Names and addresses are what somebody typed into a profile. */
export function tidy(newcomer: Newcomer): Newcomer & { name: string } {
  const { name, email, principalName, ...rest } = withoutControls(newcomer);
  const [address, signIn] = [email, principalName].map((one) => one && plainAddress(one));
  return {
    ...rest,
    name: name.replace(/\s+/gu, ' ').trim().slice(0, longestName).trim() || 'Somebody',
    ...(address && { email: address }),
    ...(signIn && { principalName: signIn }),
  };
}

export const viewNewcomer = (groupId: string, account: Account): NewcomerView => ({
  groupId,
  account: account.ref,
  name: account.name,
  ...(account.email !== null && { email: account.email }),
});

/** Who an account turned out to be. @param name of its person */
export function identityOf(account: Account, name: string | undefined): Identity | undefined {
  if (account.personId !== null) return { kind: 'person', name: name ?? 'somebody of your hub' };
  return account.guest ? { kind: 'guest' } : undefined;
}

/** The platform on which an account is, as people call it. */
export const platformName = (ref: string): string =>
  ({ slack: 'Slack', teams: 'Teams' })[ref.slice(0, ref.indexOf(':'))] ?? 'another chat';

/**
 * Who is asked: the specialists, or the hub leads of a group without one.
 * @param said whoever leads the group and has said it before is asked too
 */
export function whoMaySay(group: Group, said?: string): string[] {
  const specialists = membersWith(group, 'specialist');
  const asked = specialists.length > 0 ? specialists : membersWith(group, 'hubLead');
  const before = membersWith(group, 'specialist', 'hubLead').filter(({ personId }) => personId === said);
  return [...new Set([...asked, ...before].map(({ personId }) => personId))];
}

/** "lead teacher, Oakfield Primary", with every role that somebody holds in the group. */
export function roleWords(group: Group, personId: string): string {
  const held = group.members.filter((member) => member.personId === personId && !member.stoodDown);
  const words = held.flatMap((member) => [
    roleWord(member.role, group),
    ...(member.schoolId === undefined ? [] : [schoolName(group, member.schoolId)]),
  ]);
  return [...new Set(words)].join(', ');
}

/** Who an account may be said to be: nobody takes the place of somebody who is known there, nor of a hub lead. */
export function mayBe(group: Group, known: ReadonlySet<string>): Member[] {
  const leads = new Set(membersWith(group, 'hubLead').map(({ personId }) => personId));
  const found = group.members.filter(
    ({ personId, stoodDown }) => !stoodDown && !known.has(personId) && !leads.has(personId),
  );
  return [...new Map(found.map((member) => [member.personId, member])).values()];
}

/** @param known those who are known on the account's platform already */
export function whoChoices(group: Group, known: ReadonlySet<string>): Choice[] {
  return [
    ...mayBe(group, known)
      .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
      .map(({ personId, name }) => ({ value: personId, label: `${name}, ${roleWords(group, personId)}` })),
    { value: somebodyNew, label: 'Somebody new in this group' },
    { value: aGuest, label: 'A guest: leave them in peace' },
  ];
}

export function roleChoices(group: Group): Choice[] {
  const roles: NewRole[] = ['advocate', 'head', 'headOfDepartment'];
  return roles.map((role) => ({ value: role, label: roleLabel(role, group) }));
}

/** What saying who somebody is made, kept with their welcome, so that it can be taken back. */
export interface Mark {
  /** "person": a person and a membership; "membership": that alone; "nothing": they were there already. */
  made: 'person' | 'membership' | 'nothing';
  /** The membership's id, or any other that tells one time from another. */
  id: string;
  /** Who said it. */
  by: string;
}

export const writeMark = ({ made, id, by }: Mark): string => `${made}:${id}:${by}`;

export function readMark(occurrence: string): Mark | undefined {
  const [made, id, by] = occurrence.split(':');
  if (made !== 'person' && made !== 'membership' && made !== 'nothing') return undefined;
  return id === undefined || by === undefined ? undefined : { made, id, by };
}

export const leads = ({ roles }: { roles: readonly Role[] }): boolean =>
  roles.some((role) => role === 'specialist' || role === 'hubLead');

/** "head teacher of Oakfield Primary": what somebody may say is no longer theirs. */
export const leavableWords = (group: Group, personId: string): string =>
  group.members
    .filter((one) => one.personId === personId && !one.stoodDown)
    .filter(({ role }) => role === 'head' || role === 'headOfDepartment')
    .map(({ role, schoolId }) => `${roleWord(role, group)} of ${schoolName(group, schoolId)}`)
    .join(' and ');

/** Whose address somebody may correct: a specialist everybody's but those of others who lead, a hub lead everybody's. */
export function addressChoices(group: Group, roles: readonly Role[]): Choice[] {
  const leading = new Set(membersWith(group, 'specialist', 'hubLead').map(({ personId }) => personId));
  const may = (personId: string) => roles.includes('hubLead') || !leading.has(personId);
  const people = new Map(
    group.members.filter((one) => !one.stoodDown && may(one.personId)).map((one) => [one.personId, one.name]),
  );
  return [...people]
    .map(([value, name]) => ({ value, label: `${name}, ${roleWords(group, value)}` }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en-GB'));
}
