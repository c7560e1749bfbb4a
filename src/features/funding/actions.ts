import { takeBackCard } from '../../../cards/undo.js';
import { civilDate, formatFullDate } from '../../calendar/dates.js';
import { pastDayFault } from '../../calendar/record-days.js';
import type { Plan } from '../../delivery/plan.js';
import { done, type Reply, refused } from '../../edge/reply.js';
import { type Context, type Faults, faults } from '../../edge/route.js';
import { holdGroup, membersWith, schoolName } from '../../store/groups.js';
import { amountWords, statusWords } from './rules.js';
import type { FundingItem, RecordWish } from './schema.js';
import { findItem, saveItem } from './store.js';

const gone = 'That is not among the programme’s funding, so nothing was changed.';

export async function recordFunding(context: Context, id: string, wish: RecordWish): Promise<Reply | Faults> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const item = await findItem(db, group, id);
  if (!item) return refused(gone);
  const { status, note } = wish;
  const on = wish.on === '' ? null : wish.on;
  const early = on === null ? undefined : pastDayFault(on, civilDate(now, group.zone));
  if (early !== undefined) return faults({ on: early });
  if (status === 'paid' && on !== null && item.confirmedOn !== null && on < item.confirmedOn) {
    return faults({ on: `It was confirmed on ${formatFullDate(item.confirmedOn)}; it cannot have been paid before.` });
  }
  const changed: FundingItem = {
    ...item,
    status,
    amount: wish.amount ?? item.amount,
    confirmedOn: status === 'confirmed' ? on : status === 'unconfirmed' ? null : item.confirmedOn,
    paidOn: status === 'paid' ? on : null,
    note,
  };
  await saveItem(db, item, { ...changed, changedAt: now, changedById: actor.personId });
  await tellHead(context, changed);
  const words = `${schoolName(group, item.schoolId)}: ${item.label}, ${amountWords(changed.amount)}, ${statusWords(changed)}.`;
  return done(
    words,
    takeBackCard('Funding recorded', words, {
      label: 'Take it back',
      route: 'funding.back',
      args: {
        group: groupId,
        item: `${item.schoolId}/${item.key}`,
        status: item.status,
        amount: String(item.amount ?? ''),
        confirmedOn: item.confirmedOn ?? '',
        paidOn: item.paidOn ?? '',
        note: item.note,
      },
    }),
  );
}

export async function takeFundingBack(
  context: Context,
  id: string,
  before: { status: FundingItem['status']; amount: string; confirmedOn: string; paidOn: string; note: string },
): Promise<Reply> {
  const { db, now, actor, groupId } = context;
  await holdGroup(db, groupId);
  const group = await context.group();
  const item = await findItem(db, group, id);
  if (!item) return refused(gone);
  const change = {
    status: before.status,
    amount: before.amount === '' ? null : Number(before.amount),
    confirmedOn: before.confirmedOn || null,
    paidOn: before.paidOn || null,
    note: before.note,
  };
  await saveItem(db, item, { ...change, changedAt: now, changedById: actor.personId });
  await tellHead(context, { ...item, ...change });
  return done(`Taken back: ${item.label} is ${statusWords({ ...item, ...change })} again.`);
}

/** The head hears once of money that is confirmed or paid; what is taken back before then is not said. */
async function tellHead({ db, now, planner, groupId, actor, group: load }: Context, item: FundingItem): Promise<void> {
  const group = await load();
  const subjectId = `${item.schoolId}/${item.key}`;
  await planner.withdraw(db, { topic: 'notice', subjectId }, 'it has changed since');
  await planner.refresh(db, groupId, { kinds: ['funding-news'], subjectId });
  if (item.status !== 'confirmed' && item.status !== 'paid') return;
  await planner.announce(
    db,
    groupId,
    now,
    membersWith(group, 'head')
      .filter(({ schoolId }) => schoolId === item.schoolId)
      .map(
        ({ personId }): Plan => ({
          kind: 'funding-news',
          topic: 'notice',
          subjectId,
          personId,
          occurrence: now.toISOString(),
          late: 'send',
          dueAt: now,
          why: `${actor.name} recorded that funding is ${item.status}`,
        }),
      ),
  );
}
