import { handoverForm, leftForm } from '../../../cards/handover.js';
import { civilDate } from '../../calendar/dates.js';
import { open, refused } from '../../edge/reply.js';
import { defineRoute, everyone, type Route } from '../../edge/route.js';
import { groupArgs } from '../../edge/values.js';
import { listHandedOver } from '../../store/people.js';
import { handOver, undoHandover } from './actions.js';
import { sayLeft, takeBackLeft } from './leaving.js';
import { leaverChoices, placeChoices, placesFor, successorChoices } from './rules.js';
import { formArgs, handoverValues, leftUndoArgs, leftValues, undoArgs } from './schema.js';
import { listOthers } from './store.js';

export const handoverRoutes: readonly Route[] = [
  defineRoute({
    id: 'handover.record',
    who: everyone,
    command: { words: 'handover', help: 'Say who takes over when somebody leaves' },
    args: formArgs,
    values: handoverValues,
    view: async (context, args) => {
      const { db, now, actor, groupId, hubId } = context;
      const group = await context.group();
      const places = placesFor(context, group, new Set((await listHandedOver(db, groupId)).keys()));
      const who = placeChoices(group, places, actor.personId);
      if (who.length === 0) return refused('There is no role that you can hand over. Please ask your hub lead.');
      if (args.who !== undefined && !who.some(({ value }) => value === args.who)) {
        return refused(
          'Somebody has taken over already, or that is not yours to hand over. Type “people” to see who is who.',
        );
      }
      return open(
        handoverForm({
          groupId,
          who,
          chosen: args.who ?? (who.length === 1 ? who[0]?.value : undefined),
          // People of other groups are for the hub lead to know; of anybody else, the address tells who is meant.
          successors: successorChoices(
            group,
            context.roles.includes('hubLead') ? await listOthers(db, hubId, groupId) : [],
          ),
          today: civilDate(now, group.zone),
          first: group.calendar.halfTerms.map(({ firstDay }) => firstDay).sort()[0],
        }),
      );
    },
    act: (context, _args, wish) => handOver(context, wish),
  }),
  defineRoute({
    id: 'handover.left',
    who: ['specialist', 'hubLead'],
    args: groupArgs,
    values: leftValues,
    view: async (context) => {
      const group = await context.group();
      return open(leftForm({ groupId: group.id, groupName: group.name, who: leaverChoices(context, group) }));
    },
    act: (context, _args, { who }) => sayLeft(context, who),
  }),
  defineRoute({
    id: 'handover.left-undo',
    who: ['specialist', 'hubLead'],
    args: leftUndoArgs,
    act: (context, { person, at }) => takeBackLeft(context, person, new Date(at)),
  }),
  defineRoute({
    id: 'handover.undo',
    who: everyone,
    stoodDown: true,
    args: undoArgs,
    act: (context, args) => undoHandover(context, args.handover),
  }),
];
