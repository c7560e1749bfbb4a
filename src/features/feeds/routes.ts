import { z } from 'zod';
import { newAddressForm } from '../../../cards/calendars.js';
import { open } from '../../edge/reply.js';
import { defineRoute, everyone, type Route } from '../../edge/route.js';
import { groupArgs } from '../../edge/values.js';
import { renewOfGroup, renewOwn } from './actions.js';

export const feedRoutes: readonly Route[] = [
  defineRoute({
    id: 'calendar.renew',
    who: everyone,
    anyGroup: true,
    args: z.object({}),
    values: z.object({}),
    view: async () => open(newAddressForm({ route: 'calendar.renew', args: {}, whose: 'your calendar' })),
    act: (context) => renewOwn(context),
  }),
  defineRoute({
    id: 'calendar.renew-group',
    who: ['specialist', 'hubLead'],
    args: groupArgs,
    values: z.object({}),
    view: async ({ groupId }) =>
      open(newAddressForm({ route: 'calendar.renew-group', args: { group: groupId }, whose: 'the group’s calendar' })),
    act: (context) => renewOfGroup(context),
  }),
];
