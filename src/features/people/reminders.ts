import { accountNamedCard, whoIsThisCard, youAreCard } from '../../../cards/newcomers.js';
import { addressNewsCard, headBackCard, headLeftCard } from '../../../cards/people.js';
import type { Builder } from '../../delivery/building.js';
import { occurrenceOf } from '../../delivery/plan.js';
import { personName, schoolName } from '../../store/groups.js';
import { findPerson, handedKey, listHandedOver } from '../../store/people.js';
import { roleWord } from '../programmes/labels.js';
import { identityOf, platformName, readMark, roleWords, viewNewcomer } from './rules.js';
import { findAskedAccount } from './store.js';

export const peopleBuilders: Record<string, Builder> = {
  'head-left': async ({ db, group }, delivery) => {
    const person = await findPerson(db, delivery.subjectId);
    const member = group.members.find((one) => one.personId === delivery.subjectId && one.schoolId);
    if (!person || !member) return undefined;
    const successorId = (await listHandedOver(db, group.id)).get(handedKey(member));
    const successor = successorId === undefined ? undefined : await findPerson(db, successorId);
    return {
      card: headLeftCard({
        name: person.name,
        email: person.email,
        school: schoolName(group, member.schoolId),
        role: roleWord(member.role, group),
        back: !member.stoodDown,
        successor: successor?.name,
        handOver: { group: group.id, who: handedKey(member) },
      }),
      ...(!member.stoodDown && { skip: 'took it back' }),
      ...(successor && { skip: `${successor.name} has taken over` }),
    };
  },
  'head-back': async ({ db, group }, delivery) => {
    const person = await findPerson(db, delivery.subjectId);
    const member = group.members.find((one) => one.personId === delivery.subjectId && one.schoolId);
    if (!person || !member) return undefined;
    return {
      card: headBackCard({
        name: person.name,
        school: schoolName(group, member.schoolId),
        role: roleWord(member.role, group),
      }),
      ...(member.stoodDown && { skip: 'is not in the role after all' }),
    };
  },
  'address-news': async ({ db, group }, delivery) => {
    const person = await findPerson(db, delivery.subjectId);
    const [by, untied] = occurrenceOf(delivery).split(':');
    if (!person || by === undefined) return undefined;
    return {
      card: addressNewsCard({
        name: person.name,
        by: personName(group, by),
        email: person.email,
        untied: Number(untied),
      }),
    };
  },
  'who-is-this': async ({ db, group }, delivery) => {
    const asked = { hubId: group.hubId, groupId: group.id, ref: delivery.subjectId };
    const account = await findAskedAccount(db, asked);
    if (!account) return undefined;
    const person = account.personId === null ? undefined : await findPerson(db, account.personId);
    const known = identityOf(account, person?.name);
    return {
      card: whoIsThisCard(viewNewcomer(group.id, account), delivery.why, known),
      ...(known && { skip: 'somebody has said who this is' }),
    };
  },
  welcome: async ({ db, group }, delivery) => {
    const asked = { hubId: group.hubId, groupId: group.id, ref: delivery.subjectId };
    const account = await findAskedAccount(db, asked);
    const mark = readMark(occurrenceOf(delivery));
    if (!account || !mark || delivery.personId === null) return undefined;
    return {
      card: youAreCard({
        groupId: group.id,
        account: account.ref,
        groupName: group.name,
        name: personName(group, delivery.personId),
        role: roleWords(group, delivery.personId),
        by: personName(group, mark.by),
      }),
      ...(account.personId !== delivery.personId && { skip: 'it was taken back' }),
    };
  },
  'account-named': async ({ db, group }, delivery) => {
    const asked = { hubId: group.hubId, groupId: group.id, ref: delivery.subjectId };
    const account = await findAskedAccount(db, asked);
    const mark = readMark(occurrenceOf(delivery));
    if (!account || !mark) return undefined;
    const isTheirs = account.personId === delivery.personId;
    return {
      card: accountNamedCard({
        ...viewNewcomer(group.id, account),
        platform: platformName(account.ref),
        by: personName(group, mark.by),
        isTheirs,
      }),
      ...(!isTheirs && { skip: 'it was taken back' }),
    };
  },
};
