import { civilDate, formatFullDate, formatInstant } from '../../calendar/dates.js';
import type { Reply } from '../../edge/reply.js';
import { renderForm } from '../../render/adaptive-card.js';
import { groupBy } from '../../shared/group-by.js';
import type { Database } from '../../store/client.js';
import type { LocalMessage } from '../../store/generated/sqlite/client.js';
import { type Group, loadGroup, type Role, rolesIn, schoolName } from '../../store/groups.js';
import { type PlaceName, placeFor } from './messenger.js';

/** The web chat's people see London time, as the example's schools do. */
export const zone = 'Europe/London';

/** What roles and programmes are called. */
export interface Labels {
  role(role: Role, group: Group): string;
  programme(group: Group): string;
}

export const nowText = (now: Date): string =>
  `${formatFullDate(civilDate(now, zone))}, ${formatInstant(now, zone).split(', ')[1]}`;

/** Heads are in their own channel with those who lead the group, and not in the group's. */
export const placesOf = ({ role, stoodDown }: { role: Role; stoodDown: boolean }): PlaceName[] => [
  ...(role === 'head' ? [] : (['channel'] as const)),
  'direct',
  ...(rolesIn('heads').includes(role) && !stoodDown ? (['heads'] as const) : []),
];

/** Everybody one can be, and where each can write. */
export async function readWorld(db: Database, now: Date, labels: Labels) {
  const ids = await db.group.findMany({ select: { id: true }, orderBy: { createdAt: 'asc' } });
  const groups = await Promise.all(ids.map(({ id }) => loadGroup(db, id)));
  const people = new Map<string, ReturnType<typeof personView>>();
  const personView = (group: (typeof groups)[number], member: (typeof groups)[number]['members'][number]) => ({
    id: member.personId,
    name: member.name,
    role: member.role,
    roleLabel: labels.role(member.role, group),
    ...(member.schoolId !== undefined && { school: schoolName(group, member.schoolId) }),
    groupIds: [group.id],
    places: placesOf(member),
  });
  for (const group of groups) {
    for (const member of group.members) {
      const known = people.get(member.personId);
      if (known) known.groupIds.push(group.id);
      else people.set(member.personId, personView(group, member));
    }
  }
  return {
    groups: groups.map((group) => ({
      id: group.id,
      name: group.name,
      programme: labels.programme(group),
      schoolYear: group.schoolYear,
    })),
    people: [...people.values()],
    now: now.toISOString(),
    today: civilDate(now, zone),
    nowText: nowText(now),
  };
}

/** Each message with its thread after it; both oldest first. A thread whose beginning is out of sight stands by itself. */
function inThreads(rows: readonly LocalMessage[]): LocalMessage[] {
  const ids = new Set(rows.map(({ id }) => id));
  const threads = groupBy(rows, ({ underId }) => underId);
  return rows
    .filter(({ underId }) => underId === null || !ids.has(underId))
    .flatMap((row) => [row, ...(threads.get(row.id) ?? [])]);
}

/** The first line of a message, in short. */
function titleOf(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length <= 60 ? line : `${line.slice(0, 59).trimEnd()}…`;
}

/** Messages that a person sees in a place: oldest first, but that threads stay together. */
export async function readMessages(
  db: Database,
  viewer: { personId: string; place: PlaceName; groupId: string },
  labels: Labels,
) {
  const place = placeFor(viewer.place, viewer);
  const rows = await db.localMessage.findMany({
    where: { place, OR: [{ onlyForId: null }, { onlyForId: viewer.personId }] },
    orderBy: { id: 'desc' },
    take: 200,
  });
  const group = await loadGroup(db, viewer.groupId);
  const authorOf = (id: string) => {
    const member = group.members.find((one) => one.personId === id);
    return { id, name: member?.name ?? 'Someone', roleLabel: member ? labels.role(member.role, group) : '' };
  };
  const parents = await db.localMessage.findMany({
    where: { place, id: { in: rows.flatMap(({ underId }) => underId ?? []) } },
  });
  const threads = new Map(parents.map((parent) => [parent.id, parent]));
  return inThreads(rows.reverse()).map((row) => ({
    id: row.id,
    ...(row.underId !== null && { thread: { under: row.underId, of: titleOf(threads.get(row.underId)?.text ?? '') } }),
    version: row.updatedAt?.getTime() ?? 0,
    author: row.authorId === null ? null : authorOf(row.authorId),
    mine: row.authorId === viewer.personId,
    onlyYou: row.onlyForId !== null,
    at: row.at.toISOString(),
    atText: formatInstant(row.at, zone),
    text: row.text,
    ...(row.card !== null && { card: JSON.parse(row.card) as unknown }),
  }));
}

/** What the page gets at once; cards arrive as messages. */
export function viewReply(reply: Reply) {
  switch (reply.kind) {
    case 'card':
      return { kind: 'card' };
    case 'form':
      return {
        kind: 'form',
        form: { title: reply.form.title, keep: reply.form.keep !== undefined, card: renderForm(reply.form) },
      };
    default:
      return { kind: reply.kind, text: reply.text };
  }
}
