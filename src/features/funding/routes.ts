import { fundingCard, fundingForm } from '../../../cards/funding.js';
import { civilDate } from '../../calendar/dates.js';
import { open, refused, show } from '../../edge/reply.js';
import { defineRoute, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { maySee } from '../../edge/visibility.js';
import { groupBy } from '../../shared/group-by.js';
import { schoolName } from '../../store/groups.js';
import { programmeOf } from '../programmes/of-group.js';
import { recordFunding, takeFundingBack } from './actions.js';
import { viewItem } from './rules.js';
import { backArgs, fundingArgs, recordValues } from './schema.js';
import { findItem, listFunding } from './store.js';

export const fundingRoutes: readonly Route[] = [
  defineRoute({
    id: 'funding.show',
    who: ['specialist', 'hubLead', 'head', 'headOfDepartment'],
    command: { words: 'funding', help: 'See what the school is due, and what is confirmed or paid' },
    args: maybeGroupArgs,
    view: async (context) => {
      const group = await context.group();
      const items = (await listFunding(context.db, group)).filter((item) => maySee('funding', context, item));
      return show(
        fundingCard({
          groupId: group.id,
          words: programmeOf(group).funding.words,
          schools: [...groupBy(items, ({ schoolId }) => schoolId)].map(([schoolId, own]) => ({
            school: schoolName(group, schoolId),
            items: own.map(viewItem),
          })),
          records: context.roles.some((role) => role === 'hubLead' || role === 'specialist'),
        }),
      );
    },
  }),
  defineRoute({
    id: 'funding.record',
    who: ['specialist', 'hubLead'],
    args: fundingArgs,
    values: recordValues,
    view: async (context, args) => {
      const group = await context.group();
      const item = await findItem(context.db, group, args.item);
      if (!item) return refused('That is not among the programme’s funding.');
      return open(
        fundingForm({
          groupId: group.id,
          itemId: args.item,
          school: schoolName(group, item.schoolId),
          item: viewItem(item),
          status: item.status,
          amount: item.amount === null ? '' : (item.amount / 100).toFixed(2).replace(/\.00$/u, ''),
          on: item.paidOn ?? item.confirmedOn ?? civilDate(context.now, group.zone),
        }),
      );
    },
    act: (context, args, wish) => recordFunding(context, args.item, wish),
  }),
  defineRoute({
    id: 'funding.back',
    who: ['specialist', 'hubLead'],
    args: backArgs,
    act: (context, { item, ...before }) => takeFundingBack(context, item, before),
  }),
];
