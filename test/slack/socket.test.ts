import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { openSqlite } from '../support/databases.js';
import { startSlack } from '../support/slack-driver.js';
import { startSocketServer } from '../support/socket-server.js';

it('works by web socket, without an address or a signing secret of its own', async () => {
  const socket = await startSocketServer();
  const database = await openSqlite();
  const driver = await startSlack(database, {
    unbound: true,
    env: { SLACK_APP_TOKEN: 'xapp-example', SLACK_SIGNING_SECRET: '' },
    prepare: (api) => api.fail('apps.connections.open', { body: { ok: true, url: socket.url } }),
  });
  await socket.connected;
  const kate = driver.as('Kate Winterbourne');
  const send = async (type: string, payload: Record<string, unknown>) => {
    const answer = await socket.send({
      type,
      envelope_id: randomUUID(),
      accepts_response_payload: true,
      payload: { team_id: driver.api.team, ...payload },
    });
    await driver.server.settle();
    return answer;
  };

  await send('slash_commands', {
    command: '/workgroup',
    text: 'setup',
    user_id: kate.user,
    channel_id: driver.channel,
    trigger_id: await driver.trigger(kate.user),
    response_url: driver.api.responseUrl('kate/1'),
  });
  const opened = driver.api.calls.find(({ method }) => method === 'views.open');
  const view = opened?.answer.view as { blocks: { block_id: string; element?: { initial_option?: unknown } }[] };
  const [field] = view.blocks.filter((block) => block.element);
  const answer = await send('interactive', {
    type: 'view_submission',
    team: { id: driver.api.team },
    user: { id: kate.user, team_id: driver.api.team },
    view: {
      ...view,
      state: {
        values: {
          [field?.block_id ?? '']: {
            [field?.block_id ?? '']: { type: 'static_select', selected_option: field?.element?.initial_option },
          },
        },
      },
    },
  });
  expect(answer).toEqual({});
  expect(await database.db.channel.findMany()).toMatchObject([
    { ref: `slack:${driver.api.team}:${driver.channel}`, groupId: driver.groupId },
  ]);

  await send('events_api', {
    type: 'event_callback',
    event_id: 'Ev1',
    event: { type: 'app_home_opened', user: kate.user, tab: 'home' },
  });
  expect(driver.api.calls.some(({ method, body }) => method === 'views.publish' && body.user_id === kate.user)).toBe(
    true,
  );
  // The door for HTTP stays shut: nothing could be verified there.
  expect((await driver.command({ user_id: kate.user, channel_id: driver.channel, text: 'help' })).status).toBe(404);

  await driver.stop();
  await socket.stop();
  await database.close();
});
