import { alreadyBoundCard, setupForm } from '../../../cards/channels.js';
import { open, type Reply, show } from '../../edge/reply.js';
import { type Context, defineRoute, type Route } from '../../edge/route.js';
import type { Audience } from '../../store/channels.js';
import { bind, findChannel, unbind } from './actions.js';
import { choicesOf, nameOf } from './rules.js';
import { setupValues, undoArgs } from './schema.js';

async function openSetup(context: Context, audience: Audience): Promise<Reply> {
  const found = await findChannel(context, context.channel, audience);
  if ('kind' in found) return found;
  const { channel, groups, current } = found;
  const [only, ...others] = groups;
  if (current && (others.length === 0 || audience === 'heads'))
    return show(alreadyBoundCard(audience, current.name, current.id, channel));
  return open(
    setupForm({
      audience,
      groups: choicesOf(groups, channel),
      chosen: current?.id ?? (others.length === 0 ? only?.id : undefined),
      now: current && nameOf(current, groups),
    }),
  );
}

export const channelRoutes: readonly Route[] = [
  defineRoute({
    id: 'setup.bind',
    who: ['specialist', 'hubLead'],
    anyGroup: true,
    command: { words: 'setup', help: 'Make this channel the Work Group’s own' },
    values: setupValues,
    view: (context) => openSetup(context, 'group'),
    act: (context, _args, { group }) => bind(context, context.channel, group, 'group'),
  }),
  defineRoute({
    id: 'setup.heads',
    who: ['specialist', 'hubLead'],
    anyGroup: true,
    command: { words: 'setup heads', help: 'Make this channel the heads’ own' },
    values: setupValues,
    view: (context) => openSetup(context, 'heads'),
    act: (context, _args, { group }) => bind(context, context.channel, group, 'heads'),
  }),
  defineRoute({
    id: 'setup.unbind',
    who: ['specialist', 'hubLead'],
    args: undoArgs,
    act: (context, args) => unbind(context, args),
  }),
];
