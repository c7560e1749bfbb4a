import { carryOnForm, goesOnCard } from '../../../cards/carrying-on.js';
import { open, refused, show } from '../../edge/reply.js';
import { defineRoute, type Route } from '../../edge/route.js';
import { groupArgs, maybeGroupArgs } from '../../edge/values.js';
import type { Role } from '../../store/groups.js';
import { carryOn, moveChannel, moveChannelBack, stop, undoCarryOn, unstop } from './actions.js';
import { datesKey, datesWords, differWords, tooEarly } from './rules.js';
import { carryOnValues, moveBackArgs } from './schema.js';
import { findNext, hasChannel, readNextYear } from './store.js';

const who: readonly Role[] = ['specialist', 'hubLead'];

export const carryingOnRoutes: readonly Route[] = [
  defineRoute({
    id: 'carry-on.record',
    who,
    command: { words: 'carry on', help: 'Set up the group’s next school year' },
    args: maybeGroupArgs,
    values: carryOnValues,
    view: async ({ db, now, groupId, group: load }) => {
      const done = await findNext(db, groupId);
      if (done) return show(goesOnCard({ ...done, channel: await hasChannel(db, groupId) }));
      const group = await load();
      const early = tooEarly(group, now);
      if (early !== undefined) return refused(early);
      const next = await readNextYear(db, group);
      return open(
        carryOnForm({
          groupId,
          name: group.name,
          schoolYear: next.schoolYear,
          schools: group.schools.map(({ id, name }) => ({ value: id, label: name })),
          dates: next.dates.map((dates) => ({ value: datesKey(dates), label: datesWords(dates, next.schoolYear) })),
          programme: next.newer ? `your hub’s edition ${next.programme.version}` : 'as this year',
          differ: differWords(next.differ),
        }),
      );
    },
    act: (context, _args, wish) => carryOn(context, wish),
  }),
  defineRoute({ id: 'carry-on.undo', who, args: groupArgs, act: undoCarryOn }),
  defineRoute({ id: 'carry-on.channel', who, args: groupArgs, act: moveChannel }),
  defineRoute({
    id: 'carry-on.channel-back',
    who,
    args: moveBackArgs,
    act: (context, args) => moveChannelBack(context, args.at),
  }),
  defineRoute({ id: 'carry-on.stop', who, args: groupArgs, act: stop }),
  defineRoute({ id: 'carry-on.unstop', who, args: groupArgs, act: unstop }),
];
