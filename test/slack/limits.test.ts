import { describe, expect, it } from 'vitest';
import { openFormCard } from '../../cards/open-form.js';
import { modalOf } from '../../src/platforms/slack/answer.js';
import { contentOf } from '../../src/platforms/slack/messenger.js';
import { checkBlockKitMessage, checkCardModal, checkHome, checkModal } from '../render/check.js';
import { collectProductSamples } from '../render/product-samples.js';
import { samples as elements } from '../render/samples.js';
import { playHalfTerm } from '../scenarios/half-term.js';
import { fillSecondary } from '../support/filling.js';
import type { SlackDriver } from '../support/slack-driver.js';
import { begin, type Json } from './acting.js';
import { commandsOf } from './answers.js';

const messages = new Set(['chat.postMessage', 'chat.update', 'chat.postEphemeral']);
const checkView = (view: Json): string[] =>
  view.type === 'home' ? checkHome(view) : 'submit' in view ? checkModal(view) : checkCardModal(view);

/** Keeps the modals with which the door itself answers a modal. */
function watchVerdicts(slack: SlackDriver): Json[] {
  const views: Json[] = [];
  const { interact } = slack;
  slack.interact = async (payload) => {
    const answer = await interact(payload);
    if (answer.body?.response_action === 'update') views.push(answer.body.view as Json);
    return answer;
  };
  return views;
}

/** What is wrong with anything that was sent to Slack. */
function faultsOf(slack: SlackDriver, verdicts: readonly Json[]): string[] {
  const { calls, responses } = slack.api;
  return [
    ...calls.flatMap(({ method, body }) => {
      if (messages.has(method)) return checkBlockKitMessage(body).map((fault) => `${method}: ${fault}`);
      return method.startsWith('views.') ? checkView(body.view as Json).map((fault) => `${method}: ${fault}`) : [];
    }),
    ...responses.flatMap(({ body }) => checkBlockKitMessage(body).map((fault) => `response: ${fault}`)),
    ...verdicts.flatMap((view) => checkView(view).map((fault) => `verdict: ${fault}`)),
    ...calls.flatMap(({ method, answer }) => (answer.ok === true ? [] : [`${method}: ${JSON.stringify(answer)}`])),
  ];
}

/** Everybody types everything, in each way, and looks at their page. */
async function askForEverything(slack: SlackDriver): Promise<void> {
  for (const role of ['specialist', 'advocate', 'head', 'hubLead']) {
    const person = slack.as(role);
    await person.openHome();
    for (const { words } of commandsOf(slack)) {
      await person.type(words, 'channel');
      await person.say(words, 'direct');
    }
  }
}

describe('what is sent to Slack in a year', () => {
  it('keeps to Slack’s limits: primary', async () => {
    const slack = await begin();
    const verdicts = watchVerdicts(slack);
    await playHalfTerm(slack);
    await askForEverything(slack);
    await slack.waitUntil('2027-01-05 12:00');
    await slack.as('specialist').type('task set');
    // Nothing filled in: the form comes again.
    await slack.as('specialist').submit({ Title: '' });
    await slack.waitUntil('2027-08-01 12:00');
    await askForEverything(slack);
    expect(faultsOf(slack, verdicts)).toEqual([]);
    const used = new Set(slack.api.calls.map(({ method }) => method));
    expect([...messages, 'views.open', 'views.update', 'views.publish'].filter((method) => !used.has(method))).toEqual(
      [],
    );
    expect(verdicts.length).toBeGreaterThan(0);
    expect(slack.api.responses.length).toBeGreaterThan(50);
  }, 240_000);

  it('keeps to Slack’s limits: secondary', async () => {
    const slack = await begin({ fill: fillSecondary, start: '2026-09-03T08:00:00+01:00' });
    const verdicts = watchVerdicts(slack);
    await slack.as('specialist').type('schedule plan');
    await slack.as('specialist').submit();
    await slack.waitUntil('2027-02-01 12:00');
    for (const role of ['specialist', 'advocate', 'head', 'headOfDepartment']) await slack.as(role).openHome();
    await slack.waitUntil('2027-08-01 12:00');
    expect(faultsOf(slack, verdicts)).toEqual([]);
  }, 240_000);
});

const samples = { ...elements, ...(await collectProductSamples()) };
const far = { kind: 'channel', channel: `C${'0'.repeat(20)}`, thread: '1789999999.999999' } as const;

it.each(Object.entries(samples))('%s goes to Slack within its limits', (_name, sample) => {
  if (sample.kind === 'card') {
    expect(checkBlockKitMessage(contentOf(sample))).toEqual([]);
    return;
  }
  expect(checkModal(modalOf(sample, far))).toEqual([]);
  expect(checkBlockKitMessage(contentOf(openFormCard(sample)))).toEqual([]);
});
