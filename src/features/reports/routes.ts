import { refused, show } from '../../edge/reply.js';
import { defineRoute, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { noteOpening } from '../../store/confidences.js';
import { nextMeeting } from '../meetings/store.js';
import { buildDigest } from './digest.js';

export const reportRoutes: readonly Route[] = [
  defineRoute({
    id: 'digest.show',
    who: ['specialist'],
    command: { words: 'digest', help: 'Read who comes to the next meeting, and what people found out' },
    args: maybeGroupArgs,
    view: async (context) => {
      const group = await context.group();
      const meeting = await nextMeeting(context.db, group.id, context.now);
      if (!meeting) return refused('No meeting is planned, so there is nothing to digest yet.');
      const { card, isPrivate } = await buildDigest(context.db, group, meeting, context, context.now);
      if (isPrivate) await noteOpening(context);
      return show(card);
    },
  }),
];
