import { getWorld, watchConnection } from './api.js';
import { createClock } from './clock.js';
import type { Person, Role, World } from './contract.js';
import { el, icon } from './dom.js';
import { coalesce, listenForChanges } from './events.js';
import { createLayout } from './layout.js';
import { createPane } from './pane.js';
import { createUpcomingPanel } from './upcoming.js';

const shortRoles: Record<Role, string> = {
  specialist: 'Specialist',
  advocate: 'Lead teacher',
  headOfDepartment: 'Subject lead',
  head: 'Head',
  hubLead: 'Hub lead',
};

let world: World | undefined;
let group = '';
const tabLabels = ['Lead teacher', 'Specialist', 'Head'];

const offline = el('p', { class: 'offline', role: 'status' });
const groupName = el('p', { class: 'group-name' });
const groupPicker = el('select', {
  'aria-label': 'Work Group',
  hidden: true,
  onchange: () => useGroup(groupPicker.value),
});
const clock = createClock(refreshAll);
const frame = el('main', { class: 'frame' });
const layout = createLayout(frame);
const panel = createUpcomingPanel();
const panes = [1, 2, 3].map((number) => createPane(number, (person, waiting) => heard(number, person, waiting)));

function heard(number: number, person: Person, waiting: number): void {
  const label = shortRoles[person.role];
  if (tabLabels[number - 1] !== label) {
    tabLabels[number - 1] = label;
    drawLayout();
  }
  layout.mark(String(number), waiting);
}

function drawLayout(): void {
  layout.update([
    ...panes.map(({ element, reveal }, index) => ({
      id: String(index + 1),
      label: tabLabels[index] ?? '',
      element,
      reveal,
    })),
    { id: 'next', label: 'Next', element: panel.element, reveal: panel.refresh },
  ]);
}

function useGroup(id: string): void {
  const chosen = world?.groups.find((candidate) => candidate.id === id) ?? world?.groups[0];
  if (!world || !chosen) return;
  group = chosen.id;
  groupName.textContent = `${chosen.name} · ${chosen.programme} · ${chosen.schoolYear}`;
  document.title = `${chosen.name} · Workgroup`;
  drawGroupPicker(world);
  for (const pane of panes) pane.update(world, group);
  panel.update(group);
}

function drawGroupPicker({ groups }: World): void {
  groupPicker.hidden = groups.length < 2;
  if (groupPicker.childElementCount !== groups.length) {
    groupPicker.replaceChildren(...groups.map(({ id, name }) => el('option', { value: id }, name)));
  }
  groupPicker.value = group;
}

const refreshWorld = coalesce(async () => {
  world = await getWorld();
  clock.show(world);
  useGroup(group);
});

function refreshAll(): void {
  refreshWorld();
}

watchConnection((connected) => {
  const words = connected ? '' : 'No connection. Trying again…';
  if (offline.textContent !== words) offline.textContent = words;
});

frame.append(...panes.map(({ element }) => element), panel.element);
document.body.append(
  el(
    'header',
    { class: 'top' },
    el(
      'div',
      { class: 'brand' },
      el('span', { class: 'mark' }, icon('bot')),
      el('div', {}, el('h1', {}, 'Workgroup'), groupName),
      groupPicker,
    ),
    clock.element,
  ),
  offline,
  layout.tabs,
  frame,
);
drawLayout();
refreshAll();
document.addEventListener('visibilitychange', () => !document.hidden && refreshAll());
listenForChanges((news) => {
  if (news) clock.show(news);
  refreshAll();
});
