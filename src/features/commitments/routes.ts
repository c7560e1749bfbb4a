import { commitmentsCard } from '../../../cards/commitments.js';
import { releaseCard } from '../../../cards/release.js';
import { capitalise } from '../../../cards/words.js';
import { civilDate } from '../../calendar/dates.js';
import { latestHalfTerm } from '../../calendar/school-calendar.js';
import { refused, show } from '../../edge/reply.js';
import { defineRoute, everyone, type Route } from '../../edge/route.js';
import { maybeGroupArgs } from '../../edge/values.js';
import { maySee } from '../../edge/visibility.js';
import { releaseOf } from '../programmes/of-group.js';
import { answerReview } from './actions.js';
import { answerArgs } from './schema.js';
import { readRelease, readReview } from './store.js';

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
    id: 'release.show',
    who: everyone,
    command: { words: 'release', help: 'See what was agreed about release, and what has been used' },
    args: maybeGroupArgs,
    view: async (context) => {
      const group = await context.group();
      const all = context.roles.some((role) => role === 'specialist' || role === 'hubLead');
      const schools = group.schools.filter(({ id }) => maySee('release', context, { schoolId: id }));
      if (schools.length === 0) return refused('No school of yours is in this Work Group.');
      const agreed = capitalise(releaseOf(group).words);
      const rows = [];
      for (const { id, name } of schools) {
        rows.push({ school: name, agreed, soFar: await readRelease(context.db, group, id) });
      }
      const readers = all
        ? 'the specialist and the hub lead see every school; each school sees its own'
        : 'your own school, the specialist and the hub lead';
      return show(releaseCard({ schools: rows, readers }));
    },
  }),
  defineRoute({
    id: 'commitments.answer',
    who: ['head'],
    args: answerArgs,
    act: (context, args) => answerReview(context, args.school, args.halfTerm, args.answer),
  }),
];
