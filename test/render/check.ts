import { slack, teams } from '../../src/render/limits.js';

type Json = Record<string, unknown>;

/** What is wrong with a message for `chat.postMessage` by Slack's published limits; empty when nothing is. */
export function checkBlockKitMessage(json: unknown): string[] {
  const { text, blocks } = json as Json;
  const problems = new Problems();
  problems.length('text', text, slack.messageText, 0);
  problems.count('blocks', blocks, slack.messageBlocks, 0);
  checkBlocks(blocks as Json[], problems, 'message');
  const tables = (blocks as Json[]).filter((block) => block.type === 'table').length;
  if (tables > slack.tables) problems.add(`${tables} tables`);
  const charts = (blocks as Json[]).filter((block) => block.type === 'data_visualization').length;
  if (charts > slack.charts) problems.add(`${charts} charts`);
  const weight =
    (blocks as Json[]).length * slack.blockWeight +
    sum(blocks, ['text', 'alt_text', 'url', 'image_url', 'title', 'label', 'name']);
  if (weight > slack.messageWeight) problems.add(`the message weighs ${weight}`);
  return problems.found;
}

/** What is wrong with a modal for `views.open`; empty when nothing is. */
export function checkModal(json: unknown): string[] {
  const view = json as Json;
  const problems = new Problems();
  if (view.type !== 'modal') problems.add(`type is ${view.type}`);
  problems.plain('title', view.title, slack.modalTitle);
  problems.plain('submit', view.submit, slack.modalButton);
  problems.plain('close', view.close, slack.modalButton);
  problems.length('callback_id', view.callback_id, slack.callbackId);
  problems.length('private_metadata', view.private_metadata, slack.privateMetadata);
  problems.count('blocks', view.blocks, slack.viewBlocks, 0);
  if (Buffer.byteLength(JSON.stringify(view)) > slack.viewBytes) problems.add('the view is too large');
  checkBlocks(view.blocks as Json[], problems, 'modal');
  return problems.found;
}

/** What is wrong with a modal to read, for `views.open`; empty when nothing is. */
export function checkCardModal(json: unknown): string[] {
  const view = json as Json;
  const problems = new Problems();
  if (view.type !== 'modal') problems.add(`type is ${view.type}`);
  problems.plain('title', view.title, slack.modalTitle);
  problems.plain('close', view.close, slack.modalButton);
  if ('submit' in view) problems.add('nothing can be handed in');
  checkView(view, problems);
  return problems.found;
}

/** What is wrong with a Home tab for `views.publish`; empty when nothing is. */
export function checkHome(json: unknown): string[] {
  const view = json as Json;
  const problems = new Problems();
  if (view.type !== 'home') problems.add(`type is ${view.type}`);
  for (const key of ['title', 'submit', 'close']) if (key in view) problems.add(`a Home tab has no ${key}`);
  checkView(view, problems);
  return problems.found;
}

function checkView(view: Json, problems: Problems): void {
  problems.count('blocks', view.blocks, slack.viewBlocks, 0);
  if (Buffer.byteLength(JSON.stringify(view)) > slack.viewBytes) problems.add('the view is too large');
  const blocks = view.blocks as Json[];
  if (blocks.some((block) => block.type === 'input')) problems.add('an input in a view that nobody hands in');
  checkBlocks(blocks, problems, 'modal');
}

/** What is wrong with an Adaptive Card for Teams beyond what its schema says; empty when nothing is. */
export function checkAdaptiveCard(json: unknown): string[] {
  const problems = new Problems();
  const bytes = Buffer.byteLength(JSON.stringify(json));
  if (bytes >= teams.messageBytes) problems.add(`the card has ${bytes} bytes`);
  const ids = new Set<unknown>();
  const { refresh } = json as { refresh?: Json };
  if (refresh) problems.count('refresh/userIds', refresh.userIds, teams.refreshUsers, 0);
  walk(json, (part, path) => {
    const type = String(part.type ?? '');
    if (type.startsWith('Chart.')) checkTeamsChart(part, path, problems);
    if (type.startsWith('Input.')) {
      if (ids.has(part.id)) problems.add(`${path}: id ${part.id} twice`);
      ids.add(part.id);
      if (typeof part.label !== 'string') problems.add(`${path}: no label`);
      if ('maxLength' in part) problems.add(`${path}: maxLength cuts what is pasted`);
      if (part.isRequired && !part.errorMessage) problems.add(`${path}: required without errorMessage`);
    }
    if (type === 'TextRun' && part.text === '') problems.add(`${path}: empty run`);
    if (type === 'Image' && typeof part.altText !== 'string') problems.add(`${path}: no altText`);
    if (type === 'ActionSet') problems.count(`${path}/actions`, part.actions, teams.actionsInSet, 1);
    if (type.startsWith('Action.') && type !== 'Action.OpenUrl' && !(part.data as Json).workgroup)
      problems.add(`${path}: no data`);
    if ('url' in part && !/^https?:/.test(String(part.url))) problems.add(`${path}: url ${part.url}`);
  });
  return problems.found;
}

/** What Microsoft's client would leave out or join, and what other clients show instead. */
function checkTeamsChart({ title, data, fallback }: Json, path: string, problems: Problems): void {
  const bars = data as { x: unknown; y: unknown }[];
  problems.length(`${path}/title`, title, Number.POSITIVE_INFINITY);
  problems.count(`${path}/data`, bars, Number.POSITIVE_INFINITY, 1);
  for (const { x, y } of bars) {
    problems.length(`${path}/data`, x, Number.POSITIVE_INFINITY);
    if (!Number.isFinite(y)) problems.add(`${path}: a value that is no number`);
  }
  if (new Set(bars.map(({ x }) => x)).size < bars.length) problems.add(`${path}: a label twice`);
  if ((fallback as Json | undefined)?.type !== 'Container') problems.add(`${path}: nothing for clients without charts`);
}

class Problems {
  readonly found: string[] = [];

  add(problem: string): void {
    this.found.push(problem);
  }

  length(path: string, value: unknown, max: number, min = 1): void {
    if (typeof value !== 'string') {
      this.add(`${path}: not a string`);
      return;
    }
    if (value.length < min || value.length > max)
      this.add(`${path}: ${value.length} characters, ${min} to ${max} allowed`);
    if (/\p{Cs}/u.test(value)) this.add(`${path}: half a surrogate pair`);
  }

  count(path: string, value: unknown, max: number, min: number): void {
    const size = Array.isArray(value) ? value.length : -1;
    if (size < min || size > max) this.add(`${path}: ${size} items, ${min} to ${max} allowed`);
  }

  plain(path: string, value: unknown, max: number): void {
    const { type, text } = (value ?? {}) as Json;
    if (type !== 'plain_text') this.add(`${path}: not plain_text`);
    this.length(path, text, max);
  }
}

type Surface = 'message' | 'modal';

function checkBlocks(blocks: Json[], problems: Problems, surface: Surface): void {
  const ids = new Set<unknown>();
  const actionIds = new Set<unknown>();
  blocks.forEach((block, index) => {
    const path = `blocks[${index}]`;
    if ('block_id' in block) {
      problems.length(`${path}/block_id`, block.block_id, slack.blockId);
      if (ids.has(block.block_id)) problems.add(`${path}: block_id ${block.block_id} twice`);
      ids.add(block.block_id);
    }
    checkBlock(block, path, problems, surface);
    walk(block, (part, at) => {
      const where = path + at;
      if ('action_id' in part) {
        problems.length(`${where}/action_id`, part.action_id, slack.actionId);
        if (actionIds.has(part.action_id)) problems.add(`${where}: action_id ${part.action_id} twice`);
        actionIds.add(part.action_id);
      }
      if (part.type === 'mrkdwn') problems.add(`${where}: mrkdwn`);
      if ('url' in part && !/^https?:/.test(String(part.url))) problems.add(`${where}: url ${part.url}`);
      if (part.type === 'text' || part.type === 'link') problems.length(where, part.text, slack.messageTextHard);
      if (String(part.type).startsWith('rich_text')) problems.count(`${where}/elements`, part.elements, 10_000, 1);
    });
  });
}

function checkBlock(block: Json, path: string, problems: Problems, surface: Surface): void {
  const elements = (block.elements ?? []) as Json[];
  switch (block.type) {
    case 'header':
      problems.plain(path, block.text, slack.header);
      break;
    case 'context':
      problems.count(path, elements, slack.contextElements, 1);
      for (const element of elements) problems.plain(path, element, slack.plainText);
      break;
    case 'image':
      problems.length(`${path}/image_url`, block.image_url, slack.imageUrl);
      problems.length(`${path}/alt_text`, block.alt_text, slack.imageAlt);
      break;
    case 'actions':
      problems.count(path, elements, slack.actionsElements, 1);
      for (const element of elements) checkButton(element, path, problems);
      break;
    case 'table':
      if (surface !== 'message') problems.add(`${path}: a table in a view`);
      checkTable(block, path, problems);
      break;
    case 'data_visualization':
      if (surface !== 'message') problems.add(`${path}: a chart in a view`);
      checkChart(block, path, problems);
      break;
    case 'input':
      if (surface === 'message') problems.add(`${path}: an input in a message`);
      checkInput(block, path, problems);
      break;
    case 'divider':
    case 'rich_text':
      break;
    default:
      problems.add(`${path}: unknown block ${block.type}`);
  }
}

function checkButton(button: Json, path: string, problems: Problems): void {
  problems.plain(`${path}/text`, button.text, slack.buttonText);
  if ('value' in button) problems.length(`${path}/value`, button.value, slack.buttonValue);
  if ('url' in button) problems.length(`${path}/url`, button.url, slack.buttonUrl);
  if (!('value' in button) && !('url' in button)) problems.add(`${path}: a button that does nothing`);
  if ('accessibility_label' in button) problems.length(`${path}/label`, button.accessibility_label, slack.buttonLabel);
  if ('style' in button && !['primary', 'danger'].includes(String(button.style)))
    problems.add(`${path}: ${button.style}`);
}

function checkTable(table: Json, path: string, problems: Problems): void {
  const rows = table.rows as Json[][];
  problems.count(`${path}/rows`, rows, slack.tableRows, 1);
  problems.count(`${path}/column_settings`, table.column_settings, slack.tableColumns, 1);
  for (const row of rows) problems.count(`${path}/row`, row, slack.tableColumns, 1);
  if (new Set(rows.map((row) => row.length)).size > 1) problems.add(`${path}: ragged rows`);
  if (sum(rows, ['text']) > slack.tableCharacters) problems.add(`${path}: too many characters`);
}

function checkChart(block: Json, path: string, problems: Problems): void {
  const { type, series, axis_config: axis } = block.chart as { type: string; series: Json[]; axis_config: Json };
  const categories = axis.categories as string[];
  if (type !== 'bar') problems.add(`${path}: a chart of type ${type}`);
  problems.length(`${path}/title`, block.title, slack.chartTitle);
  problems.count(`${path}/categories`, categories, slack.chartCategories, 1);
  for (const category of categories) problems.length(`${path}/category`, category, slack.chartLabel);
  if (new Set(categories).size < categories.length) problems.add(`${path}: a category twice`);
  problems.count(`${path}/series`, series, 1, 1);
  for (const { name, data } of series) {
    const points = data as { label: unknown; value: unknown }[];
    problems.length(`${path}/series`, name, slack.chartLabel);
    if (JSON.stringify(points.map((point) => point.label)) !== JSON.stringify(categories))
      problems.add(`${path}: not one value a category`);
    if (!points.every((point) => Number.isFinite(point.value))) problems.add(`${path}: a value that is no number`);
  }
}

function checkInput(block: Json, path: string, problems: Problems): void {
  const element = block.element as Json;
  problems.plain(`${path}/label`, block.label, slack.inputLabel);
  if ('hint' in block) problems.plain(`${path}/hint`, block.hint, slack.inputHint);
  if ('placeholder' in element) problems.plain(`${path}/placeholder`, element.placeholder, slack.placeholder);
  if ('initial_value' in element) problems.length(`${path}/initial_value`, element.initial_value, slack.inputValue, 0);
  const groups = (element.option_groups ?? []) as Json[];
  if ('option_groups' in element) problems.count(`${path}/option_groups`, groups, slack.optionGroups, 1);
  for (const group of groups) problems.plain(`${path}/group`, group.label, slack.optionGroupLabel);
  const lists = [
    ...groups.map((group) => group.options),
    ...('options' in element ? [element.options] : []),
  ] as Json[][];
  for (const options of lists) {
    problems.count(`${path}/options`, options, slack.options, 1);
    for (const option of options) {
      problems.plain(`${path}/option`, option.text, slack.optionText);
      problems.length(`${path}/option`, option.value, slack.optionValue);
    }
  }
  const chosen = [element.initial_option ?? [], element.initial_options ?? []].flat();
  const known = new Set(lists.flat().map((option) => JSON.stringify(option)));
  if (!chosen.every((option) => known.has(JSON.stringify(option)))) problems.add(`${path}: chose what is not there`);
  if ('initial_options' in element) problems.count(`${path}/initial_options`, element.initial_options, 10_000, 1);
}

/** An Adaptive Card as clients show it that do not know Teams' own elements: each replaced by its fallback. */
export function withFallbacks<Part>(json: Part): Part {
  return JSON.parse(JSON.stringify(json), (_key, part) => part?.fallback ?? part);
}

/** An Adaptive Card as Teams shows it, without what stands there for others. */
export function withoutFallbacks<Part>(json: Part): Part {
  return JSON.parse(JSON.stringify(json), (key, part) => (key === 'fallback' ? undefined : part));
}

/** Calls `visit` with every object inside, and the path to it. */
export function walk(json: unknown, visit: (part: Json, path: string) => void, path = ''): void {
  if (typeof json !== 'object' || json === null) return;
  if (!Array.isArray(json)) visit(json as Json, path);
  for (const [key, value] of Object.entries(json)) walk(value, visit, `${path}/${key}`);
}

function sum(json: unknown, keys: readonly string[]): number {
  let characters = 0;
  walk(json, (part) => {
    for (const key of keys) if (typeof part[key] === 'string') characters += (part[key] as string).length;
  });
  return characters;
}
