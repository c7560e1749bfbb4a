import { askAgainCard, identifiedCard } from '../../../cards/newcomers.js';
import { occurrenceOf, type Plan } from '../../delivery/plan.js';
import type { Planner } from '../../delivery/planner.js';
import { becomingFault } from '../../edge/becoming.js';
import type { Acquaintance, Newcomer } from '../../edge/newcomer.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { newId, newSecret } from '../../shared/ids.js';
import { type AuditEntry, recordAudit } from '../../store/audit.js';
import type { Database, Tx } from '../../store/client.js';
import { type Group, loadGroup, personName } from '../../store/groups.js';
import { findPerson, listParts, placeholderEmail } from '../../store/people.js';
import { isUniqueViolation, transact } from '../../store/unit-of-work.js';
import { emailSchema } from '../enrolment/schema.js';
import { roleWord } from '../programmes/labels.js';
import { type Mark, mayBe, readMark, roleWords, tidy, viewNewcomer, whoMaySay, writeMark } from './rules.js';
import { type Account, aGuest, type IdentifyValues, somebodyNew } from './schema.js';
import * as store from './store.js';

interface Deps {
  db: Database;
  planner: Planner;
  now: Date;
}

/** Recognises somebody who has appeared on a platform by address, or asks those who lead the group who that is. */
export async function meet(deps: Deps, newcomer: Newcomer): Promise<Acquaintance> {
  const meetNow = () => transact(deps.db, (tx) => meetWithin(tx, deps, tidy(newcomer)));
  try {
    return await meetNow();
  } catch (error) {
    // They appeared twice at the same moment: the other is here now.
    if (isUniqueViolation(error)) return meetNow();
    throw error;
  }
}

async function meetWithin(tx: Tx, { planner, now }: Deps, newcomer: Newcomer): Promise<Acquaintance> {
  const { ref, hubId, name, email = newcomer.principalName } = newcomer;
  const account = await store.holdAccount(tx, ref);
  // A workspace that has changed hands: what another hub knew of it is not for this one.
  const known = account?.hubId === hubId ? account : undefined;
  const person = known?.personId == null ? await findInRoster(tx, newcomer) : undefined;
  const personId = known?.personId ?? person?.id ?? null;
  const guest = personId === null && known?.guest === true;
  await store.saveAccount(
    tx,
    { ref, hubId, personId, name, email: email ?? known?.email ?? null, guest },
    { seenAt: now, anew: known === undefined },
  );
  if (person) {
    await recognise(tx, planner, now, ref, person.id, 'recognised by the email address');
    const own = { hubId, at: now, byId: person.id, personId: person.id };
    await recordAudit(tx, { ...own, act: 'tiedAccount', about: `${ref}, by the address` });
  } else if (personId === null && !guest) await ask(tx, planner, now, newcomer);
  const asked = personId === null && !guest && (await store.isAskedAbout(tx, ref));
  return { personId: personId ?? undefined, guest, isNew: known?.welcomedAt == null, ...(asked && { asked }) };
}

/** By the email address, else by what they sign in with. */
async function findInRoster(tx: Tx, { hubId, email, principalName }: Newcomer): Promise<{ id: string } | undefined> {
  for (const address of [email, principalName]) {
    const person = address === undefined ? undefined : await store.findPersonByEmail(tx, hubId, address);
    if (person) return person;
  }
  return undefined;
}

/** People we know, or a group's channel, can be written to again: what waited goes out. */
export async function reach(
  { db, planner, now }: Deps,
  to: { people: readonly string[] } | { groupId: string },
): Promise<void> {
  if ('people' in to) {
    for (const personId of await store.heldUp(db, to.people)) {
      await transact(db, (tx) => sendWhatWaited(tx, planner, now, personId));
    }
    return;
  }
  await transact(db, async (tx) => {
    await planner.revive(tx, { groupId: to.groupId, personId: null }, now);
    for (const channel of ['channel', 'heads-channel']) {
      await planner.refresh(tx, to.groupId, { kinds: ['not-delivered'], subjectId: channel });
    }
  });
}

async function sendWhatWaited(tx: Tx, planner: Planner, now: Date, personId: string): Promise<void> {
  await planner.revive(tx, { personId }, now);
  for (const groupId of await store.groupsOfPerson(tx, personId)) {
    await planner.refresh(tx, groupId, { kinds: ['not-delivered'], subjectId: personId });
  }
}

/** What waited for this person goes out, and nobody is asked any more who it is. */
async function recognise(
  tx: Tx,
  planner: Planner,
  now: Date,
  ref: string,
  personId: string,
  how: string,
): Promise<void> {
  await planner.withdraw(tx, { topic: 'notice', subjectId: ref }, how);
  await sendWhatWaited(tx, planner, now, personId);
  for (const groupId of await store.groupsOfPerson(tx, personId)) {
    await planner.refresh(tx, groupId, { kinds: ['who-is-this'], subjectId: ref });
  }
}

/** Once for each account and group. */
async function ask(tx: Tx, planner: Planner, now: Date, newcomer: Newcomer): Promise<void> {
  const groupId = await store.groupInHub(tx, newcomer.hubId, newcomer.groupId);
  if (groupId === undefined) return;
  const wrote = newcomer.groupId === undefined;
  const happened = `${newcomer.name} ${wrote ? 'wrote to me' : 'is new in the channel'}`;
  const asked = { ref: newcomer.ref, why: happened, occurrence: groupId, prompt: wrote };
  await planner.announce(tx, groupId, now, questions(await loadGroup(tx, groupId), now, asked));
}

/** @param said whoever has said who it is, and was wrong: they hear of it too */
const questions = (
  group: Group,
  now: Date,
  { ref, said, ...rest }: { ref: string; said?: string; why: string; occurrence: string; prompt: boolean },
): Plan[] =>
  whoMaySay(group, said).map((personId) => ({
    kind: 'who-is-this',
    topic: 'notice',
    subjectId: ref,
    personId,
    late: 'send',
    dueAt: now,
    ...rest,
  }));

export const noAccount = 'Nobody in this group has been asked about that account, so nothing was changed.';

/** A leader of the group says who an account is; whoever it is gets a message that says so. */
export async function identify(context: Context, ref: string, values: IdentifyValues): Promise<Reply | Faults> {
  const { db, now, planner, actor, groupId, hubId } = context;
  const asked = await store.findAskedAccount(db, { hubId, groupId, ref });
  if (!asked) return refused(noAccount);
  const account = await store.holdAccount(db, ref);
  if (!account || account.personId !== null || account.guest) {
    return refused('Somebody has just said who this is, so nothing was changed.');
  }
  const newcomer = viewNewcomer(groupId, account);
  const told = `${actor.name} said who this is`;
  if (values.who === aGuest) {
    await store.setIdentity(db, ref, { personId: null, guest: true });
    await planner.withdraw(db, { topic: 'notice', subjectId: ref }, told);
    await planner.refresh(db, groupId, { kinds: ['who-is-this'], subjectId: ref });
    const words = `${account.name} is a guest, and is left in peace.`;
    return done(words, identifiedCard(newcomer, words));
  }
  const found = await findOrCreate(context, account, values);
  if ('kind' in found) return found;
  const { personId, ...made } = found;
  const elsewhere = await store.accountsOf(db, personId);
  await store.setIdentity(db, ref, { personId, guest: false });
  await recordAudit(db, { ...entryOf(context, personId), act: 'tiedAccount', about: ref });
  await recognise(db, planner, now, ref, personId, told);
  const notice = { topic: 'notice', subjectId: ref, personId, late: 'send', prompt: true, dueAt: now } as const;
  const mark = writeMark({ ...made, by: actor.personId });
  const why = `${actor.name} said who they are`;
  await planner.announce(db, groupId, now, [
    { ...notice, kind: 'welcome', account: ref, occurrence: mark, why },
    ...elsewhere.map((account) => ({
      ...notice,
      kind: 'account-named',
      account,
      occurrence: `${mark}:${account}`,
      why: `${actor.name} said that another account is theirs`,
    })),
  ]);
  const group = await loadGroup(db, groupId);
  const words = `This is ${personName(group, personId)}, ${roleWords(group, personId)}. They get a message that says so.`;
  return done(words, identifiedCard(newcomer, words));
}

const isKnown = (name: string): string =>
  `${name} is known here by another account already. If this is ${name} too, please ask them to go on with that one.`;
const isHubLead = (name: string): string =>
  `${name} leads the hub, and is known by the address in the roster alone. Please ask whoever runs the bot.`;
const entryOf = (
  { hubId, groupId, now, actor }: Context,
  personId: string,
): Pick<AuditEntry, 'hubId' | 'groupId' | 'at' | 'byId' | 'personId'> => ({
  hubId,
  groupId,
  at: now,
  byId: actor.personId,
  personId,
});

/** The member who was chosen, or somebody new with a place in the group. */
async function findOrCreate(
  context: Context,
  account: Account,
  { who, role, school }: IdentifyValues,
): Promise<(Pick<Mark, 'made' | 'id'> & { personId: string }) | Faults> {
  const { db, now, planner, groupId, hubId } = context;
  const group = await context.group();
  if (who !== somebodyNew || role === '') {
    const member = group.members.find(({ personId, stoodDown }) => personId === who && !stoodDown);
    if (!member) return faults({ who: 'That person is not in the group any more. Please choose again.' });
    const known = await store.peopleKnownBeside(db, account.ref, [who]);
    if (mayBe(group, known).some(({ personId }) => personId === who)) {
      return { made: 'nothing', id: newId(), personId: who };
    }
    return faults({ who: known.has(who) ? isKnown(member.name) : isHubLead(member.name) });
  }
  if (!group.schools.some(({ id }) => id === school)) {
    return faults({ school: 'That school is not in the group any more. Please choose again.' });
  }
  const email = emailSchema.safeParse(account.email ?? '').data;
  const known = email === undefined ? undefined : await store.findPersonByEmail(db, hubId, email);
  const personId = known?.id ?? newId();
  if (!known) {
    const person = { id: personId, hubId, name: account.name, calendarSecret: newSecret() };
    await store.createPerson(db, { ...person, email: email ?? placeholderEmail(personId) });
  } else if ((await store.peopleKnownBeside(db, account.ref, [personId])).size > 0) {
    return faults({ who: isKnown(known.name) });
  } else if (await store.leadsHub(db, personId)) {
    return faults({ who: isHubLead(known.name) });
  } else if (group.members.some((member) => member.personId === personId && member.role === role)) {
    return { made: 'nothing', id: newId(), personId };
  }
  const parts = known ? await listParts(db, personId) : [];
  const wrong = becomingFault({ name: known?.name ?? account.name, parts, role, schoolId: school, group });
  if (wrong !== undefined) return faults({ role: wrong });
  const id = newId();
  await store.createMembership(db, { id, groupId, personId, role, schoolId: school, addedAt: now });
  await recordAudit(db, { ...entryOf(context, personId), act: 'gaveRole', about: roleWord(role, group) });
  await planner.replan(db, groupId, now);
  return { made: known ? 'membership' : 'person', id, personId };
}

/** "That was wrong": everything is as it was before somebody said who this is. */
export async function unidentify(context: Context, ref: string): Promise<Reply> {
  const { db, groupId, hubId } = context;
  if (!(await store.findAskedAccount(db, { hubId, groupId, ref }))) return refused(noAccount);
  const account = await store.holdAccount(db, ref);
  if (!account || (account.personId === null && !account.guest)) {
    return refused('Nobody has said yet who this is, or it is taken back already.');
  }
  const newcomer = viewNewcomer(groupId, account);
  if (account.personId === null) {
    await store.setIdentity(db, ref, { personId: null, guest: false });
    await context.planner.refresh(db, groupId, { kinds: ['who-is-this'], subjectId: ref });
    const words = `Taken back. Who is ${account.name}?`;
    return done(words, askAgainCard(newcomer, words));
  }
  const mark = await findMark(context, account);
  if (!mark) {
    return refused(
      'That was not said in this group: they are known by the email address in the roster. If that is wrong, please put the roster right and import it again.',
    );
  }
  const stays = await putBack(context, account, mark, `${context.actor.name} took it back`);
  const words = `Taken back. ${stays}Who is ${account.name}?`;
  return done(words, askAgainCard(newcomer, words));
}

/** "That is not me": whoever was taken for somebody else says so. */
export async function notMe(context: Context, ref: string): Promise<Reply> {
  const { db, now, planner, actor, groupId, hubId } = context;
  const account = await store.holdAccount(db, ref);
  if (!account || account.hubId !== hubId || account.personId !== actor.personId) {
    return refused('That is taken back already, or was about somebody else. Nothing was changed.');
  }
  const mark = await findMark(context, account);
  if (!mark) return refused('We know you by your email address. If that is wrong, please tell your specialist.');
  const group = await context.group();
  await putBack(context, account, mark, '“That is not me” was pressed');
  const why = `“That is not me” was pressed: ${account.name} is not ${actor.name}`;
  const asked = questions(group, now, { ref, said: mark.by, why, occurrence: `not-me:${newId()}`, prompt: true });
  await planner.announce(db, groupId, now, asked);
  const [first] = asked;
  return done(
    `Thank you for telling me. That account is nobody’s now, and ${first?.personId ? personName(group, first.personId) : 'your hub'} is asked again whose it is.`,
  );
}

async function findMark({ db, groupId }: Context, { ref, personId }: Account): Promise<Mark | undefined> {
  const welcome = await store.findWelcome(db, { groupId, ref, personId: personId ?? '' });
  return welcome && readMark(occurrenceOf(welcome));
}

/** @returns what could not be put back, in words */
async function putBack(context: Context, account: Account, mark: Mark, reason: string): Promise<string> {
  const { db, now, planner, groupId, hubId } = context;
  const { ref, personId } = account;
  if (personId === null) return '';
  await store.setIdentity(db, ref, { personId: null, guest: false });
  await planner.withdraw(db, { topic: 'notice', subjectId: ref }, reason);
  await planner.refresh(db, groupId, { kinds: ['who-is-this'], subjectId: ref });
  await recordAudit(db, { ...entryOf(context, personId), act: 'untiedAccount', about: ref });
  if (mark.made === 'nothing') return '';
  const person = await findPerson(db, personId);
  if (await store.hasTraces(db, groupId, personId)) {
    return `${person?.name ?? account.name} has answered here already, and so stays in the group. `;
  }
  await store.removeMembership(db, groupId, mark.id);
  await recordAudit(db, { ...entryOf(context, personId), act: 'tookRole' });
  await store.dropPlanned(db, groupId, personId, reason);
  await planner.replan(db, groupId, now, undefined, reason);
  if (mark.made === 'person' && !(await store.isKnownOtherwise(db, personId))) {
    await store.removePerson(db, hubId, personId);
  }
  return '';
}
