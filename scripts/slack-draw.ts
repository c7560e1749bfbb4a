import { escapeHtml, type Json } from './preview-pages.js';

const list = (part: Json | undefined): Json[] => (Array.isArray(part) ? part : []);

const is = (part: Json | undefined, words: string): boolean => String(part) === words;

/** A message, modal or Home tab as HTML, much as Slack shows it. Throws on what Slack knows and this does not. */
export function draw(json: Json): string {
  const blocks = drawAll(json.blocks, drawBlock);
  if (is(json.type, 'home')) return `<section class="home">${blocks}</section>`;
  if (is(json.type, 'modal')) {
    const buttons = [
      ...(json.close ? [`<b class="button">${escapeHtml(json.close.text)}</b>`] : []),
      ...(json.submit ? [`<b class="button primary">${escapeHtml(json.submit.text)}</b>`] : []),
    ];
    return `<section class="modal"><h1>${escapeHtml(json.title?.text)}</h1><div class="blocks">${blocks}</div><footer>${buttons.join('')}</footer></section>`;
  }
  return `<section class="message"><i class="avatar">WG</i><div><p class="from"><b>Work Group</b> <em>APP</em> <time>08:30</time></p>${blocks}</div></section>`;
}

const drawAll = (parts: Json | undefined, one: (part: Json) => string): string => list(parts).map(one).join('');

function drawBlock(block: Json): string {
  switch (String(block.type)) {
    case 'header':
      return `<h2>${escapeHtml(block.text?.text)}</h2>`;
    case 'rich_text':
      return `<div class="rich">${drawAll(block.elements, drawRich)}</div>`;
    case 'context':
      return `<div class="context">${drawAll(block.elements, ({ text }) => escapeHtml(text))}</div>`;
    case 'actions':
      return `<div class="actions">${drawAll(block.elements, drawButton)}</div>`;
    case 'divider':
      return '<hr>';
    case 'image':
      return `<div class="image">${escapeHtml(block.alt_text)}</div>`;
    case 'table':
      return `<div class="table"><table>${drawAll(block.rows, (row) => `<tr>${drawAll(row, (cell) => `<td>${drawBlock(cell)}</td>`)}</tr>`)}</table></div>`;
    case 'data_visualization':
      return drawChart(block);
    case 'input':
      return `<div class="input"><p class="label">${escapeHtml(block.label?.text)}${block.optional ? ' <span>(optional)</span>' : ''}</p>${drawInput(block.element as Json)}${block.hint ? `<p class="hint">${escapeHtml(block.hint.text)}</p>` : ''}</div>`;
    default:
      throw new RangeError(`no drawing for a block of type ${block.type}`);
  }
}

const tags: Readonly<Record<string, string>> = {
  rich_text_section: 'p',
  rich_text_quote: 'blockquote',
  rich_text_preformatted: 'pre',
  rich_text_list: 'ul',
};

function drawRich(part: Json): string {
  if (is(part.type, 'text')) return part.style?.bold ? `<b>${escapeHtml(part.text)}</b>` : escapeHtml(part.text);
  if (is(part.type, 'link')) return `<u>${escapeHtml(part.text)}</u>`;
  const tag = tags[String(part.type)];
  if (!tag) throw new RangeError(`no drawing for rich text of type ${part.type}`);
  const inside = drawAll(part.elements, drawRich);
  return tag === 'p' ? `<p>${inside}</p>` : `<${tag}>${inside}</${tag}>`;
}

const drawButton = ({ style, text }: Json): string =>
  `<b class="button ${escapeHtml(style)}">${escapeHtml(text?.text)}</b>`;

function drawChart({ title, chart }: Json): string {
  const data = list(list(chart?.series)[0]?.data);
  const most = Math.max(1, ...data.map(({ value }) => Number(value)));
  const bars = data.map(({ label, value }) => {
    const height = Math.round((90 * Number(value)) / most);
    return `<div>${escapeHtml(value)}<i style="height:${height}px"></i><span>${escapeHtml(label)}</span></div>`;
  });
  return `<div class="chart"><b>${escapeHtml(title)}</b><div class="bars">${bars.join('')}</div></div>`;
}

function drawInput(element: Json): string {
  const hollow = (words: unknown): string => `<span class="hollow">${escapeHtml(words)}</span>`;
  const box = (shown: unknown, empty: unknown, kind = ''): string =>
    `<div class="box ${kind}">${shown ? escapeHtml(shown) : hollow(empty)}</div>`;
  const placeholder = element.placeholder?.text ?? '';
  switch (String(element.type)) {
    case 'plain_text_input':
      return box(element.initial_value, placeholder, element.multiline ? 'tall' : '');
    case 'number_input':
      return box(element.initial_value, placeholder);
    case 'datepicker':
      return box(readDate(element.initial_date), 'Select a date', 'menu');
    case 'timepicker':
      return box(element.initial_time, 'Select a time', 'menu');
    case 'static_select':
      return box(element.initial_option?.text?.text, placeholder, 'menu');
    case 'multi_static_select': {
      const chips = drawAll(
        element.initial_options,
        ({ text }) => `<span class="chip">${escapeHtml(text?.text)} ×</span>`,
      );
      return `<div class="box menu">${chips || hollow(placeholder)}</div>`;
    }
    case 'checkboxes': {
      const ticked = list(element.initial_options).map(({ value }) => String(value));
      return drawAll(
        element.options,
        ({ text, value }) =>
          `<p class="tick">${ticked.includes(String(value)) ? '☑' : '☐'} ${escapeHtml(text?.text)}</p>`,
      );
    }
    default:
      throw new RangeError(`no drawing for an input of type ${element.type}`);
  }
}

const readDate = (date: unknown): string =>
  typeof date === 'string'
    ? new Date(`${date}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
    : '';
