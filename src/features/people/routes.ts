import { peopleCard } from '../../../cards/people.js';
import { show } from '../../edge/reply.js';
import { defineRoute, everyone, type Route } from '../../edge/route.js';
import { schoolName } from '../../store/groups.js';
import { roleLabel } from '../programmes/labels.js';
import { standDown, standUp } from './actions.js';
import { groupArgs, maybeGroupArgs } from './schema.js';

export const peopleRoutes: readonly Route[] = [
  defineRoute({
    id: 'people.show',
    who: everyone,
    command: { words: 'people', help: 'See who is in the group' },
    args: maybeGroupArgs,
    view: async (context) => {
      const group = await context.group();
      return show(
        peopleCard(
          group.name,
          group.members.map(({ name, role, schoolId, stoodDown }) => ({
            name,
            role: roleLabel(role, group.programme),
            stoodDown,
            school: schoolId === undefined ? undefined : schoolName(group, schoolId),
          })),
        ),
      );
    },
  }),
  defineRoute({
    id: 'people.stand-down',
    who: ['head', 'headOfDepartment'],
    args: groupArgs,
    act: (context) => standDown(context),
  }),
  defineRoute({
    id: 'people.stand-up',
    who: ['head', 'headOfDepartment'],
    stoodDown: true,
    args: groupArgs,
    act: (context) => standUp(context),
  }),
];
