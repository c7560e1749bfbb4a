import { App, ExpressReceiver } from '@slack/bolt';

// What the product is measured against: Bolt with nothing behind it, which acknowledges and that is all.
const receiver = new ExpressReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  endpoints: '/slack/events',
});
receiver.router.get('/readyz', (_request, response) => {
  response.json({ ready: true });
});
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-example', botId: 'B0EXAMPLE', botUserId: 'U0EXAMPLE' }),
});
app.action(/.*/u, async ({ ack }) => ack());
receiver.app.listen(Number(process.env.PORT), '127.0.0.1');
