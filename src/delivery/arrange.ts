import { addDays, civilDate, instantAt } from '../calendar/dates.js';
import { nextSendable, opens } from '../calendar/quiet-hours.js';
import { nextSchoolDay } from '../calendar/school-calendar.js';
import type { Tx } from '../store/client.js';
import type { Delivery } from '../store/generated/sqlite/client.js';
import { type Group, openCalendarOf } from '../store/groups.js';

/**
 * At most one unasked direct message a person and day: what is planned for a day goes out together, at the time
 * of the last of it; what is planned for a day that has had its message waits for the next school morning.
 */
export async function arrangeDays(
  tx: Tx,
  group: Group,
  touched: readonly { personId: string; day: string }[],
): Promise<void> {
  if (touched.length === 0) return;
  const rows = await tx.delivery.findMany({
    where: {
      personId: { in: [...new Set(touched.map((one) => one.personId))] },
      unasked: true,
      OR: [
        { status: 'planned' },
        { status: { in: ['sending', 'sent'] }, day: { in: [...new Set(touched.map((one) => one.day))] } },
      ],
    },
  });
  for (const key of new Set(touched.map((one) => `${one.personId} ${one.day}`))) {
    const [personId = '', day = ''] = key.split(' ');
    await arrangeDay(
      tx,
      group,
      rows.filter((row) => row.personId === personId),
      day,
    );
  }
}

async function arrangeDay(tx: Tx, group: Group, rows: Delivery[], day: string): Promise<void> {
  const today = rows.filter((row) => row.day === day);
  const planned = today.filter((row) => row.status === 'planned');
  const [first] = planned;
  if (!first) return;
  const calendar = openCalendarOf(group, first.personId);

  if (planned.length < today.length) {
    const next = nextSchoolDay(calendar, addDays(day, 1));
    const sendAt = instantAt(next, opens, group.zone);
    await moveTo(tx, planned, next, sendAt);
    await arrangeDay(tx, group, rows, next);
    return;
  }
  const times = planned.map((row) => {
    const natural = nextSendable(calendar, row.dueAt);
    return civilDate(natural, group.zone) === day ? natural : instantAt(day, opens, group.zone);
  });
  const last = new Date(Math.max(...times.map((time) => time.getTime())));
  await moveTo(
    tx,
    planned.filter((row) => row.sendAt.getTime() !== last.getTime()),
    day,
    last,
  );
}

async function moveTo(tx: Tx, rows: readonly Delivery[], day: string, sendAt: Date): Promise<void> {
  if (rows.length === 0) return;
  for (const row of rows) Object.assign(row, { day, sendAt });
  await tx.delivery.updateMany({ where: { id: { in: rows.map((row) => row.id) } }, data: { day, sendAt } });
}
