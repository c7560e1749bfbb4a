import { identifiedCard, identifyForm } from '../../../cards/newcomers.js';
import { addressForm, peopleCard, standDownForm } from '../../../cards/people.js';
import { open, refused, show } from '../../edge/reply.js';
import { defineRoute, everyone, type Route } from '../../edge/route.js';
import { groupArgs, maybeGroupArgs } from '../../edge/values.js';
import { personName, schoolName } from '../../store/groups.js';
import { findPerson, handedKey, listHandedOver } from '../../store/people.js';
import { roleLabel } from '../programmes/labels.js';
import { identify, noAccount, notMe, unidentify } from './actions.js';
import { correctAddress } from './addresses.js';
import {
  addressChoices,
  identityOf,
  leads,
  leavableWords,
  roleChoices,
  viewNewcomer,
  whoChoices,
  whoMaySay,
} from './rules.js';
import { accountArgs, addressValues, identifyValues } from './schema.js';
import { standDown, standUp } from './standing-down.js';
import { findAskedAccount, peopleKnownBeside } from './store.js';

export const peopleRoutes: readonly Route[] = [
  defineRoute({
    id: 'people.show',
    who: everyone,
    command: { words: 'people', help: 'See who is in the group' },
    args: maybeGroupArgs,
    view: async (context) => {
      const group = await context.group();
      const handed = await listHandedOver(context.db, group.id);
      const members = group.members.filter((member) => !handed.has(handedKey(member)));
      return show(
        peopleCard(
          group.name,
          members.map(({ name, role, schoolId, stoodDown, left }) => ({
            name,
            left,
            role: roleLabel(role, group),
            stoodDown,
            school: schoolId === undefined ? undefined : schoolName(group, schoolId),
          })),
          leads(context) ? group.id : undefined,
        ),
      );
    },
  }),
  defineRoute({
    id: 'people.stand-down',
    who: ['head', 'headOfDepartment'],
    args: groupArgs,
    view: async ({ actor, groupId, group: load }) => {
      const group = await load();
      return open(
        standDownForm({
          groupId,
          groupName: group.name,
          places: leavableWords(group, actor.personId),
          told: whoMaySay(group).map((personId) => personName(group, personId)),
        }),
      );
    },
    act: (context) => standDown(context),
  }),
  defineRoute({
    id: 'people.stand-up',
    who: ['head', 'headOfDepartment'],
    stoodDown: true,
    args: groupArgs,
    act: (context) => standUp(context),
  }),
  defineRoute({
    id: 'people.address',
    who: ['specialist', 'hubLead'],
    args: groupArgs,
    values: addressValues,
    view: async (context) =>
      open(addressForm({ groupId: context.groupId, who: addressChoices(await context.group(), context.roles) })),
    act: (context, _args, values) => correctAddress(context, values),
  }),
  defineRoute({
    id: 'people.identify',
    who: ['specialist', 'hubLead'],
    args: accountArgs,
    values: identifyValues,
    view: async ({ db, hubId, groupId, group: load }, args) => {
      const account = await findAskedAccount(db, { hubId, groupId, ref: args.account });
      if (!account) return refused(noAccount);
      const newcomer = viewNewcomer(groupId, account);
      const person = account.personId === null ? undefined : await findPerson(db, account.personId);
      const known = identityOf(account, person?.name);
      if (known) {
        const guest = `${account.name} is a guest, and is left in peace.`;
        return show(identifiedCard(newcomer, known.kind === 'guest' ? guest : `This is ${known.name}.`));
      }
      const group = await load();
      const people = group.members.map(({ personId }) => personId);
      const beside = await peopleKnownBeside(db, args.account, people);
      return open(
        identifyForm(newcomer, {
          who: whoChoices(group, beside),
          roles: roleChoices(group),
          schools: group.schools.map(({ id, name }) => ({ value: id, label: name })),
        }),
      );
    },
    act: (context, args, values) => identify(context, args.account, values),
  }),
  defineRoute({
    id: 'people.unidentify',
    who: ['specialist', 'hubLead'],
    args: accountArgs,
    act: (context, args) => unidentify(context, args.account),
  }),
  defineRoute({
    id: 'people.not-me',
    who: everyone,
    stoodDown: true,
    args: accountArgs,
    act: (context, args) => notMe(context, args.account),
  }),
];
