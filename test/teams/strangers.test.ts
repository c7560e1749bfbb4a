import { beforeAll, describe, expect, it } from 'vitest';
import { partsOf } from '../../src/platforms/teams/refs.js';
import {
  channel,
  dialogValue,
  executeValue,
  groupChat,
  invokeActivity,
  messageActivity,
  personal,
} from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import { faraway } from './elsewhere.js';
import {
  canary,
  guest,
  hubLead,
  neighbours,
  notTheirs,
  otherHead,
  otherMember,
  type Played,
  startPlayed,
  strangers,
  unknown,
} from './played.js';
import { anew, cardOf, colleague, head, type Json, member, specialist, whereIs } from './raw-door.js';

let played: Played;
let driver: TeamsDriver;
let listen: Played['listen'];
beforeAll(async () => {
  played = await startPlayed();
  ({ driver, listen } = played);
  return played.stop;
});

it('the specialist reads what others must not', async () => {
  const heard = await listen([anew(played.sent('task/fetch', 'task.read'))]);
  expect(heard.text).toContain(canary);
});

describe('somebody from elsewhere does what the group did', () => {
  it.each(neighbours)('$name, of another group of the hub: nothing changes, nothing is shown', async ({ name }) => {
    const heard = await listen(played.asIf(name));
    expect(notTheirs(heard.rows)).toEqual([]);
    expect(heard.answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
    expect(heard.text).not.toMatch(/quokkaword|One bar model|Oakfield|wrong on our side/u);
    for (const one of played.namesWithin) expect(heard.text).not.toContain(one);
  });

  it.each([
    ['of another hub', faraway.name],
    ['whom nobody knows', unknown.name],
    ['who is a guest', guest.name],
  ])('somebody %s: nothing changes, nothing is shown', async (_who, name) => {
    const heard = await listen(played.asIf(name));
    expect(notTheirs(heard.rows)).toEqual([]);
    expect(heard.answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
    expect(heard.text).not.toMatch(
      /quokkaword|One bar model|Oakfield|Faraway Work|Secondary Mastery|wrong on our side/u,
    );
    // They are told whom to turn to.
    for (const one of played.namesWithin.filter((each) => each !== specialist)) expect(heard.text).not.toContain(one);
  });
});

describe('somebody of the group does what others did', () => {
  /** Tables whose rows are somebody's own. */
  const owned = /^[-+] (MeetingAnswer|CoverAnswer|CommitmentReview|Reflection|Snooze|Contribution) /u;
  /** Consequences: what is planned, and which messages are to be drawn anew. */
  const following = /^[-+] (Delivery|SentText|StaleMark|Group|Person|ReflectionAnswer|ReflectionReader) /u;
  const personOf = (row: string): unknown => (JSON.parse(row.slice(row.indexOf('{'))) as Json).personId;

  it.each([head, otherHead, colleague, otherMember, hubLead])('%s: as themselves alone', async (who) => {
    const heard = await listen(played.asIf(who));
    expect(heard.answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
    expect(heard.text).not.toMatch(/quokkaword|wrong on our side/u);
    const rows = notTheirs(heard.rows);
    expect(rows.filter((row) => !owned.test(row) && !following.test(row))).toEqual([]);
    expect(rows.filter((row) => owned.test(row) && personOf(row) !== driver.personId(who))).toEqual([]);
    const answers = rows.filter((row) => row.includes('ReflectionAnswer'));
    expect(answers.filter((row) => row.includes(canary))).toEqual([]);
  });

  it('a head sees no school but the own one’s commitments and cover', async () => {
    const texts = [];
    for (const words of ['commitments', 'release']) {
      const { user, chat } = driver.as(otherHead);
      const heard = await listen([messageActivity(driver.api, user, personal(chat), words, `17${Math.random()}`)]);
      texts.push(heard.text);
    }
    const text = texts.join();
    expect(text).toContain('Millpond');
    // The next meeting is at Oakfield.
    expect(text.replaceAll('at Oakfield Primary', '')).not.toMatch(/Oakfield|Hazel Lane|Foxglove|Kingfisher|Marigold/u);
  });

  it('a head answers for the own school alone, whatever the button says', async () => {
    const press = played.sent('adaptiveCard/action', 'commitments.answer');
    const heard = await listen([anew(press, { from: { id: driver.as(otherHead).user.id } })]);
    expect(heard.text).toContain('That is about another school, so nothing was changed');
    expect(notTheirs(heard.rows)).toEqual([]);
  });

  it('what is asked for in the channel is for whoever presses, as themselves', async () => {
    const said = driver.api.tenant.messages.findLast(
      ({ conversation, from, activity }) =>
        conversation === driver.api.channel &&
        from === driver.api.bot.id &&
        JSON.stringify(activity).includes('"words"'),
    );
    const shown = JSON.stringify(said?.activity);
    for (const one of played.namesWithin) expect(shown).not.toContain(one);
    for (const [who, words] of [
      [member, 'That is for the specialist'],
      [head, 'That is for the specialist'],
      [specialist, 'One bar model'],
    ] as const) {
      const { user } = driver.as(who);
      const fetch = invokeActivity(driver.api, user, channel(driver.api.team, driver.api.channel, said?.root), {
        name: 'task/fetch',
        value: dialogValue({ workgroup: { route: 'words', args: { words: 'task status' } } }),
      });
      expect(JSON.stringify(await driver.send(fetch))).toContain(words);
    }
  });

  it('in a group chat nothing is written that one person asked for', async () => {
    const { api } = driver;
    const kate = driver.as(specialist);
    const chat = api.tenant.addGroupChat([kate.user.id, driver.as(member).user.id]);
    const text = `<at>${api.bot.name}</at> task status`;
    const heard = await listen([messageActivity(api, kate.user, groupChat(chat), text, '1788418801234')]);
    expect(heard.text).toContain('Open');
    expect(heard.text).not.toContain('One bar model');
  });

  it('a conversation that does not say that nobody reads along is treated as one in which somebody does', async () => {
    const { api } = driver;
    const { user, chat } = driver.as(specialist);
    const activity = messageActivity(api, user, personal(chat), 'task status', '1788418801235');
    const { conversation } = activity as { conversation: Json };
    for (const conversationType of [undefined, null, 'meeting', 'Personal', '']) {
      const odd = anew(activity, { conversation: { ...conversation, conversationType } });
      expect((await listen([odd])).text).not.toContain('One bar model');
    }
  });
});

describe('a card that is looked at again', () => {
  const refresh = (
    who: string,
    { conversation, root, id }: Pick<Message, 'conversation' | 'root' | 'id'>,
    from?: Json,
  ) => {
    const { user } = driver.as(who);
    const message = { conversation, ...(root !== undefined && { root }), id } as Message;
    const action = { verb: 'refresh', data: { workgroup: from ? { route: '', args: {}, from } : { refresh: true } } };
    return invokeActivity(driver.api, user, whereIs(driver, message), {
      name: 'adaptiveCard/action',
      value: executeValue(action, {}, 'automatic'),
      replyTo: id,
    });
  };
  type Message = TeamsDriver['api']['tenant']['messages'][number];
  const newest = (conversation: string, words: string): Message => {
    const found = driver.api.tenant.messages.findLast(
      (one) => one.conversation === conversation && JSON.stringify(cardOf(one) ?? {}).includes(words),
    );
    if (!found) throw new Error(`there is no “${words}”`);
    return found;
  };
  const none = { status: 404, body: undefined };

  it('shows each member the own answer', async () => {
    const message = newest(driver.api.channel, 'Our meetings');
    const [hers] = (await listen([refresh(member, message)])).answers;
    expect(JSON.stringify(hers)).toContain('You answered');
    const [another] = (await listen([refresh('Grace Adeyinka', message)])).answers;
    expect(another?.status).toBe(200);
    expect(JSON.stringify(another)).not.toContain('You answered');
    expect(JSON.stringify(another)).not.toContain(member);
  });

  it('is shown to nobody else', async () => {
    const message = newest(driver.api.channel, 'Our meetings');
    for (const { name } of strangers) {
      const heard = await listen([refresh(name, message)]);
      expect([heard.answers, notTheirs(heard.rows)], name).toEqual([[none], []]);
    }
  });

  it('is nobody else’s where it is private, whichever conversation they name', async () => {
    const { messageRef } = await played.setting.db.delivery.findFirstOrThrow({
      where: { kind: 'commitments-review', personId: driver.personId(head), messageRef: { not: null } },
    });
    const { id: conversation = '', message: id = '' } = partsOf(messageRef ?? '') ?? {};
    const theirs = { conversation, id } as Message;
    expect(conversation).toBe(driver.as(head).chat);
    expect((await listen([refresh(head, theirs)])).answers).toMatchObject([{ status: 200 }]);
    for (const who of [otherHead, member, specialist, hubLead, 'Edwin Castlemaine', unknown.name]) {
      const own = { ...theirs, conversation: driver.as(who).chat };
      const inChannel = { ...theirs, conversation: driver.api.channel };
      const heard = await listen([refresh(who, theirs), refresh(who, own), refresh(who, inChannel)]);
      expect([heard.answers, notTheirs(heard.rows)], who).toEqual([[none, none, none], []]);
    }
  });

  it('that there is not is nobody’s', async () => {
    const message = newest(driver.api.channel, 'Our meetings');
    const heard = await listen([
      refresh(member, { ...message, id: '1' }),
      refresh(member, { ...message, id: `${message.id}0` }),
      refresh(member, { ...message, conversation: '19:nowhere@thread.tacv2' }),
    ]);
    expect([heard.answers, notTheirs(heard.rows)]).toEqual([[none, none, none], []]);
  });

  it('gives no more than its reader could ask for, whatever it says that it comes from', async () => {
    const message = newest(driver.as(specialist).chat, 'One bar model');
    for (const text of ['task status', 'digest']) {
      const from = { route: 'words', args: { words: text } };
      const heard = await listen(
        [otherHead, unknown.name, 'Edwin Castlemaine'].map((who) => refresh(who, message, from)),
      );
      expect(heard.text).not.toMatch(/quokkaword|One bar model|Tom Hartwell/u);
      expect(notTheirs(heard.rows)).toEqual([]);
    }
  });
});
