/**
 * How cards look: close to Teams, in the page's own colours. Colours are CSS variables, so that a card follows the
 * change between light and dark without being drawn again.
 */

const pair = (name: string) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle, var(--${name}))` });

const foregroundColors = {
  default: { default: 'var(--ink)', subtle: 'var(--ink-soft)' },
  dark: { default: 'var(--ink)', subtle: 'var(--ink-soft)' },
  light: { default: 'var(--ink-soft)', subtle: 'var(--ink-soft)' },
  accent: pair('accent-ink'),
  good: pair('good-ink'),
  warning: pair('warning-ink'),
  attention: pair('attention-ink'),
};

const containerStyle = (background: string, border = 'var(--line)') => ({
  backgroundColor: background,
  borderColor: border,
  foregroundColors,
});

const fontFamily = 'var(--font)';
const fontSizes = { small: 12.5, default: 14, medium: 15, large: 17, extraLarge: 20 };
const fontWeights = { lighter: 400, default: 400, bolder: 650 };
const title = { color: 'default', size: 'default', isSubtle: true, weight: 'default', wrap: true, maxWidth: 130 };

export const hostConfig = {
  supportsInteractivity: true,
  fontTypes: {
    default: { fontFamily, fontSizes, fontWeights },
    monospace: { fontFamily: 'ui-monospace, Consolas, monospace', fontSizes, fontWeights },
  },
  lineHeights: { small: 18, default: 20, medium: 21, large: 23, extraLarge: 27 },
  spacing: { small: 4, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 14 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 64, large: 128 },
  containerStyles: {
    default: containerStyle('var(--card)'),
    emphasis: containerStyle('var(--emphasis)'),
    accent: containerStyle('var(--accent-wash)'),
    good: containerStyle('var(--good-wash)'),
    warning: containerStyle('var(--warning-wash)'),
    attention: containerStyle('var(--attention-wash)'),
  },
  actions: {
    maxActions: 12,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: true },
  textStyles: {
    heading: { size: 'large', weight: 'bolder', color: 'default', isSubtle: false, fontType: 'default' },
    columnHeader: { size: 'small', weight: 'bolder', color: 'default', isSubtle: true, fontType: 'default' },
  },
  textBlock: { headingLevel: 3 },
  factSet: { title, value: { ...title, isSubtle: false, maxWidth: undefined }, spacing: 8 },
  table: { cellSpacing: 8 },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', weight: 'default', spacing: 'small' },
  },
};
