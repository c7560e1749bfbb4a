import { commitmentsCard } from '../../../cards/commitments.js';
import { civilDate } from '../../calendar/dates.js';
import { latestHalfTerm } from '../../calendar/school-calendar.js';
import { refused, show } from '../../edge/reply.js';
import { defineRoute, everyone, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { maySee } from '../../edge/visibility.js';
import { answerReview } from './actions.js';
import { answerArgs } from './schema.js';
import { readReview } from './store.js';

export const commitmentRoutes: readonly Route[] = [
  defineRoute({
    id: 'commitments.show',
    who: everyone,
    command: { words: 'commitments', help: 'See what the school agreed, and how it stands' },
    args: maybeGroupArgs,
    view: async (context) => {
      const { db, now, actor } = context;
      const group = await context.group();
      const today = civilDate(now, group.zone);
      const current = latestHalfTerm(group.calendar, today);
      const schools = group.schools.filter(({ id }) => maySee('commitments', context, { schoolId: id }));
      if (schools.length === 0) return refused('No school of yours is in this Work Group.');
      const reviews = [];
      for (const school of schools) {
        const review = await readReview(db, group, school.id, current?.number ?? 1, actor.personId, now);
        // What a head answered is for those whom the question named.
        const readsAnswer = maySee('commitmentAnswers', context, { schoolId: school.id });
        reviews.push(readsAnswer ? review : { ...review, answer: undefined });
      }
      return show(commitmentsCard(reviews));
    },
  }),
  defineRoute({
    id: 'commitments.answer',
    who: ['head'],
    args: answerArgs,
    act: (context, args) => answerReview(context, args.school, args.halfTerm, args.answer),
  }),
];
