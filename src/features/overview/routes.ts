import { groupOverviewCard, overviewCard } from '../../../cards/overview.js';
import { civilDate } from '../../calendar/dates.js';
import { schoolYearOf } from '../../calendar/school-calendar.js';
import { refused, show } from '../../edge/reply.js';
import { defineRoute, type Route } from '../../edge/route.js';
import { loadGroup } from '../../store/groups.js';
import { viewRow } from './rules.js';
import { oneArgs, overviewArgs } from './schema.js';
import { readOverview, readOverviews } from './store.js';

export const overviewRoutes: readonly Route[] = [
  defineRoute({
    id: 'overview.show',
    who: ['hubLead'],
    anyGroup: true,
    command: { words: 'overview', help: 'See all groups of the hub on one page' },
    args: overviewArgs,
    view: async ({ db, hubId, now, zone }) => {
      const groups = await readOverviews(db, hubId, now);
      const years = [...new Set(groups.map(({ schoolYear }) => schoolYear))].sort();
      const schoolYears = years.length > 0 ? years : [schoolYearOf(civilDate(now, zone))];
      const rows = groups.map((group) => {
        const row = viewRow(group);
        return years.length > 1 ? { ...row, name: `${row.name}, ${group.schoolYear}` } : row;
      });
      return show(overviewCard({ schoolYears, groups: rows }));
    },
  }),
  defineRoute({
    id: 'overview.group',
    who: ['hubLead'],
    anyGroup: true,
    args: oneArgs,
    view: async ({ db, hubId, now }, args) => {
      const group = await db.group.findFirst({ where: { id: args.group, hubId }, select: { id: true } });
      if (!group) return refused('That group is not one of your hub’s.');
      return show(groupOverviewCard(viewRow(await readOverview(db, await loadGroup(db, group.id), now))));
    },
  }),
];
