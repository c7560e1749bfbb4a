import { defineRoute, type Route } from '../../edge/route.js';
import { retry } from './actions.js';
import { retryArgs } from './schema.js';

export const deliveryRoutes: readonly Route[] = [
  defineRoute({
    id: 'delivery.retry',
    who: ['specialist', 'hubLead'],
    args: retryArgs,
    act: (context, args) => retry(context, args.to),
  }),
];
