import { describe, expect, it } from 'vitest';
import { conversationRef } from '../../src/platforms/teams/refs.js';
import { refusals } from '../support/teams-connector.js';
import { channel, dialogValue, groupChat, invokeActivity, mentionOf, messageActivity } from '../support/teams-door.js';
import type { TeamsDriver } from '../support/teams-driver.js';
import type { TeamsMessage } from '../support/teams-tenant.js';
import { actionsOf, inputsOf, labelOf, labelsOf, opensDialog, wordsOf } from '../support/teams-words.js';
import {
  about,
  begin,
  cardOf,
  head,
  type Json,
  publish,
  setTask,
  specialist,
  teacher,
  textOf,
  written,
} from './acting.js';
import { answersTo, commandsOf } from './answers.js';
import { createGroupChat } from './group-chat.js';

async function aYear(): Promise<TeamsDriver> {
  const teams = await begin();
  await publish(teams);
  await setTask(teams);
  await teams.waitUntil('2026-09-10 12:00');
  return teams;
}

/** What a dialog says and asks. */
interface Opened {
  title: string;
  words: string;
  fields: string[];
}

const read = ({ title, card }: Json): Opened => {
  const { content } = card as { content: Json };
  const words = withTitle(String(title), wordsOf(content));
  return { title: String(title), words, fields: inputsOf(content).map(labelOf) };
};
/** Teams shows a dialog's title above the card. */
const withTitle = (title: string, words: string): string => (words.startsWith(title) ? words : `${title}\n${words}`);
const dialogOf = (teams: TeamsDriver, who: string): Opened => read(teams.as(who).dialog());

/** What opens from the menu beside the field where people write: in the group's channel, or elsewhere. */
async function fromMenu(
  teams: TeamsDriver,
  who: string,
  words: string,
  where = channel(teams.api.team, teams.channel),
): Promise<Opened> {
  const value = { commandId: words, commandContext: 'compose', context: { theme: 'default' } };
  const activity = invokeActivity(teams.api, teams.as(who).user, where, { name: 'composeExtension/fetchTask', value });
  const { status, body } = await teams.send(activity);
  expect(status, words).toBe(200);
  const { task } = (body ?? {}) as { task?: { type: string; value: Json } };
  expect(task?.type, words).toBe('continue');
  return read(task?.value ?? {});
}

/** The one answer to a mention: a button in the same thread, and nothing that is for one person alone. */
function expectBehindButton(teams: TeamsDriver, answers: readonly TeamsMessage[], asked: string): void {
  const [answer, ...more] = answers;
  expect(more, asked).toEqual([]);
  expect(answer?.conversation, asked).toBe(teams.channel);
  expect(answer?.root, asked).not.toBe(answer?.id);
  const card = cardOf(answer ?? { activity: {} });
  expect(labelsOf(card), asked).toEqual(['Open']);
  expect(actionsOf(card).every(opensDialog), asked).toBe(true);
  expect(wordsOf(card).length, asked).toBeLessThan(100);
}

describe('every command', () => {
  it('gives the same, however it is typed, and to the asker alone', async () => {
    const teams = await aYear();
    const commands = commandsOf(teams);
    expect(commands.length).toBeGreaterThan(15);
    for (const { words, who } of commands) {
      const person = teams.as(who);
      // In the channel, after the bot's name: behind a button, and it opens for whoever presses.
      expectBehindButton(teams, await answersTo(teams, () => person.say(`${mentionOf(teams.api)} ${words}`)), words);
      await person.press('Open', 'Here you are', 'channel');
      const mentioned = dialogOf(teams, who);
      expect(await fromMenu(teams, who, words), words).toEqual(mentioned);
      // Where the group's channel is meant, a personal chat is not the place to say so.
      if (words === 'setup' || words === 'setup heads') continue;
      const [written, ...more] = await answersTo(teams, () => person.say(words, 'direct'));
      expect(more, words).toEqual([]);
      expect(written?.conversation, words).toBe(person.chat);
      const card = cardOf(written ?? { activity: {} });
      if (mentioned.fields.length === 0) {
        expect(withTitle(mentioned.title, wordsOf(card)), words).toBe(mentioned.words);
        continue;
      }
      expect([wordsOf(card).split('\n')[0], labelsOf(card)], words).toEqual([mentioned.title, ['Open']]);
      await person.press('Open', mentioned.title);
      expect(dialogOf(teams, who), words).toEqual(mentioned);
    }
  }, 120_000);

  it('works for people who are not in the team, in their personal chat', async () => {
    const teams = await aYear();
    const [card, ...more] = await answersTo(teams, () => teams.as(head).say('commitments', 'direct'));
    expect([card?.conversation, more]).toEqual([teams.as(head).chat, []]);
    expect(textOf(card)).toContain('Oakfield Primary');
  });

  it.each([
    'schedule',
    'Schedule.',
    'SCHEDULE',
    '/schedule',
    '/workgroup schedule',
    'Work Group schedule',
    ' schedule ',
    'schedule&nbsp;',
    '<at>Work Group</at> schedule',
    '<at>Work Group</at>&nbsp;schedule',
    '<at>Work Group</at>: schedule',
    'schedule <at>Work Group</at>',
  ])('is understood with what people put round it: “%s”', async (typed) => {
    const teams = await begin();
    await publish(teams);
    const [answer] = await answersTo(teams, () => teams.as(teacher).say(typed, 'direct'));
    expect(textOf(answer)).toContain('Tue 29 Sep, 13:00 to 16:00');
    if (!typed.includes('<at>')) return;
    expectBehindButton(teams, await answersTo(teams, () => teams.as(teacher).say(typed)), typed);
    expect(await teams.as(teacher).press('Open', 'Here you are', 'channel')).toContain('Tue 29 Sep, 13:00 to 16:00');
  });

  it('is answered in a channel that is not the group’s, behind a button', async () => {
    const teams = await aYear();
    const { api } = teams;
    const { user } = teams.as(teacher);
    const message = api.tenant.post(api.team.id, user.id, { type: 'message' });
    const where = channel(api.team, api.team.id, message.id);
    const [answer, ...more] = await answersTo(teams, () =>
      teams.send(messageActivity(api, user, where, `${mentionOf(api)} schedule`, message.id)),
    );
    expect([answer?.conversation, answer?.root, more]).toEqual([api.team.id, message.id, []]);
    expect(textOf(answer)).not.toContain('Sep');
  });

  it('is answered in the thread in which it was asked', async () => {
    const teams = await aYear();
    const under = await teams.as(teacher).say('Shall we bring our books?');
    const [answer, ...more] = await answersTo(teams, () =>
      teams.as(teacher).say(`${mentionOf(teams.api)} schedule`, 'channel', under),
    );
    expect([answer?.root, more]).toEqual([under, []]);
  });

  it('is answered in a group chat as in a channel', async () => {
    const teams = await aYear();
    const chat = createGroupChat(teams, [specialist, teacher]);
    for (const { words, who } of commandsOf(teams).filter(({ who }) => who !== 'head')) {
      const name = who === 'specialist' ? specialist : teacher;
      const [answer, ...more] = await answersTo(teams, () => chat.ask(name, words));
      expect([answer?.conversation, more], words).toEqual([chat.id, []]);
      const opened = await chat.open(name, answer ?? (undefined as never), 'Open');
      expect(wordsOf(opened).length, words).toBeGreaterThan(10);
      expect(wordsOf(opened), words).not.toContain('did you mean');
    }
    expect(await answersTo(teams, () => chat.say(teacher, 'schedule'))).toEqual([]);
  });
});

describe('the menu in a chat that the bot is not in', () => {
  const chat = groupChat('19:0123456789abcdef0123456789abcdef@thread.v2');
  const isKnown = async ({ db, api }: TeamsDriver): Promise<boolean> =>
    (await db.conversation.count({ where: { ref: conversationRef(api.tenantId, chat.id) } })) > 0;

  it('works for whom the bot has met, and the chat is no place to write to', async () => {
    const teams = await aYear();
    expect((await fromMenu(teams, teacher, 'schedule', chat)).words).toContain('Tue 29 Sep, 13:00 to 16:00');
    const { user } = teams.as(teacher);
    const value = dialogValue({ workgroup: { route: 'words', args: { words: 'schedule' } } });
    const next = { name: 'composeExtension/submitAction', value };
    const { body } = await teams.send(invokeActivity(teams.api, user, chat, next));
    expect(JSON.stringify(body)).toContain('29 Sep');
    expect(await isKnown(teams)).toBe(false);
    expect(teams.api.calls.filter(about(chat.id))).toEqual([]);
  });

  it('binds no group to a chat where nothing could be posted', async () => {
    const teams = await aYear();
    expect((await fromMenu(teams, specialist, 'setup', chat)).words).toContain('in the channel of your Work Group');
    expect(await teams.db.channel.findMany()).toMatchObject([
      { ref: conversationRef(teams.api.tenantId, teams.channel) },
    ]);
  });

  it.each([
    ['the bot is not in it', refusals.notInRoster],
    ['there is none such', refusals.noConversation],
    ['they are not found there', refusals.noMember],
  ])('says to somebody new how to be known: %s', async (_why, refusal) => {
    const teams = await begin({ notInstalled: [head] });
    teams.api.fail('member', { ...refusal, when: about(chat.id) });
    const { words } = await fromMenu(teams, head, 'commitments', chat);
    expect(words).toContain('Write to me in my own chat first, so that I know who you are.');
    expect(words).not.toContain('cannot reach each other');
    expect(await isKnown(teams)).toBe(false);
    await teams.as(head).say('help', 'direct');
    expect((await fromMenu(teams, head, 'commitments', chat)).words).toContain('Oakfield Primary');
  });

  it('does not send somebody there again who is in no roster and has written', async () => {
    const stranger = { name: 'Nora Passerby', email: 'nora.passerby@elsewhere.example' };
    const teams = await begin({ strangers: [stranger] });
    await teams.as(stranger.name).say('help', 'direct');
    const { words } = await fromMenu(teams, stranger.name, 'schedule', chat);
    expect(words).toContain('I do not know you yet. Say hello in your Work Group’s channel');
  });

  it('is trouble all the same when Teams stumbles', async () => {
    const teams = await begin({ notInstalled: [head] });
    teams.api.fail('member', refusals.badGateway);
    expect((await fromMenu(teams, head, 'commitments', chat)).words).toContain('cannot reach each other');
  });
});

describe('words that are no command', () => {
  it.each([
    ['shedule', 'schedule'],
    ['commitment', 'commitments'],
    ['task sett', 'task set'],
    ['homee', 'home'],
  ])('“%s”: the nearest command is shown, and help is offered', async (typed, meant) => {
    const teams = await begin();
    const kate = teams.as(specialist);
    const [answer, ...more] = await answersTo(teams, () => kate.say(typed, 'direct'));
    expect(more).toEqual([]);
    await kate.say(`${mentionOf(teams.api)} ${typed}`);
    await kate.press('Open', 'Here you are', 'channel');
    for (const words of [textOf(answer), dialogOf(teams, specialist).words]) {
      expect(words).toContain(`“${meant}”`);
    }
  });

  it('“help” is what nothing at all means', async () => {
    const teams = await begin();
    const priya = teams.as(teacher);
    const [help] = await answersTo(teams, () => priya.say('help', 'direct'));
    for (const typed of [mentionOf(teams.api), `${mentionOf(teams.api)}&nbsp;`, ` ${mentionOf(teams.api)}\n`]) {
      expectBehindButton(teams, await answersTo(teams, () => priya.say(typed)), typed);
      await priya.press('Open', 'Here you are', 'channel');
      expect(dialogOf(teams, teacher).words, typed).toBe(textOf(help));
    }
    const [again] = await answersTo(teams, () => priya.say(mentionOf(teams.api), 'direct'));
    expect(cardOf(again ?? { activity: {} })).toMatchObject({ body: cardOf(help ?? { activity: {} }).body });
  });

  it('that only speak of the bot are not answered, and count as what they are', async () => {
    const teams = await aYear();
    const me = mentionOf(teams.api);
    const spoken = [
      `I asked ${me} about it yesterday.`,
      `Thank you all, and ${me} too`,
      `The schedule that ${me} posted is on the wall.`,
      'schedule',
      'help!',
    ];
    for (const text of spoken) expect(await answersTo(teams, () => teams.as(teacher).say(text)), text).toEqual([]);
    expect(await teams.db.contribution.findMany()).toMatchObject([{ messages: spoken.length }]);
    expectBehindButton(teams, await answersTo(teams, () => teams.as(teacher).say(`schedule ${me}`)), 'at the end');
  });

  it('for somebody else, of the same name, are not answered', async () => {
    const teams = await begin();
    const { api } = teams;
    const { user } = teams.as(teacher);
    const said = messageActivity(api, user, channel(api.team, api.channel, '5'), `${mentionOf(api)} schedule`, '5');
    const mentions = [{ type: 'mention', mentioned: { id: '28:another', name: api.bot.name }, text: mentionOf(api) }];
    expect(await answersTo(teams, () => teams.send({ ...said, entities: mentions }))).toEqual([]);
  });

  it('with something dropped beside them are understood all the same', async () => {
    const teams = await begin();
    await publish(teams);
    const { api } = teams;
    const { user, chat } = teams.as(teacher);
    const said = messageActivity(api, user, { kind: 'personal', id: chat }, 'schedule', '5');
    const files = [{ contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'plan.docx' }];
    const [answer] = await answersTo(teams, () => teams.send({ ...said, attachments: files, textFormat: 'xml' }));
    expect(textOf(answer)).toContain('Tue 29 Sep');
    // A picture alone says nothing.
    const nothing = messageActivity(api, user, { kind: 'personal', id: chat }, '', '6');
    const [help] = await answersTo(teams, () => teams.send({ ...nothing, text: undefined, attachments: files }));
    expect(textOf(help)).toContain('schedule');
  });
});

it('the answer behind a button is for whoever presses it, as themselves', async () => {
  const teams = await aYear();
  await teams.as(specialist).say(`${mentionOf(teams.api)} report`);
  await teams.as(specialist).press('Open', 'Here you are', 'channel');
  expect(dialogOf(teams, specialist).words).toContain('Tom Hartwell');
  await teams.as(teacher).press('Open', 'Here you are', 'channel');
  expect(dialogOf(teams, teacher).words).not.toContain('Tom Hartwell');
  expect(JSON.stringify(written(teams, teams.channel).map(cardOf))).not.toContain('Tom Hartwell');
});

it('a form that was opened in the channel is answered where it was opened, in the dialog', async () => {
  const teams = await aYear();
  const kate = teams.as(specialist);
  await kate.say(`${mentionOf(teams.api)} meeting cancel`);
  await kate.press('Open', 'Here you are', 'channel');
  const { content } = kate.dialog().card as { content: Json };
  const second = labelsOf(content).find((label) => label.startsWith('Tue 24 Nov'));
  expect(await kate.pressInDialog(second ?? '')).toContain('Why');
  const before = written(teams, kate.chat).length;
  expect(await kate.submit({ Why: 'Snow has closed two schools' })).toContain('Cancelled');
  expect(kate.isDialogOpen()).toBe(true);
  await kate.closeDialog();
  expect(written(teams, kate.chat)).toHaveLength(before);
});
