import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { importDeps } from '../../src/compose.js';
import { importFile } from '../../src/features/enrolment/actions.js';
import { packageRoot } from '../../src/shared/package-root.js';
import { type Open, openSqlite } from '../support/databases.js';
import { type SlackApi, startSlackApi } from '../support/slack-api.js';
import { asForm, asPayload, form, json, knock } from '../support/slack-door.js';
import type { SlackDriver } from '../support/slack-driver.js';
import { createSlackPerson, type SlackPerson } from '../support/slack-person.js';
import { startTeams, type TeamsDriver, type TeamsOptions } from '../support/teams-driver.js';

/** One bot: the example's primary group in Teams, its secondary group in Slack. */
export interface TwoPlatforms {
  teams: TeamsDriver;
  slack: SlackApi;
  /** Of the secondary group. */
  groupId: string;
  channel: string;
  /** Somebody in Slack, by name. */
  inSlack(name: string): SlackPerson;
}

/** @param inSlack who is in Slack, by name and address */
export async function startOnTwo(
  inSlack: readonly { name: string; email: string }[],
  options: TeamsOptions = {},
  open: Open = openSqlite,
): Promise<TwoPlatforms> {
  const database = await open();
  onTestFinished(() => database.close());
  const slack = await startSlackApi(inSlack);
  onTestFinished(() => slack.stop());
  const env = { SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_API_URL: slack.apiUrl };
  const teams = await startTeams(database, { ...options, env });
  onTestFinished(() => teams.stop());
  const { db, clock } = teams;
  for (const file of ['secondary-roster.csv', 'secondary-term-dates.csv']) {
    const text = await readFile(path.join(packageRoot, 'examples', file));
    const result = await importFile(db, text, importDeps(clock.now()));
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
  }
  const group = await db.group.findFirstOrThrow({ where: { name: 'Secondary Mastery Work Group 1' } });
  const { channels } = (await slack.ask('conversations.list', { limit: 200 })) as {
    channels: { id: string; name: string }[];
  };
  const channel = channels.find(({ name }) => name === 'work-group')?.id ?? '';
  const driver = driveSlack(teams, slack, channel, group.id);
  const persons = new Map<string, SlackPerson>();
  const two: TwoPlatforms = {
    teams,
    slack,
    groupId: group.id,
    channel,
    inSlack: (name) => {
      const email = inSlack.find((one) => one.name === name)?.email ?? '';
      const known = persons.get(name) ?? createSlackPerson(driver, name, slack.userOf(email));
      persons.set(name, known);
      return known;
    },
  };
  return two;
}

/** What a person in Slack needs of a driver, at the same bot's other door. */
function driveSlack(teams: TeamsDriver, slack: SlackApi, channel: string, groupId: string): SlackDriver {
  const send = async (body: string, type: string) => {
    const answer = await knock(teams.server.url, slack.signingSecret, body, type);
    await teams.server.settle();
    return answer;
  };
  const own = {
    db: teams.db,
    api: slack,
    clock: teams.clock,
    channel,
    groupId,
    knock: (body: string, type: string) => knock(teams.server.url, slack.signingSecret, body, type),
    command: (fields: Record<string, string>) =>
      send(asForm({ command: '/workgroup', team_id: slack.team, ...fields }), form),
    interact: (payload: Record<string, unknown>) => send(asPayload(payload), form),
    event: (event: Record<string, unknown>) => {
      const authorizations = [{ team_id: slack.team, user_id: slack.bot, is_bot: true, is_enterprise_install: false }];
      const envelope = { type: 'event_callback', team_id: slack.team, api_app_id: 'A0EXAMPLE' };
      return send(JSON.stringify({ ...envelope, event_id: `Ev${randomUUID()}`, authorizations, event }), json);
    },
    trigger: async (user: string) => String((await slack.ask('views.generateTriggerId', { user_id: user })).trigger_id),
  };
  return own as unknown as SlackDriver;
}
