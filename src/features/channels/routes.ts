import { alreadyBoundCard, setupForm } from '../../../cards/channels.js';
import { open, show } from '../../edge/reply.js';
import { defineRoute, type Route } from '../../edge/route.js';
import { bind, findChannel, unbind } from './actions.js';
import { choicesOf, nameOf } from './rules.js';
import { setupArgs, setupValues, undoArgs } from './schema.js';

export const channelRoutes: readonly Route[] = [
  defineRoute({
    id: 'setup.bind',
    who: ['specialist', 'hubLead'],
    anyGroup: true,
    command: { words: 'setup', help: 'Make this channel the Work Group’s own' },
    args: setupArgs,
    values: setupValues,
    view: async (context, args) => {
      const found = await findChannel(context, context.channel ?? args.channel);
      if ('kind' in found) return found;
      const { channel, groups, current } = found;
      const [only, ...others] = groups;
      if (current && others.length === 0) return show(alreadyBoundCard(current.name, current.id));
      return open(
        setupForm({
          channel,
          groups: choicesOf(groups, channel),
          chosen: current?.id ?? (others.length === 0 ? only?.id : undefined),
          now: current && nameOf(current, groups),
        }),
      );
    },
    act: (context, args, { group }) => bind(context, context.channel ?? args.channel, group),
  }),
  defineRoute({
    id: 'setup.unbind',
    who: ['specialist', 'hubLead'],
    args: undoArgs,
    act: (context, args) => unbind(context, args),
  }),
];
