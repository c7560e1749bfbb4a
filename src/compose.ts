import { pino } from 'pino';
import { civilDate, monthsBefore } from './calendar/dates.js';
import { schoolYearOf } from './calendar/school-calendar.js';
import type { Config } from './config.js';
import { type Builders, buildFor } from './delivery/building.js';
import type { Messenger } from './delivery/messenger.js';
import { createPlanner } from './delivery/planner.js';
import { createRelay, type Relay } from './delivery/relay.js';
import type { Tally } from './delivery/tally.js';
import { oldestOverdue } from './delivery/watch.js';
import { createRouter } from './edge/router.js';
import { planRoutes } from './features/action-plan/routes.js';
import { carryingOnBuilders, planNewYear } from './features/carrying-on/reminders.js';
import { carryingOnRoutes } from './features/carrying-on/routes.js';
import { tellOfWorkspace } from './features/channels/actions.js';
import { channelBuilders } from './features/channels/reminders.js';
import { channelRoutes } from './features/channels/routes.js';
import { commitmentBuilders, planReviews, planTakingOn } from './features/commitments/reminders.js';
import { commitmentRoutes } from './features/commitments/routes.js';
import { hear } from './features/community/actions.js';
import { communityBuilders, planQuestions } from './features/community/reminders.js';
import { communityRoutes } from './features/community/routes.js';
import { confidenceBuilders, planConfidences } from './features/confidences/reminders.js';
import { confidenceRoutes } from './features/confidences/routes.js';
import { deliveryBuilders } from './features/deliveries/reminders.js';
import { deliveryRoutes } from './features/deliveries/routes.js';
import { forgetTexts } from './features/deliveries/store.js';
import type { ImportDeps } from './features/enrolment/schema.js';
import { evidenceRoutes } from './features/evidence/routes.js';
import { readFeed } from './features/feeds/feed.js';
import { feedRoutes } from './features/feeds/routes.js';
import { fundingBuilders } from './features/funding/reminders.js';
import { fundingRoutes } from './features/funding/routes.js';
import { gapTaskBuilders, planGapTasks } from './features/gap-tasks/reminders.js';
import { gapTaskRoutes } from './features/gap-tasks/routes.js';
import { leave } from './features/handover/leaving.js';
import { handoverBuilders } from './features/handover/reminders.js';
import { handoverRoutes } from './features/handover/routes.js';
import { headMeetingEvents } from './features/head-meetings/feed.js';
import { headMeetingQuestions } from './features/head-meetings/questions.js';
import { headMeetingBuilders, planHeadMeetings } from './features/head-meetings/reminders.js';
import { headMeetingRoutes } from './features/head-meetings/routes.js';
import { homeRoutes } from './features/home/routes.js';
import { meetingEvents } from './features/meetings/feed.js';
import { meetingQuestions } from './features/meetings/questions.js';
import { meetingBuilders, planMeetings } from './features/meetings/reminders.js';
import { meetingRoutes } from './features/meetings/routes.js';
import { classroomBuilders, planClassrooms } from './features/open-classrooms/reminders.js';
import { classroomRoutes } from './features/open-classrooms/routes.js';
import { overviewRoutes } from './features/overview/routes.js';
import { meet, reach } from './features/people/actions.js';
import { peopleBuilders } from './features/people/reminders.js';
import { peopleRoutes } from './features/people/routes.js';
import { programmes } from './features/programmes/programmes.js';
import { keepTemplates } from './features/programmes/store.js';
import { releaseRoutes } from './features/release-days/routes.js';
import { reportBuilders } from './features/reports/reminders.js';
import { reportRoutes } from './features/reports/routes.js';
import { settingUpRoutes } from './features/setting-up/routes.js';
import { trgRoutes } from './features/trgs/routes.js';
import { visitEvents } from './features/visits/feed.js';
import { planVisits, visitBuilders } from './features/visits/reminders.js';
import { visitRoutes } from './features/visits/routes.js';
import { offerWords } from './features/words/actions.js';
import { wordsBuilders } from './features/words/reminders.js';
import { wordsRoutes } from './features/words/routes.js';
import { createQuestions, forgetSent, forgetWords } from './features/words/store.js';
import type { Product } from './platforms/platform.js';
import type { Clock } from './shared/clock.js';
import { newId, newSecret } from './shared/ids.js';
import type { Log } from './shared/log.js';
import type { Timer } from './shared/timer.js';
import { connect, type Database, targetOf } from './store/client.js';
import { migrate } from './store/migrate.js';

export const createLog = (level: Config['logLevel']): Log => pino({ level }, pino.destination(2));

/** Opens the database and brings it up to date. */
export async function openDatabase(url: string): Promise<Database> {
  const target = await targetOf(url);
  const db = await connect(target);
  try {
    await migrate(target.provider, db, target.schema);
    await keepTemplates(db, programmes);
  } catch (error) {
    await db.$disconnect();
    throw error;
  }
  return db;
}

const routes = [
  ...meetingRoutes,
  ...headMeetingRoutes,
  ...gapTaskRoutes,
  ...confidenceRoutes,
  ...commitmentRoutes,
  ...releaseRoutes,
  ...fundingRoutes,
  ...visitRoutes,
  ...planRoutes,
  ...classroomRoutes,
  ...evidenceRoutes,
  ...trgRoutes,
  ...communityRoutes,
  ...reportRoutes,
  ...overviewRoutes,
  ...homeRoutes,
  ...peopleRoutes,
  ...handoverRoutes,
  ...carryingOnRoutes,
  ...channelRoutes,
  ...feedRoutes,
  ...settingUpRoutes,
  ...deliveryRoutes,
  ...wordsRoutes,
];

const planner = createPlanner([
  planMeetings,
  planHeadMeetings,
  planGapTasks,
  planConfidences,
  planReviews,
  planTakingOn,
  planVisits,
  planClassrooms,
  planQuestions,
  planNewYear,
]);

export const importDeps = (now: Date): ImportDeps => ({
  now,
  newId,
  newSecret,
  programmes,
  replan: (tx, groupId) => planner.replan(tx, groupId, now),
  announce: (tx, groupId, plans) => planner.announce(tx, groupId, now, plans),
  leave: async (tx, who) => {
    await leave(tx, { planner, now }, who);
  },
});

/** What is in people's calendars. */
const feedSources = [meetingEvents, visitEvents, headMeetingEvents];

/** What people can answer for a day. */
const questionSources = [meetingQuestions, headMeetingQuestions];

export const readCalendar = (db: Database, secret: string, now: Date): Promise<string | undefined> =>
  readFeed(db, feedSources, secret, now);

/**
 * Whether the bot does what it is there for: the database answers, and nothing that is due waits for a quarter of an
 * hour.
 */
export async function isWell(db: Database, now: Date): Promise<boolean> {
  return (await oldestOverdue(db, now)).count === 0;
}

/**
 * Forgets what messages said in groups whose school year ended so many months ago, and what people wrote to the bot
 * that is sent, or that nobody wants passed on.
 */
export async function tidyTexts(db: Database, now: Date, months: number): Promise<void> {
  await forgetTexts(db, schoolYearOf(monthsBefore(civilDate(now, 'Europe/London'), months)));
  await forgetWords(db, now);
}

export interface Core extends Product {
  relay: Relay;
  /** A link has tied a workspace to its hub: "slack:T0123". */
  tied(workspace: { hubId: string; ref: string }): Promise<void>;
}

/** The product without a platform: what people can do, and what is sent to them. */
export function composeCore(deps: {
  db: Database;
  clock: Clock;
  log: Log;
  publicUrl: string;
  messenger: Messenger;
  timer?: Timer;
  tally?: Tally;
}): Core {
  const { db, clock, log, publicUrl, messenger, timer, tally } = deps;
  const builders: Builders = {
    ...meetingBuilders(publicUrl),
    ...headMeetingBuilders,
    ...gapTaskBuilders,
    ...confidenceBuilders,
    ...commitmentBuilders,
    ...fundingBuilders,
    ...visitBuilders,
    ...classroomBuilders,
    ...communityBuilders,
    ...reportBuilders,
    ...peopleBuilders,
    ...channelBuilders,
    ...handoverBuilders,
    ...carryingOnBuilders,
    ...deliveryBuilders,
    ...wordsBuilders,
  };
  const questions = createQuestions(db, builders, questionSources);
  return {
    router: createRouter({ db, clock, log, planner, publicUrl, routes, words: { ...questions, offer: offerWords } }),
    relay: createRelay({
      db,
      messenger,
      planner,
      clock,
      log,
      builders,
      ...(timer && { timer }),
      ...(tally && { tally }),
      afterSending: forgetSent,
    }),
    hear: (heard) => hear({ db, planner, now: clock.now() }, heard),
    meet: (newcomer) => meet({ db, planner, now: clock.now() }, newcomer),
    reach: (to) => reach({ db, planner, now: clock.now() }, to),
    see: (message) => buildFor(db, builders, clock.now(), message),
    tied: (workspace) => tellOfWorkspace({ db, planner, now: clock.now() }, workspace),
  };
}
