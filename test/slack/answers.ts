import { composeCore } from '../../src/compose.js';
import type { Messenger } from '../../src/delivery/messenger.js';
import { quietLog } from '../support/router.js';
import type { SlackDriver } from '../support/slack-driver.js';
import type { Json } from './acting.js';

/** What somebody was shown. */
export interface Answer {
  via: 'response' | 'ephemeral' | 'direct' | 'modal' | 'home';
  /** Where it stands in Slack; for whom. */
  to: string;
  thread?: string | undefined;
  title: string;
  blocks: Json[];
}

const methods: Readonly<Record<string, Answer['via']>> = {
  'chat.postEphemeral': 'ephemeral',
  'chat.postMessage': 'direct',
  'views.open': 'modal',
  'views.update': 'modal',
  'views.publish': 'home',
};

/** Everything that the bot showed anybody meanwhile, in order; `direct` are all posted messages. */
export async function answersTo(slack: SlackDriver, work: () => Promise<unknown>): Promise<Answer[]> {
  const { calls, responses } = slack.api;
  const before = { calls: calls.length, responses: responses.length };
  await work();
  const shown = calls.slice(before.calls).flatMap(({ seq, method, body, answer }) => {
    const via = methods[method];
    if (via === undefined || answer.ok !== true) return [];
    const view = body.view as Json | undefined;
    const blocks = (view?.blocks ?? body.blocks) as Json[];
    const to = String(via === 'ephemeral' ? body.user : (body.channel ?? body.user_id ?? ''));
    const thread = body.thread_ts as string | undefined;
    return [{ seq, answer: { via, to, thread, title: String((view?.title as Json)?.text ?? ''), blocks } }];
  });
  const said = responses.slice(before.responses).map(({ seq, path, body }) => ({
    seq,
    answer: { via: 'response' as const, to: path.split('/')[0] ?? '', title: '', blocks: body.blocks as Json[] },
  }));
  return [...shown, ...said].sort((a, b) => a.seq - b.seq).map(({ answer }) => answer);
}

/** Every command of the product, with somebody who may use it. */
export function commandsOf({ db, clock }: SlackDriver): { words: string; who: string }[] {
  const core = composeCore({ db, clock, log: quietLog, publicUrl: 'http://localhost', messenger: {} as Messenger });
  return core.router.routes.flatMap(({ command, who }) => {
    const role = (['specialist', 'advocate', 'head'] as const).find((one) => who.includes(one));
    return command && role ? [{ words: command.words, who: role }] : [];
  });
}
