import { expect } from 'vitest';
import { channel, type DoorAnswer, messageActivity, personal } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { type Json, member, type Setting } from './raw-door.js';

/** One answer, however often it was given. */
export function same(answers: readonly DoorAnswer[]): DoorAnswer {
  const [first] = answers;
  if (!first) throw new Error('nothing was answered');
  for (const answer of answers) expect(answer).toEqual(first);
  return first;
}

export const written = ({ api }: TeamsDriver): number =>
  api.tenant.messages.filter(({ from }) => from === api.bot.id).length;

export const answerOf = async ({ db, driver }: Setting): Promise<string | undefined> =>
  (await db.meetingAnswer.findFirst({ where: { personId: driver.personId(member) } }))?.answer;

/** What a lead teacher writes, to the bot alone or in the channel, before Teams tells the bot. */
export function said({ api, as }: TeamsDriver, place: 'direct' | 'channel', text: string): Json {
  const { user, chat } = as(member);
  const { id } = api.tenant.post(place === 'direct' ? chat : api.channel, user.id, { type: 'message', text });
  const where = place === 'direct' ? personal(chat) : channel(api.team, api.channel, id);
  return messageActivity(api, user, where, text, id);
}

/** The activity with which somebody hands in the form that is open to them; it is not sent. */
export async function handingIn(driver: TeamsDriver, who: string, values: Json = {}): Promise<Json> {
  const recorded: Json[] = [];
  const { send } = driver;
  driver.send = async (activity) => {
    recorded.push(structuredClone(activity as Json));
    return { status: 200, body: {} };
  };
  await driver.as(who).submit(values);
  driver.send = send;
  return recorded.at(-1) ?? {};
}
