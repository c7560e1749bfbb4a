import * as AC from 'adaptivecards';
import { renderMarkdown } from '../src/platforms/local/page/markdown.js';

/**
 * The part of the Teams preview that runs in the browser. The host configuration says in our words what Microsoft
 * publishes for Teams' light theme (samples/HostConfig/microsoft-teams-light.json in github.com/microsoft/AdaptiveCards),
 * which its client for local tests, @microsoft/m365agentsplayground, uses too.
 */

const pair = (plain: string, subtle: string) => ({ default: plain, subtle });

const foregroundColors = {
  default: pair('#252424', '#bf252424'),
  dark: pair('#252424', '#bf252424'),
  light: pair('#ffffff', '#f3f2f1'),
  accent: pair('#6264a7', '#8b8cc7'),
  good: pair('#92c353', '#e592c353'),
  warning: pair('#f8d22a', '#e5f8d22a'),
  attention: pair('#c4314b', '#e5c4314b'),
};

const container = (backgroundColor: string, borderColor: string) => ({
  backgroundColor,
  borderColor,
  foregroundColors,
});
const fontSizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 };
const fontWeights = { lighter: 200, default: 400, bolder: 600 };
const fact = { size: 'default', color: 'default', isSubtle: false, wrap: true };

const hostConfig = new AC.HostConfig({
  supportsInteractivity: true,
  // Segoe UI where there is one; the others are about as wide.
  fontTypes: {
    default: { fontFamily: "'Segoe UI', 'Open Sans', 'DejaVu Sans Condensed', sans-serif", fontSizes, fontWeights },
    monospace: { fontFamily: "'Courier New', monospace", fontSizes, fontWeights },
  },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#eeeeee' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  textStyles: { heading: { size: 'large', weight: 'bolder', color: 'default', isSubtle: false, fontType: 'default' } },
  containerStyles: {
    default: container('#ffffff', '#cccccc'),
    emphasis: container('#f9f8f7', '#666666'),
    accent: container('#c7def9', '#62a8f7'),
    good: container('#ccffcc', '#69e569'),
    warning: container('#ffe2b2', '#ffbc51'),
    attention: container('#ffc5b2', '#ff764c'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: { title: { ...fact, weight: 'bolder' }, value: { ...fact, weight: 'default' }, spacing: 16 },
});

// Bundlers drop the library's own registration of tables: it is a side effect of a file nobody names.
AC.GlobalRegistry.elements.register('Table', AC.Table, AC.Versions.v1_5);
AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = renderMarkdown(text);
  result.didProcess = true;
};

/** A card as HTML with what its fields hold. */
export function draw(json: unknown): string {
  const card = new AC.AdaptiveCard();
  card.hostConfig = hostConfig;
  card.parse(json);
  const element = card.render();
  if (!element) throw new RangeError('the card cannot be drawn');
  for (const input of element.querySelectorAll('input')) {
    if (input.checked) input.setAttribute('checked', '');
    if (input.type === 'checkbox') continue;
    // This browser would show an empty date as it is written in America.
    if (input.type === 'date' || input.type === 'time') input.setAttribute('type', 'text');
    input.setAttribute('value', input.value);
  }
  for (const area of element.querySelectorAll('textarea')) area.textContent = area.value;
  for (const choice of element.querySelectorAll('option')) {
    if (choice.selected) choice.setAttribute('selected', '');
    else choice.removeAttribute('selected');
  }
  return element.outerHTML;
}
