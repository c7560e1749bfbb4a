import { App, ExpressReceiver } from '@slack/bolt';
import { connect, targetOf } from '../src/store/client.js';

// What the product is measured against: Bolt and Prisma, and the few lines that a first version would have. It finds the
// person, saves the answer, and acknowledges; a repeat is saved again, and nobody else hears of it.
const db = await connect(await targetOf(process.env.DATABASE_URL ?? ''));
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
app.action(/.*/u, async ({ body, action, ack }) => {
  if (!('value' in action) || typeof action.value !== 'string') return;
  const { args } = JSON.parse(action.value);
  const ref = `slack:${body.team?.id}:${body.user.id}`;
  const account = await db.account.findUniqueOrThrow({ where: { ref }, include: { person: true } });
  const meeting = await db.meeting.findUniqueOrThrow({ where: { id: args.meeting } });
  const key = { meetingId: meeting.id, personId: account.personId ?? '' };
  const said = { answer: args.answer, answeredAt: new Date() };
  await db.meetingAnswer.upsert({
    where: { meetingId_personId: key },
    create: { ...key, ...said },
    update: said,
  });
  await ack();
});
receiver.app.listen(Number(process.env.PORT), '127.0.0.1');
